// Memory and descriptors after half of many cycles and after all of them.
import { readdirSync } from 'node:fs';

const [, , bundle = '', cycles = ''] = process.argv;
const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
const { gc } = globalThis;
if (gc === undefined) throw new Error('run it with --expose-gc');

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function state(): Promise<{ heap: number; rss: number; descriptors: number }> {
  for (let i = 0; i < 5; i++) {
    await turn();
    gc?.();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heap: heapUsed + external,
    rss,
    descriptors: readdirSync('/proc/self/fd').length,
  };
}

const chip = loadSync().openChip(0);
const options = { lines: { 5: { edge: 'both' } } } as const;
const watched = chip.requestLines({ lines: { 6: { edge: 'both' } } });

const kinds: Record<string, () => void | Promise<void>> = {
  'request, release': () => chip.requestLines(options).release(),
  'watch, unwatch': async () => {
    const events = watched.events();
    const next = events.next();
    events.end();
    await next;
  },
  'request, watch, release': async () => {
    const request = chip.requestLines(options);
    const next = request.events().next();
    request.release();
    await next;
    await turn();
  },
  load: () => {
    const gpiod = loadSync();
    gpiod.openChip(0).close();
  },
};

const report: Record<string, object> = {};
for (const [name, cycle] of Object.entries(kinds)) {
  const half = Number(cycles) / 2;
  const run = async (): Promise<void> => {
    for (let i = 0; i < half; i++) {
      await cycle();
      if (i % 1000 === 999) await turn();
    }
  };
  await run();
  const middle = await state();
  await run();
  report[name] = { middle, end: await state() };
}
watched.release();
chip.close();
console.log(JSON.stringify(report));
