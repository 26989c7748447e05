// What the sandbox costs, and how soon plugins are stopped that go too far.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PluginLimits } from '../../../ts/sandbox.js';
import { nowMs, type Span } from '../pauses.js';

const [, , dist = '', wasmFile = '', rounds = ''] = process.argv;
const { linuxKernel, loadSync } = (await import(
  `${dist}/index.js`
)) as typeof import('../../../ts/index.js');
const { loadPlugin, sandbox } = (await import(
  `${dist}/sandbox.js`
)) as typeof import('../../../ts/sandbox.js');
const { createSim } = (await import(`${dist}/sim.js`)) as typeof import('../../../ts/sim.js');

const ROUNDS = Number(rounds);
const CALLS = 200_000;
const wasm = readFileSync(wasmFile);

/** Nanoseconds per call of the value of line 5, in turns without and with a sandbox. */
function costs(): { get: number[]; set: number[] } {
  const grants = { gpiochip0: { lines: [{ line: 'gpiochip0:5', allow: ['output'] }] } } as const;
  const linux = linuxKernel();
  // The fakes can be opened, but they are in no folder.
  const kernel: typeof linux = {
    name: linux.name,
    attach: (memory) => linux.attach(memory),
    devices: () => ['gpiochip0'],
    watch: (fd, onReady) => linux.watch(fd, onReady),
  };
  const outer = loadSync({ kernel }).openChip(0);
  const inner = loadSync({ kernel: sandbox(kernel, grants) }).openChip(0);
  const ratios: { get: number[]; set: number[] } = { get: [], set: [] };
  const measure = (chip: typeof outer, offset: number): { get: number; set: number } => {
    using request = chip.requestLines({ lines: { [offset]: { direction: 'output' } } });
    const [a, b, c] = [0, 1, 2].map((phase) => {
      for (let i = 0; phase === 1 && i < CALLS; i += 1) request.getValue(offset);
      for (let i = 0; phase === 2 && i < CALLS; i += 1) request.setValue(offset, 1);
      return Number(process.hrtime.bigint());
    }) as [number, number, number];
    return { get: b - a, set: c - b };
  };
  for (let round = -2; round < ROUNDS; round += 1) {
    const without = measure(outer, 5);
    const within = measure(inner, 0);
    if (round < 0) continue;
    ratios.get.push(within.get / without.get);
    ratios.set.push(within.set / without.set);
  }
  outer.close();
  inner.close();
  return ratios;
}

const names = ['LED', 'BUTTON', 'C', 'D'];
const chips = {
  gpiochip0: {
    lines: [
      { line: 'LED', allow: ['output'] },
      { line: 'BUTTON', allow: ['input', 'edges'] },
      { line: 'C', allow: ['input'] },
      { line: 'D', allow: ['input'] },
    ],
  },
} as const;

/** Milliseconds from nothing to the end of a plugin that does nothing, beyond a worker that does so. */
async function start(): Promise<number> {
  const beginMs = performance.now();
  const { kernel } = createSim({ chips: [{ lines: names }] });
  await (await loadPlugin(wasm, { kernel, chips })).run();
  const pluginMs = performance.now() - beginMs;
  const code = `require('node:worker_threads').parentPort.postMessage(0)`;
  const bareMs = performance.now();
  const worker = new Worker(code, { eval: true, env: {}, argv: [], execArgv: [] });
  await new Promise((resolve) => worker.once('message', resolve));
  await worker.terminate();
  return pluginMs - (performance.now() - bareMs);
}

interface Stop {
  /** From the limit to the error. */
  readonly stop: Span;
  /** From each turn of the host's event loop to the next, where they are asked for every millisecond. */
  readonly turns: readonly Span[];
}

/** What a plugin does, the limits, and when it comes to one: after so long, or with its last call. */
type Case = readonly [what: string, limits: PluginLimits, afterMs: number | 'last call' | 'cpu'];

const cases: Readonly<Record<string, Case>> = {
  'wallMs, computing': ['loop', { wallMs: 100 }, 100],
  'wallMs, asleep': ['sleep', { wallMs: 100 }, 100],
  'wallMs, waiting for edges': ['edges', { wallMs: 100 }, 100],
  'wallMs, calling': ['calls', { wallMs: 100, callsPerSecond: Number.POSITIVE_INFINITY }, 100],
  cpuMs: ['loop', { cpuMs: 100 }, 'cpu'],
  'cpuMs, holding a line': ['hold-and-loop', { cpuMs: 100 }, 'cpu'],
  memoryMiB: ['memory', { memoryMiB: 4 }, 0],
  stack: ['recurse', {}, 0],
  outputBytes: ['output', {}, 'last call'],
  callsPerSecond: ['calls', { callsPerSecond: 10_000 }, 'last call'],
  openRequests: ['requests', { openRequests: 2 }, 'last call'],
  'a crash': ['abort', {}, 0],
};

async function stop([what, limits, when]: Case): Promise<Stop> {
  const { kernel } = createSim({ chips: [{ lines: names }] });
  let reachedMs = 0;
  const note = (): void => {
    if (when === 'last call') reachedMs = nowMs();
  };
  const audit = what === 'output' ? undefined : note;
  const options = { kernel, chips, args: [what], limits, stdout: note };
  const plugin = await loadPlugin(wasm, when === 'last call' ? { ...options, audit } : options);
  await sleep(5);
  const turns: Span[] = [];
  const before = process.cpuUsage();
  let lastMs = nowMs();
  const watch = setInterval(() => {
    const now = nowMs();
    turns.push([lastMs, now]);
    lastMs = now;
    // Of the whole process, which is sooner there than the plugin alone.
    const { user, system } = process.cpuUsage(before);
    if (when === 'cpu' && reachedMs === 0 && user + system >= 100_000) reachedMs = now;
  }, 1);
  if (typeof when === 'number') reachedMs = nowMs() + when;
  await plugin.run().then(
    () => {
      throw new Error(`${what} came to no limit`);
    },
    () => {},
  );
  const endMs = nowMs();
  await sleep(5);
  clearInterval(watch);
  return { stop: [reachedMs, endMs], turns };
}

const starts: number[] = [];
const stops = Object.fromEntries(Object.keys(cases).map((name) => [name, [] as Stop[]]));
for (let round = -1; round < ROUNDS; round += 1) {
  const ms = await start();
  if (round >= 0) starts.push(ms);
  for (const [name, each] of Object.entries(cases)) {
    const one = await stop(each);
    if (round >= 0) stops[name]?.push(one);
  }
}
console.log(JSON.stringify({ ...costs(), starts, stops }));
