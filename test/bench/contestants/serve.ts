import { createInterface } from 'node:readline';

/** What a loop's last call has read: values, a name, or for each event offset, rising, and both seqnos. */
export type Read = readonly (number | string)[];

/** Of loops that read nothing. */
export const nothing: Read = [];

/** Calls what is measured `count` times. */
export type Loop = (count: number) => Read | Promise<Read>;

/** Makes ready what a loop needs; what one loop holds, no other loop is to suffer from. */
export type Loops = Readonly<Record<string, () => Loop | Promise<Loop>>>;

function cpuNs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) * 1000;
}

/**
 * A contestant's side of the dialogue with ../contestant.ts. It says what it is, then answers each
 * line `LOOP COUNT` with the nanoseconds of processor time, of all threads, that they took, and with
 * what was read. A count of 0 only makes ready.
 */
export async function serve(version: string, loops: Loops): Promise<void> {
  process.stdout.write(`${JSON.stringify({ version, loops: Object.keys(loops) })}\n`);
  const ready = new Map<string, Loop>();
  for await (const line of createInterface({ input: process.stdin })) {
    const [name = '', text = ''] = line.split(' ');
    const loop = ready.get(name) ?? (await loops[name]?.());
    if (loop === undefined) throw new Error(`there is no loop '${name}'`);
    ready.set(name, loop);
    const count = Number(text);
    const start = process.cpuUsage();
    const pending = count > 0 ? loop(count) : nothing;
    const read = pending instanceof Promise ? await pending : pending;
    const ns = cpuNs(start);
    process.stdout.write(`${JSON.stringify({ ns, read })}\n`);
  }
}
