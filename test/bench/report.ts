import { type Bar, ratioTo } from './bars.js';
import type { Latency } from './probes.js';
import type { Results } from './results.js';
import type { Samples } from './rounds.js';
import { ratios, type Summary, summarise } from './statistics.js';

/** What each loop does, in the words of the API. */
export const loops: Readonly<Record<string, string>> = {
  'get-value': 'getValue(5)',
  'set-value': 'setValue(5, 1)',
  'get-value-handle': 'line.value',
  'set-value-handle': 'line.value = 1',
  'set-value-name': "setValue('GPIO5', 1)",
  'get-values-64': 'getValues(), 64 lines',
  'set-values-64': 'setValues({ … }), 64 lines',
  play: 'a step of play(), one repeated sequence of 1000',
  'play-sync': 'a step of playSync(), sequences of 1000',
  'read-events': 'an event out of 64, readEdgeEvents()',
  'await-events': 'an event, for await',
  'request-release': 'requestLines() and release()',
  'line-info': 'lineInfo(5)',
  'get-value-8-lines': 'getValue(5), chip of 8 lines',
  'get-value-512-lines': 'getValue(509), chip of 512 lines',
  'get-value-500-requests': 'getValue(250), 500 requests open',
};

/** A loop and what was measured of each contestant that has it. */
type Sampled = readonly [loop: string, byName: ReadonlyMap<string, readonly number[]>];

export function number(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/**
 * Medians in nanoseconds, and in brackets the ratio to C; of our own with its middle half.
 *
 * @param names - C first, then ourselves.
 */
function samplesTable(samples: readonly Sampled[], names: readonly string[]): string {
  const rows = samples.map(([loop, byName]) => {
    const reference = byName.get('C');
    const cells = names.map((name, i) => {
      const values = byName.get(name);
      if (values === undefined) return '';
      const { median } = summarise(values);
      if (reference === undefined || name === 'C') return number(median);
      const { median: ratio, quartiles } = summarise(ratios(values, reference));
      const span = i === 1 ? `, ${quartiles.map(number).join('–')}` : '';
      return `${number(median)} (${number(ratio)}${span})`;
    });
    return [loops[loop] ?? loop, ...cells];
  });
  return table(['ns per call', ...names], rows);
}

/** What others do as well with all of them side by side, and below it what is C's and ours alone. */
function samplesTables(samples: Samples, names: readonly string[]): string {
  const others = names.slice(2);
  const isShared = ([, byName]: Sampled): boolean => others.some((name) => byName.has(name));
  const shared = [...samples].filter(isShared);
  const own = [...samples].filter((each) => !isShared(each));
  return `${samplesTable(shared, names)}\n\n${samplesTable(own, names.slice(0, 2))}`;
}

function barsTable(bars: readonly Bar[]): string {
  const rows = bars.map(({ what, value, limit, unit, met }) => [
    what,
    `${number(value)} ${unit}`.trim(),
    `${limit} ${unit}`.trim(),
    met ? 'met' : '**missed**',
  ]);
  return table(['', 'measured', 'at most', ''], rows);
}

/** How calls per second follow from a core's speed, from this run's own figures. */
function modelTable(results: Results): string {
  const ns = (samples: Samples, name: string): number =>
    summarise(samples.get('set-value')?.get(name) ?? []).median;
  const own = ns(results.overhead, 'libgpiod-wasm');
  const native = ns(results.overhead, 'C');
  const call = ns(results.systemCalls, 'C') - native;
  const rows = [1, 3, 10, 30].map((slower) => {
    const driver = 1000;
    const ours = slower * (own + call) + driver;
    const theirs = slower * (native + call) + driver;
    return [
      `${slower}`,
      number(ours),
      number(theirs),
      (ours / theirs).toFixed(2),
      `${Math.round(1e6 / ours)} 000`,
    ];
  });
  return table(['times slower', 'setValue, ns', "C's, ns", 'ratio', 'calls per second'], rows);
}

function details(results: Results): string[] {
  const lines: string[] = [];
  const { latency, leaks, startUp, sizes, memory } = results;
  if (latency !== undefined) {
    const us = ({ p50Us, p99Us }: Latency): string =>
      `p50 ${number(p50Us)} µs, p99 ${number(p99Us)} µs`;
    const { ours, c, onoff } = latency;
    const theirs = onoff === undefined ? '' : `; woken by onoff's package epoll: ${us(onoff)}`;
    lines.push(`- Edge to callback: ${us(ours)}${theirs}; C in a blocking read: ${us(c)}.`);
  }
  if (startUp !== undefined) {
    const { bare, firstSet, gpioinfo } = startUp;
    const spread = ({ median, quartiles }: Summary): string =>
      `${number(median)} (${quartiles.map(number).join('–')})`;
    lines.push(
      `- Node alone takes ${number(bare.cpuMs.median)} ms of processor time; up to the first line set ` +
        `${spread(firstSet.cpuMs)} ms more, by the clock on the wall ${spread(firstSet.wallMs)} ms; ` +
        `gpioinfo ${spread(gpioinfo.cpuMs)} and ${spread(gpioinfo.wallMs)} ms.`,
    );
  }
  if (memory !== undefined) {
    const mb = ({ median }: Summary): string => number(median / 2 ** 20);
    const { open, loaded, objects, raw, peer } = memory;
    const theirs =
      peer === undefined ? '' : ` node-libgpiod with as many: ${mb(peer.resident)} MB more.`;
    lines.push(
      `- Resident with 1000 requests: ${mb(open.resident)} MB more than bare Node; with none: ` +
        `${mb(loaded.resident)} MB. Of that are the process's own ${mb(open.anonymous)} and ` +
        `${mb(loaded.anonymous)} MB; the rest are pages of Node's program, such as its engine for ` +
        `WebAssembly, which all processes share. To explain it, but counted in all the same: Node that ` +
        `keeps a thousand plain objects, with no libgpiod, takes ${mb(objects.resident)} MB more than bare ` +
        `Node, ${mb(objects.anonymous)} MB of them its own. The C functions alone, called as often with options ` +
        `made and one object kept for each: ${mb(raw.resident)} MB.${theirs}`,
    );
  }
  for (const [name, bytes] of Object.entries(results.allocations)) {
    lines.push(`- ${name}: ${number(bytes)} bytes of heap per call.`);
  }
  for (const [what, { middle, end }] of Object.entries(leaks?.states ?? {})) {
    const mb = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
    lines.push(
      `- ${leaks?.cycles} × ${what}: heap ${mb(middle.heap)} MB half-way, ${mb(end.heap)} MB at the end; ` +
        `resident ${mb(middle.rss)} and ${mb(end.rss)} MB; descriptors ${middle.descriptors} and ${end.descriptors}.`,
    );
  }
  const dependencies = Object.keys(sizes.dependencies).join(', ') || 'none';
  lines.push(`- Runtime dependencies: ${dependencies}.`);
  return lines;
}

/** What a shared machine does to a worst case. */
function pausesText(pausesMs: readonly number[]): string {
  if (pausesMs.length === 0) return 'Its processors stood still at no time.';
  return `Processors of this shared machine stood still meanwhile, ${pausesMs.length} times, for
${number(Math.max(...pausesMs))} ms at most, as processes saw that only looked at the clock: that is left out.`;
}

function stoppingTable({ sandbox }: Results): string {
  if (sandbox === undefined) return '';
  const rows = Object.entries(sandbox.stopping).map(([limit, { stopMs, stallMs }]) => [
    limit,
    ...[stopMs.median, stopMs.most, stallMs.median, stallMs.most].map(number),
  ]);
  const head = ['ms', 'to the stop, half', 'the worst', 'without a turn, half', 'the worst'];
  return `## Plugins that go too far

From when a plugin comes to a limit until its host has the error, and for how long meanwhile the host's
event loop got no turn, measured every millisecond.
${pausesText(sandbox.pausesMs)}

${table(head, rows)}

`;
}

/** BENCHMARKS.md. */
export function renderReport(results: Results, bars: readonly Bar[]): string {
  const { circumstances: where, versions, skipped } = results;
  const names = [...versions.keys()];
  const peer = ratioTo(results.systemCalls, 'set-value', 'node-libgpiod');
  return `# Benchmarks

Written by \`npm run bench\`; change the harness in test/bench, not this file.

${where.date}, commit ${where.commit}: ${where.cpu}, ${where.cpus} processors, Linux ${where.kernel}, Node
${where.node}, libgpiod ${where.libgpiod}, load ${where.load.toFixed(1)} when it began.

The chips are fakes: a library put in front of libc (test/bench/native) answers the ioctls of
\`linux/gpio.h\`, all programs run on the same ones, in turns, and every number is processor time. Where a
ratio is given, each round's own measurements were divided; the span behind ours is the middle half of
the rounds.

That each loop does what its name says is not taken on trust: \`npm run bench -- --rig\` runs these same
loops on gpio-sim in a kernel of its own and fails where a value read is not the one that was pulled, a
level, an event, a name or an ioctl is not what it should be, or this project's calls make other ioctls
than C's. It measures nothing.

Compared: ${names.map((name) => `${name} ${versions.get(name) ?? ''}`.trim()).join(', ')}.

Not compared:

${skipped.map(({ name, reason }) => `- ${name}: ${reason}`).join('\n')}

## Where it stands

${barsTable(bars)}

## With one system call for each ioctl

The fakes pass every ioctl on to the kernel, which refuses it at once: what a call costs without the
work of a driver. ns and, in brackets, the ratio to C.

${samplesTables(results.systemCalls, names)}

A step of a sequence sets one line and does not wait. C calls \`gpiod_line_request_set_values_subset()\` for
each, as a program in C would; ours has been through that function when it was prepared, outside of what
is measured. C's loop for \`play()\` runs on a second thread, as ours does: Linux takes longer to find a
descriptor in a process that has threads. C's for \`playSync()\` is alone, which a process of Node never is.

lgpio passes 64 lines as the bits of one bigint. node-gpiod and rpi-gpio return promises, which are awaited
one after the other. onoff and rpi-gpio read and write files: plain ones here, and no ioctls, so that they
make their system calls in both tables.

## Without system calls

What libgpiod, the language and the way between them take.

${samplesTables(results.overhead, names)}

## Whole processes

${details(results).join('\n')}

${stoppingTable(results)}## What that means for a Pi

A call takes \`k × (own work + system call) + driver\`, where \`k\` says how many times slower a core is than
the one above, and the driver's part (the register, its lock, the bus behind an expander) is the same
for every language. The more a driver takes, the less it matters who calls it. With a driver that takes
1 µs, this run's figures give:

${modelTable(results)}

${peer === undefined ? '' : `Against node-libgpiod (${peer.median.toFixed(2)} here) all but the driver scales alike on both sides.\n`}
These are estimates. To measure: on 64-bit Raspberry Pi OS install git, gcc and Node, then

\`\`\`sh
git clone … libgpiod-wasm && cd libgpiod-wasm
npm ci && npm run build && npm run bench
\`\`\`

which touches no pin: the fakes work there as they do here. \`npm run bench -- --short\` takes a minute,
writes nothing, and fails where a ratio has become worse than noise explains.
`;
}
