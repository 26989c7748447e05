// What a process that waits for edges costs while none comes; without a bundle: one that does nothing.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const [, , seconds = '', bundle = ''] = process.argv;

/** The median of what reading a file takes, in microseconds. */
async function fileReadUs(): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 301; i++) {
    const start = process.hrtime.bigint();
    await readFile('/proc/self/cmdline');
    times.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  return times.sort((a, b) => a - b)[150] ?? Number.NaN;
}

function threads(): number {
  return readdirSync('/proc/self/task').length;
}

const before = threads();
const release: (() => void)[] = [];
if (bundle !== '') {
  const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
  using chip = loadSync().openChip(0);
  for (let offset = 0; offset < 64; offset++) {
    const request = chip.requestLines({ lines: { [offset]: { edge: 'both' } } });
    const next = request.events().next();
    release.push(() => {
      request.release();
      void next;
    });
  }
}
// Eight seconds after the last allocations V8 tidies up, twice, whether something is watched or not.
await new Promise((resolve) => setTimeout(resolve, 12_000));
const added = threads() - before;
const start = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000));
const { user, system } = process.cpuUsage(start);
const readUs = await fileReadUs();
for (const each of release) each();
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, threads: added, readUs }));
