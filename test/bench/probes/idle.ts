// What a process that waits for edges costs while none comes; without a bundle: one that does nothing.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { summarise } from '../statistics.js';

const [, , seconds = '', turn = '', bundle = ''] = process.argv;

const TURN_MS = 500;

/**
 * The median of what reading a file takes, in microseconds. Two processes that run at once take turns,
 * every half second of the clock on the wall: one that reads while the other does waits for processors.
 */
async function fileReadUs(): Promise<number> {
  const times: number[] = [];
  for (let block = 0; block < 10; block++) {
    const sinceTurn = (Date.now() + TURN_MS * Number(turn)) % (2 * TURN_MS);
    await sleep(2 * TURN_MS - sinceTurn);
    for (let i = 0; i < 101; i++) {
      const start = process.hrtime.bigint();
      await readFile('/proc/self/cmdline');
      times.push(Number(process.hrtime.bigint() - start) / 1000);
    }
  }
  return summarise(times).median;
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
await sleep(12_000);
const added = threads() - before;
const start = process.cpuUsage();
await sleep(Number(seconds) * 1000);
const { user, system } = process.cpuUsage(start);
const readUs = await fileReadUs();
for (const each of release) each();
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, threads: added, readUs }));
