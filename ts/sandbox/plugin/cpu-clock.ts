import { existsSync, readFileSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';

const NS_PER_MS = 1e6;
const US_PER_MS = 1e3;

interface CpuUsage {
  readonly user: number;
  readonly system: number;
}

/** Node 24.6 and later tell a worker's processor time themselves. */
interface MeasuredWorker {
  cpuUsage?: () => Promise<CpuUsage>;
}

/**
 * Measures the processor time of a worker in milliseconds. `thread` is the folder of its thread in
 * /proc, as the worker itself found it.
 *
 * @throws Error where this machine cannot tell.
 */
export function cpuClock(worker: Worker, thread: string | undefined): () => Promise<number> {
  const file = `/proc/${thread}/schedstat`;
  if (thread !== undefined && existsSync(file)) {
    // Its first number is the time spent on a processor, in nanoseconds.
    return async () => Number.parseInt(readFileSync(file, 'utf8'), 10) / NS_PER_MS;
  }
  const { cpuUsage } = worker as MeasuredWorker;
  if (cpuUsage !== undefined) {
    return async () => {
      const { user, system } = await cpuUsage.call(worker);
      return (user + system) / US_PER_MS;
    };
  }
  throw new Error(
    'limits.cpuMs cannot be watched here: that takes Linux with /proc, or Node 24.6. ' +
      'limits: { cpuMs: Infinity } goes without.',
  );
}
