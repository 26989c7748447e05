// Bytes that V8's heap grows by for each call, over a million calls without a collection in between.
import { PerformanceObserver } from 'node:perf_hooks';
import type { Value } from '../../../ts/index.js';

const [, , bundle = '', calls = ''] = process.argv;
const count = Number(calls);
const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
const { gc } = globalThis;
if (gc === undefined) throw new Error('run it with --expose-gc');

let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});

const gpiod = loadSync();
const chip = gpiod.openChip(0);
const request = chip.requestLines({ lines: { 5: { direction: 'output' } } });
const line = request.line(5);
const all = Object.fromEntries(
  Array.from({ length: 64 }, (_, offset) => [offset, { direction: 'output' } as const]),
);
const bus = chip.requestLines({ lines: all });
const values = Object.fromEntries(bus.offsets.map((offset) => [offset, (offset & 1) as Value]));

const loops: Record<string, (count: number) => void> = {
  getValue: (n) => {
    for (let i = 0; i < n; i++) request.getValue(5);
  },
  setValue: (n) => {
    for (let i = 0; i < n; i++) request.setValue(5, (i & 1) as Value);
  },
  'line.value': (n) => {
    for (let i = 0; i < n; i++) line.value = (i & 1) as Value;
  },
  'getValues of 64 lines': (n) => {
    for (let i = 0; i < n / 100; i++) bus.getValues();
  },
  'setValues of 64 lines': (n) => {
    for (let i = 0; i < n / 100; i++) bus.setValues(values);
  },
};

const bytes: Record<string, number> = {};
for (const [name, loop] of Object.entries(loops)) {
  loop(100_000);
  const done = name.includes('64') ? count / 100 : count;
  gc();
  await new Promise((resolve) => setTimeout(resolve, 50));
  collections = 0;
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  loop(count);
  const after = process.memoryUsage().heapUsed;
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.disconnect();
  if (collections > 0) throw new Error(`${name}: the heap was collected meanwhile`);
  bytes[name] = (after - before) / done;
}
request.release();
bus.release();
chip.close();
console.log(JSON.stringify(bytes));
