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

/** The kernel's unit of processor time in /proc, on every architecture that Node runs on. */
const MS_PER_TICK = 10;
/** utime and stime among the words after a thread's name. */
const [UTIME, STIME] = [11, 12];

/** The time spent on a processor, in nanoseconds, is the first number of schedstat. */
function fromSchedstat(file: string): number {
  return Number.parseInt(readFileSync(file, 'utf8'), 10) / NS_PER_MS;
}

/** Kernels without CONFIG_SCHED_INFO count ticks only. */
function fromStat(file: string): number {
  const text = readFileSync(file, 'utf8');
  const words = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(words[UTIME]) + Number(words[STIME])) * MS_PER_TICK;
}

/**
 * Measures the processor time of a worker in milliseconds. `thread` is the folder of its thread in
 * /proc, as the worker itself found it.
 *
 * @throws Error where this machine cannot tell.
 */
export function cpuClock(worker: Worker, thread: string | undefined): () => Promise<number> {
  const folder = `/proc/${thread}`;
  if (existsSync(`${folder}/schedstat`)) return async () => fromSchedstat(`${folder}/schedstat`);
  if (existsSync(`${folder}/stat`)) return async () => fromStat(`${folder}/stat`);
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
