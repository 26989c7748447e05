import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../scripts/support/command.js';
import { inRoot } from '../../scripts/support/root.js';
import { misbehave } from '../sandbox/plugin-sources.js';
import { compilePlugins } from '../sandbox/plugin-support.js';
import type { BenchMachine } from './machine.js';
import { beyondBareNode, type Memory, type MemoryBeyond } from './memory.js';
import { besideClocks, lengthWithout, type Span } from './pauses.js';
import { environmentOf, folderOf, type Peer } from './peers.js';
import { type Summary, summarise } from './statistics.js';

async function probe<Result>(
  machine: BenchMachine,
  name: string,
  args: readonly string[],
  flags: readonly string[] = [],
  own: NodeJS.ProcessEnv = {},
): Promise<Result> {
  const script = await machine.script(`probes/${name}`);
  const env = { ...machine.environment(), ...own };
  const output = await runCommand(process.execPath, [...flags, script, ...args], { env });
  return JSON.parse(output) as Result;
}

/** Bytes of heap per call. */
export function allocations(machine: BenchMachine): Promise<Record<string, number>> {
  // All of it fits into the young generation: nothing is collected while it is measured.
  const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];
  return probe(machine, 'allocations', [machine.bundle, '1000000'], flags);
}

/** Calls of the kernel for each call of the API. */
export function systemCalls(machine: BenchMachine): Promise<Record<string, number>> {
  return probe(machine, 'system-calls', [machine.bundle]);
}

export interface Latency {
  readonly p50Us: number;
  readonly p99Us: number;
}

function latencyOf(samples: readonly number[]): Latency {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (q: number): number => sorted[Math.floor(sorted.length * q)] ?? Number.NaN;
  return { p50Us: at(0.5), p99Us: at(0.99) };
}

/** The median of each figure: what else the machine does in one run is left out. */
function typical(runs: readonly Latency[]): Latency {
  return {
    p50Us: summarise(runs.map((run) => run.p50Us)).median,
    p99Us: summarise(runs.map((run) => run.p99Us)).median,
  };
}

export interface Latencies {
  readonly ours: Latency;
  /** Of C in a blocking read. */
  readonly c: Latency;
  /** Of our calls, woken as onoff wakes its callbacks; where onoff could be installed. */
  readonly onoff?: Latency;
}

/**
 * From an edge to whoever waits for it, in turns.
 *
 * @param onoff - where it could be installed.
 */
export async function latencies(
  machine: BenchMachine,
  { runs, events }: { readonly runs: number; readonly events: number },
  onoff: Peer | undefined,
): Promise<Latencies> {
  const env = machine.environment();
  const args = [machine.bundle, `${events}`];
  const [ours, c, theirs]: [Latency[], Latency[], Latency[]] = [[], [], []];
  for (let i = 0; i < runs; i++) {
    ours.push(latencyOf(await probe<number[]>(machine, 'latency', args)));
    const output = await runCommand(machine.path('libgpiod'), ['latency', `${events}`], { env });
    c.push(latencyOf(JSON.parse(output) as number[]));
    if (onoff === undefined) continue;
    const theirArgs = [...args, folderOf(onoff)];
    theirs.push(latencyOf(await probe<number[]>(machine, 'latency', theirArgs)));
  }
  const others = onoff === undefined ? {} : { onoff: typical(theirs) };
  return { ours: typical(ours), c: typical(c), ...others };
}

export interface Idle {
  readonly cpuMs: number;
  /** More than there were before. */
  readonly threads: number;
  /** The median of fs.readFile. */
  readonly readUs: number;
}

/** 64 watched requests in which nothing happens, and Node in which nothing does. */
export async function idling(
  machine: BenchMachine,
  seconds: number,
): Promise<{ watching: Idle; bare: Idle }> {
  const watching = probe<Idle>(machine, 'idle', [`${seconds}`, '0', machine.bundle]);
  const bare = probe<Idle>(machine, 'idle', [`${seconds}`, '1']);
  return { watching: await watching, bare: await bare };
}

/** @param peer - node-libgpiod, where it could be installed. */
export async function residentMemory(
  machine: BenchMachine,
  requests: number,
  rounds: number,
  peer: Peer | undefined,
): Promise<MemoryBeyond> {
  const count = `${requests}`;
  const run = (...args: string[]): Promise<Memory> => probe(machine, 'memory', args);
  const samples: Record<'bare' | 'open' | 'loaded' | 'objects' | 'raw' | 'peer', Memory[]> = {
    bare: [],
    open: [],
    loaded: [],
    objects: [],
    raw: [],
    peer: [],
  };
  for (let i = 0; i < rounds; i++) {
    samples.bare.push(await run('nothing'));
    samples.open.push(await run('libgpiod-wasm', count, machine.bundle));
    samples.loaded.push(await run('libgpiod-wasm', '0', machine.bundle));
    samples.objects.push(await run('objects', count));
    samples.raw.push(await run('raw', count, machine.bundle));
    if (peer === undefined) continue;
    const args = ['node-libgpiod', count, folderOf(peer)];
    samples.peer.push(await probe(machine, 'memory', args, [], environmentOf(peer)));
  }
  return beyondBareNode(samples);
}

interface ProcessState {
  readonly heap: number;
  readonly rss: number;
  readonly descriptors: number;
}

/** By kind of cycle: after half of the cycles and after all of them. */
export type Leaks = Readonly<Record<string, { middle: ProcessState; end: ProcessState }>>;

export function leaks(machine: BenchMachine, cycles: number): Promise<Leaks> {
  return probe(machine, 'leaks', [machine.bundle, `${cycles}`], ['--expose-gc']);
}

/** How soon a plugin is stopped at a limit, in milliseconds: half of the runs, and the worst. */
export interface Stopping {
  readonly stopMs: Latest;
  /** For how long at most the host's event loop had no turn. */
  readonly stallMs: Latest;
}

interface Latest {
  readonly median: number;
  readonly most: number;
}

export interface Sandboxing {
  /** To the same call without a sandbox. */
  readonly get: Summary;
  readonly set: Summary;
  /** Milliseconds of a plugin that does nothing, beyond a worker that does nothing. */
  readonly start: Summary;
  /** By the limit. */
  readonly stopping: Readonly<Record<string, Stopping>>;
  /** Of the whole machine, meanwhile: they are in none of these figures. */
  readonly pausesMs: readonly number[];
}

interface SandboxSamples {
  readonly get: number[];
  readonly set: number[];
  readonly starts: number[];
  readonly stops: Readonly<Record<string, readonly { stop: Span; turns: readonly Span[] }[]>>;
}

function latest(values: readonly number[]): Latest {
  return { median: summarise(values).median, most: Math.max(...values) };
}

export async function sandboxing(machine: BenchMachine, rounds: number): Promise<Sandboxing> {
  const plugin = machine.path('misbehave.wasm');
  writeFileSync(plugin, (await compilePlugins({ misbehave })).misbehave);
  const args = [machine.path('package', 'dist'), plugin, `${rounds}`];
  const { result, pauses } = await besideClocks(await machine.script('probes/pauses'), () =>
    probe<SandboxSamples>(machine, 'sandbox', args),
  );
  const ms = (span: Span): number => lengthWithout(span, pauses);
  const stopping = Object.entries(result.stops).map(([limit, runs]) => [
    limit,
    {
      stopMs: latest(runs.map(({ stop }) => ms(stop))),
      stallMs: latest(runs.map(({ turns }) => Math.max(...turns.map(ms)))),
    },
  ]);
  return {
    get: summarise(result.get),
    set: summarise(result.set),
    start: summarise(result.starts),
    stopping: Object.fromEntries(stopping) as Sandboxing['stopping'],
    pausesMs: pauses.map(([fromMs, toMs]) => toMs - fromMs),
  };
}

function sizeOf(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

export interface Sizes {
  readonly libgpiodWasm: number;
  readonly toolsWasm: number;
  /** What npm installs of this project, as it lies in dist/ now. */
  readonly packageBytes: number;
  readonly dependencies: Readonly<Record<string, number>>;
}

/** Bytes on disk. */
export async function sizes(): Promise<Sizes> {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [pack] = JSON.parse(await runCommand('npm', args, { cwd: inRoot() })) as [
    { unpackedSize: number },
  ];
  const { dependencies = {} } = JSON.parse(await runCommand('cat', [inRoot('package.json')])) as {
    dependencies: Record<string, string>;
  };
  return {
    libgpiodWasm: sizeOf(inRoot('dist', 'libgpiod.wasm')),
    toolsWasm: sizeOf(inRoot('dist', 'gpio-tools.wasm')),
    packageBytes: pack.unpackedSize,
    dependencies: Object.fromEntries(
      Object.keys(dependencies).map((name) => [name, sizeOf(inRoot('node_modules', name))]),
    ),
  };
}
