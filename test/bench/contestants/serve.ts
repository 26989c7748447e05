import { createInterface } from 'node:readline';

/** Calls what is measured `count` times. */
export type Loop = (count: number) => void | Promise<void>;

/** Makes ready what a loop needs; what one loop holds, no other loop is to suffer from. */
export type Loops = Readonly<Record<string, () => Loop>>;

function cpuNs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) * 1000;
}

/**
 * A contestant's side of the dialogue with ../contestant.ts. It says what it is, then answers each
 * line `LOOP COUNT` with the nanoseconds of processor time, of all threads, that they took.
 */
export async function serve(version: string, loops: Loops): Promise<void> {
  process.stdout.write(`${JSON.stringify({ version, loops: Object.keys(loops) })}\n`);
  const ready = new Map<string, Loop>();
  for await (const line of createInterface({ input: process.stdin })) {
    const [name = '', count = ''] = line.split(' ');
    const loop = ready.get(name) ?? loops[name]?.();
    if (loop === undefined) throw new Error(`there is no loop '${name}'`);
    ready.set(name, loop);
    const start = process.cpuUsage();
    const pending = loop(Number(count));
    if (pending !== undefined) await pending;
    process.stdout.write(`${cpuNs(start)}\n`);
  }
}
