import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/stage.js';
import { runCommand } from '../../scripts/rig/command.js';
import { misbehave } from '../sandbox/plugin-sources.js';
import { compilePlugins } from '../sandbox/plugin-support.js';
import type { BenchMachine } from './machine.js';
import { type Summary, summarise } from './statistics.js';

async function probe<Result>(
  machine: BenchMachine,
  name: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<Result> {
  const script = await machine.script(`probes/${name}`);
  const env = machine.environment();
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

/** From an edge to whoever waits for it: our callback, and C in a blocking read, in turns. */
export async function latencies(
  machine: BenchMachine,
  { runs, events }: { readonly runs: number; readonly events: number },
): Promise<{ ours: Latency; c: Latency }> {
  const env = machine.environment();
  const [ours, c]: [Latency[], Latency[]] = [[], []];
  for (let i = 0; i < runs; i++) {
    ours.push(latencyOf(await probe<number[]>(machine, 'latency', [machine.bundle, `${events}`])));
    const output = await runCommand(machine.path('libgpiod'), ['latency', `${events}`], { env });
    c.push(latencyOf(JSON.parse(output) as number[]));
  }
  return { ours: typical(ours), c: typical(c) };
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
  const watching = probe<Idle>(machine, 'idle', [`${seconds}`, machine.bundle]);
  const bare = probe<Idle>(machine, 'idle', [`${seconds}`]);
  return { watching: await watching, bare: await bare };
}

/** Bytes resident beyond those of Node alone, with so many requests open. */
export async function residentMemory(
  machine: BenchMachine,
  requests: number,
  rounds: number,
): Promise<Summary> {
  const more: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const bare = await probe<number>(machine, 'memory', ['0']);
    more.push((await probe<number>(machine, 'memory', [`${requests}`, machine.bundle])) - bare);
  }
  return summarise(more);
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
}

interface SandboxSamples {
  readonly get: number[];
  readonly set: number[];
  readonly starts: number[];
  readonly stops: Readonly<Record<string, readonly { stopMs: number; stallMs: number }[]>>;
}

function latest(values: readonly number[]): Latest {
  return { median: summarise(values).median, most: Math.max(...values) };
}

export async function sandboxing(machine: BenchMachine, rounds: number): Promise<Sandboxing> {
  const plugin = machine.path('misbehave.wasm');
  writeFileSync(plugin, (await compilePlugins({ misbehave })).misbehave);
  const args = [machine.path('package', 'dist'), plugin, `${rounds}`];
  const { get, set, starts, stops } = await probe<SandboxSamples>(machine, 'sandbox', args);
  const stopping = Object.entries(stops).map(([limit, runs]) => [
    limit,
    {
      stopMs: latest(runs.map(({ stopMs }) => stopMs)),
      stallMs: latest(runs.map(({ stallMs }) => stallMs)),
    },
  ]);
  return {
    get: summarise(get),
    set: summarise(set),
    start: summarise(starts),
    stopping: Object.fromEntries(stopping) as Sandboxing['stopping'],
  };
}

function wallMs(command: readonly string[], env: NodeJS.ProcessEnv): number {
  const [program = '', ...args] = command;
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${command.join(' ')} exited with ${status}:\n${stderr}`);
  return ms;
}

export interface StartUp {
  readonly bareMs: Summary;
  readonly firstSetMs: Summary;
  readonly gpioinfoMs: Summary;
}

/** Milliseconds, by the clock on the wall, of whole processes; the last two beyond Node alone. */
export async function startUp(machine: BenchMachine, rounds: number): Promise<StartUp> {
  const env = machine.environment();
  const nothing = [process.execPath, await machine.script('probes/nothing')];
  const firstSet = [process.execPath, await machine.script('probes/first-set'), machine.bundle];
  const gpioinfo = [process.execPath, machine.path('package', 'dist', 'cli.js'), 'gpioinfo'];
  for (const command of [nothing, firstSet, gpioinfo]) wallMs(command, env);
  const [bare, first, info]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < rounds; i++) {
    const base = wallMs(nothing, env);
    bare.push(base);
    first.push(wallMs(firstSet, env) - base);
    info.push(wallMs(gpioinfo, env) - base);
  }
  return {
    bareMs: summarise(bare),
    firstSetMs: summarise(first),
    gpioinfoMs: summarise(info),
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
