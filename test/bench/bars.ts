import type { Results } from './results.js';
import { ratios, type Summary, summarise } from './statistics.js';

/** Something this project has set itself, and where it stands. */
export interface Bar {
  readonly what: string;
  readonly limit: number;
  readonly value: number;
  readonly unit: string;
  readonly met: boolean;
  /** Missed by more than noise and other processors explain. Only ratios and counts can be. */
  readonly regressed: boolean;
}

/** How much costs may shift between processors before a ratio says something about the code. */
const OTHER_MACHINES = 1.15;

function bar(what: string, value: number, limit: number, unit: string): Bar {
  return { what, value, limit, unit, met: value <= limit, regressed: false };
}

/** What does not depend on the machine at all. */
function count(what: string, value: number, limit: number, unit: string): Bar {
  const met = value <= limit;
  return { what, value, limit, unit, met, regressed: !met };
}

/** Ours divided by another's, round by round; undefined where one of them was not measured. */
export function ratioTo(
  samples: Results['systemCalls'],
  loop: string,
  other: string,
): Summary | undefined {
  const ours = samples.get(loop)?.get('libgpiod-wasm');
  const theirs = samples.get(loop)?.get(other);
  return ours === undefined || theirs === undefined ? undefined : summarise(ratios(ours, theirs));
}

function* ratioBars({ systemCalls }: Results): Generator<Bar> {
  const wanted: [string, string, string, number][] = [
    ['getValue', 'get-value', 'node-libgpiod', 1],
    ['setValue', 'set-value', 'node-libgpiod', 1],
    ['getValue', 'get-value', 'C', 1.6],
    ['setValue', 'set-value', 'C', 1.6],
    ['getValues of 64 lines', 'get-values-64', 'C', 1.3],
    ['setValues of 64 lines', 'set-values-64', 'C', 1.3],
    ['A step of play(), on a thread of its own', 'play', 'C', 1.05],
  ];
  for (const [what, loop, other, limit] of wanted) {
    const ratio = ratioTo(systemCalls, loop, other);
    if (ratio === undefined) continue;
    const regressed = ratio.bounds[0] > limit * OTHER_MACHINES;
    yield { ...bar(`${what}, as a multiple of ${other}'s`, ratio.median, limit, '×'), regressed };
  }
}

/** Our own measurements, by round. */
function own({ systemCalls }: Results, loop: string): readonly number[] {
  return systemCalls.get(loop)?.get('libgpiod-wasm') ?? [];
}

function* perCall(results: Results): Generator<Bar> {
  for (const [what, value] of Object.entries(results.counts)) {
    const limit = what.startsWith('requestLines') ? 3 : 1;
    yield count(`${what}: calls of the kernel`, value, limit, '');
  }
  for (const what of ['getValue', 'setValue', 'line.value']) {
    // The least that V8 allocates is 16 bytes; a fraction is what the measurement itself leaves.
    const bytes = results.allocations[what] ?? Number.NaN;
    yield { ...bar(`${what}: bytes of heap per call`, bytes, 1, 'B'), regressed: bytes >= 8 };
  }
  const read = own(results, 'read-events');
  yield bar('Decoding an event', summarise(read).median, 1000, 'ns');
  const more = own(results, 'await-events').map((ns, round) => ns - (read[round] ?? Number.NaN));
  yield bar('What async iteration adds to an event', summarise(more).median, 2000, 'ns');
}

/** One of our loops to another, in the same process. */
function within(results: Results, loop: string, base: string): Summary {
  return summarise(ratios(own(results, loop), own(results, base)));
}

function* scale(results: Results): Generator<Bar> {
  const flat = (loop: string, base: string): number => within(results, loop, base).median;
  yield bar(
    'getValue with 500 requests open, to one',
    flat('get-value-500-requests', 'get-value'),
    1.1,
    '×',
  );
  yield bar(
    'getValue on a chip of 512 lines, to one of 8',
    flat('get-value-512-lines', 'get-value-8-lines'),
    1.1,
    '×',
  );
}

function* wholeProcess(results: Results): Generator<Bar> {
  const { latency, idle, startUp, sizes, memory } = results;
  if (latency !== undefined) {
    yield bar('Edge to callback, half of them', latency.ours.p50Us, 50, 'µs');
    yield bar('Edge to callback, 99 %', latency.ours.p99Us, 500, 'µs');
  }
  if (idle !== undefined) {
    const more = idle.watching.cpuMs - idle.bare.cpuMs;
    yield bar(`${idle.seconds} s of 64 watched requests, beyond idle Node`, more, 5, 'ms');
    yield bar('Threads for them', idle.watching.threads - idle.bare.threads, 0, '');
    const slower = idle.watching.readUs / idle.bare.readUs;
    yield bar('fs.readFile meanwhile, to that of idle Node', slower, 1.2, '×');
  }
  if (startUp !== undefined) {
    yield bar('Import to first line set, beyond Node', startUp.firstSet.cpuMs.median, 10, 'ms');
    yield bar('gpioinfo, beyond Node', startUp.gpioinfo.cpuMs.median, 25, 'ms');
  }
  if (memory !== undefined) {
    const { median } = memory.open.resident;
    yield bar('Memory with 1000 requests, beyond bare Node', median / 2 ** 20, 8, 'MB');
  }
  yield bar('libgpiod.wasm', sizes.libgpiodWasm / 1024, 40, 'KB');
  yield bar('gpio-tools.wasm', sizes.toolsWasm / 1024, 160, 'KB');
  const dependencies = Object.values(sizes.dependencies);
  const installed = dependencies.reduce((sum, size) => sum + size, sizes.packageBytes);
  yield bar('The package, installed', installed / 2 ** 20, 1, 'MB');
  yield bar('Packages it depends on', dependencies.length, 1, '');
}

function* sandboxBars({ sandbox }: Results): Generator<Bar> {
  if (sandbox === undefined) return;
  yield bar('getValue in a sandbox, to one without', sandbox.get.median, 1.5, '×');
  yield bar('setValue in a sandbox, to one without', sandbox.set.median, 1.5, '×');
  yield bar('A plugin, beyond a worker alone', sandbox.start.median, 30, 'ms');
  const runs = Object.values(sandbox.stopping);
  const worst = (of: 'stopMs' | 'stallMs'): number => Math.max(...runs.map((run) => run[of].most));
  yield bar('From a limit to the stop, the worst', worst('stopMs'), 100, 'ms');
  yield bar("The host's event loop without a turn, the worst", worst('stallMs'), 20, 'ms');
}

function* leakBars({ leaks }: Results): Generator<Bar> {
  if (leaks === undefined) return;
  for (const [what, { middle, end }] of Object.entries(leaks.states)) {
    const perCycle = (end.heap - middle.heap) / (leaks.cycles / 2);
    yield bar(`${what}: bytes that stay per cycle`, perCycle, 8, 'B');
    const descriptors = end.descriptors - middle.descriptors;
    yield count(`${what}: descriptors that stay`, descriptors, 0, '');
  }
}

/** Every bar for which there is a measurement. */
export function judge(results: Results): Bar[] {
  return [
    ...ratioBars(results),
    ...perCall(results),
    ...scale(results),
    ...wholeProcess(results),
    ...sandboxBars(results),
    ...leakBars(results),
  ];
}
