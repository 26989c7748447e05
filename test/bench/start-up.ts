import { runCommand } from '../../scripts/support/command.js';
import type { BenchMachine } from './machine.js';
import { type Summary, summarise } from './statistics.js';

interface Times {
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function times(machine: BenchMachine, command: readonly string[]): Promise<Times> {
  // The fakes are for the program alone.
  const { LD_PRELOAD = '', ...env } = machine.environment();
  const output = await runCommand(machine.path('timed'), [LD_PRELOAD, ...command], { env });
  const { wallUs, cpuUs } = JSON.parse(output) as { wallUs: number; cpuUs: number };
  return { wallMs: wallUs / 1000, cpuMs: cpuUs / 1000 };
}

/** By the clock on the wall, and of processor time. */
export interface Durations {
  readonly wallMs: Summary;
  readonly cpuMs: Summary;
}

function durations(runs: readonly Times[], base: readonly Times[]): Durations {
  const less = (key: keyof Times): number[] =>
    runs.map((run, i) => run[key] - (base[i]?.[key] ?? Number.NaN));
  return { wallMs: summarise(less('wallMs')), cpuMs: summarise(less('cpuMs')) };
}

export interface StartUp {
  readonly bare: Durations;
  /** The others beyond Node alone. */
  readonly firstSet: Durations;
  readonly gpioinfo: Durations;
}

/** Whole processes, each on one processor, in turns; the first turn is not counted. By command. */
async function processes(
  machine: BenchMachine,
  commands: readonly (readonly string[])[],
  rounds: number,
): Promise<Times[][]> {
  const runs = commands.map((): Times[] => []);
  for (let i = 0; i <= rounds; i++) {
    for (const [at, command] of commands.entries()) {
      const took = await times(machine, command);
      if (i > 0) runs[at]?.push(took);
    }
  }
  return runs;
}

/** How long Node takes, and what it takes beyond that to set a first line and to run gpioinfo. */
export async function startUp(machine: BenchMachine, rounds: number): Promise<StartUp> {
  const [bare = [], firstSet = [], gpioinfo = []] = await processes(
    machine,
    [
      [process.execPath, await machine.script('probes/nothing')],
      [process.execPath, await machine.script('probes/first-set'), machine.bundle],
      [process.execPath, machine.path('package', 'dist', 'cli.js'), 'gpioinfo'],
    ],
    rounds,
  );
  const nothing = bare.map(() => ({ wallMs: 0, cpuMs: 0 }));
  return {
    bare: durations(bare, nothing),
    firstSet: durations(firstSet, bare),
    gpioinfo: durations(gpioinfo, bare),
  };
}

/** Processor time in milliseconds of processes that set one line, by bundle. */
export async function firstSets(
  machine: BenchMachine,
  bundles: readonly string[],
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const script = await machine.script('probes/first-set');
  const commands = bundles.map((bundle) => [process.execPath, script, bundle]);
  const runs = await processes(machine, commands, rounds);
  return runs.map((each) => each.map(({ cpuMs }) => cpuMs));
}
