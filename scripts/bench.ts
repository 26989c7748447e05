import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { parseArgs } from 'node:util';
import { compareWith } from '../test/bench/against.js';
import { judge } from '../test/bench/bars.js';
import { BenchMachine } from '../test/bench/machine.js';
import { native, otherPeers, ourselves, type Peer, type SkippedPeer } from '../test/bench/peers.js';
import * as probes from '../test/bench/probes.js';
import { renderReport } from '../test/bench/report.js';
import type { Circumstances, Results } from '../test/bench/results.js';
import { checkInRig } from '../test/bench/rig/run.js';
import { compare } from '../test/bench/rounds.js';
import { startUp } from '../test/bench/start-up.js';
import { build } from './build/all.js';
import { sourceVersion } from './build/upstream.js';
import { rigKernel } from './rig/kernel.js';
import { runCommand } from './support/command.js';
import { inRoot } from './support/root.js';
import { withTemporaryFolder } from './support/temporary-folder.js';

const usage = `Usage: npm run bench -- [OPTIONS]

Compares this project with native C, Python and other packages for Node on chips that a preloaded
library fakes, and writes BENCHMARKS.md and build/bench.json. Touches no real chip. Needs cc; peers that
cannot be installed are reported as skipped.

  --short   a minute; writes build/bench.json only, and fails where a ratio or a count has become worse
            than noise explains
  --rig     measures nothing: runs the same loops on gpio-sim in a kernel of its own, and fails where
            one does not do what its name says; half a minute, and writes nothing
  --against FOLDER
            compares this project with another clone of it alone, which has to be built, and writes
            nothing: whether a change made something slower shows on a busy machine, too
`;

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    rig: { type: 'boolean', default: false },
    against: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function circumstances(): Promise<Circumstances> {
  const commit = await runCommand('git', ['rev-parse', '--short', 'HEAD'], { cwd: inRoot() });
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit.trim(),
    cpu: cpus()[0]?.model.trim() ?? 'an unknown processor',
    cpus: cpus().length,
    kernel: release(),
    node: process.version,
    libgpiod: sourceVersion(),
    load: loadavg()[0] ?? 0,
  };
}

const isSkipped = (peer: Peer | SkippedPeer): peer is SkippedPeer => 'reason' in peer;

/** One of the peers, where it could be installed. */
const named = (peers: readonly Peer[], name: string): Peer | undefined =>
  peers.find((peer) => peer.name === name);

interface Competition {
  /** C first, then ourselves. */
  readonly peers: readonly Peer[];
  readonly skipped: readonly SkippedPeer[];
}

async function gather(machine: BenchMachine): Promise<Competition> {
  const others = await otherPeers(machine);
  const skipped = others.filter(isSkipped);
  for (const { name, reason } of skipped) console.log(`${name} is skipped: ${reason}`);
  const installed = others.filter((peer): peer is Peer => !isSkipped(peer));
  return { peers: [native(machine), await ourselves(machine), ...installed], skipped };
}

async function checkMeaning(folder: string): Promise<number> {
  const machine = await BenchMachine.build(folder);
  const { peers } = await gather(machine);
  return checkInRig(machine, peers);
}

async function measure(folder: string): Promise<Results> {
  const where = await circumstances();
  const machine = await BenchMachine.build(folder);
  const { peers, skipped } = await gather(machine);
  const rounds = options.short ? { rounds: 15, sliceMs: 10 } : { rounds: 41, sliceMs: 20 };

  console.log('Calls, each ioctl a system call');
  const { samples: systemCalls, versions } = await compare(machine, peers, 'system-calls', rounds);
  console.log('Calls without system calls');
  const { samples: overhead } = await compare(machine, peers, 'none', rounds);
  console.log('Kernel calls, heap and sizes');
  const results: Results = {
    circumstances: where,
    versions,
    skipped,
    systemCalls,
    overhead,
    counts: await probes.systemCalls(machine),
    allocations: await probes.allocations(machine),
    sizes: await probes.sizes(),
  };
  if (options.short) return results;

  console.log('Latency, idling, start-up, plugins, memory, leaks');
  const [seconds, cycles] = [10, 100_000];
  return {
    ...results,
    latency: await probes.latencies(machine, { runs: 5, events: 1000 }, named(peers, 'onoff')),
    idle: { seconds, ...(await probes.idling(machine, seconds)) },
    startUp: await startUp(machine, 101),
    sandbox: await probes.sandboxing(machine, 11),
    memory: await probes.residentMemory(machine, 1000, 5, named(peers, 'node-libgpiod')),
    leaks: { cycles, states: await probes.leaks(machine, cycles) },
  };
}

/** Maps as objects. */
function plain(_: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}

async function main(): Promise<number> {
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { against } = options;
  if ([options.rig, options.short, against !== undefined].filter(Boolean).length > 1) {
    process.stderr.write(usage);
    return 2;
  }
  if (options.rig) await rigKernel();
  await build();
  if (options.rig) return withTemporaryFolder(checkMeaning);
  if (against !== undefined) {
    await withTemporaryFolder(async (folder) => {
      await compareWith(await BenchMachine.build(folder), against);
    });
    return 0;
  }
  const results = await withTemporaryFolder(measure);
  const bars = judge(results);
  const report = renderReport(results, bars);
  console.log(`\n${report}`);
  mkdirSync(inRoot('build'), { recursive: true });
  writeFileSync(inRoot('build', 'bench.json'), JSON.stringify({ ...results, bars }, plain, 1));
  if (!options.short) writeFileSync(inRoot('BENCHMARKS.md'), report);
  const regressed = bars.filter((bar) => bar.regressed);
  for (const { what, value, limit } of regressed) {
    console.error(`Regression: ${what}: ${value.toFixed(2)}, at most ${limit}`);
  }
  return regressed.length === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  const expected = options.rig || options.against !== undefined;
  console.error(expected && error instanceof Error ? error.message : error);
  return 1;
});
