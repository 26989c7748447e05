import { Contestant } from './contestant.js';
import type { BenchMachine, Mode } from './machine.js';
import type { Peer } from './peers.js';

/** Nanoseconds per call, one for each round. */
export type Samples = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

export interface RoundsOptions {
  readonly rounds: number;
  /** How long a contestant may go on before it is the next one's turn. */
  readonly sliceMs: number;
}

/** As many calls as fill a slice, once the code is warm. */
async function calibrate(who: Contestant, loop: string, sliceMs: number): Promise<number> {
  let count = 50;
  for (let attempt = 0; attempt < 8; attempt++) {
    const ns = await who.measure(loop, count);
    count = Math.max(50, Math.round((sliceMs * 1e6) / Math.max(ns, 1)));
  }
  return count;
}

/**
 * Runs every loop of every contestant in turns, again and again: what disturbs the machine for a while
 * disturbs all of them, and numbers of one round may be divided by each other.
 *
 * @returns samples by loop, then by contestant.
 */
async function runRounds(
  contestants: readonly Contestant[],
  { rounds, sliceMs }: RoundsOptions,
): Promise<Samples> {
  const samples = new Map<string, Map<string, number[]>>();
  const counts = new Map<string, number>();
  for (const who of contestants) {
    for (const loop of who.loops) {
      counts.set(`${who.name} ${loop}`, await calibrate(who, loop, sliceMs));
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const loop of new Set(contestants.flatMap((who) => who.loops))) {
      const runners = contestants.filter((who) => who.loops.includes(loop));
      // Nobody always comes after the same other.
      const first = round % runners.length;
      for (const who of [...runners.slice(first), ...runners.slice(0, first)]) {
        const ns = await who.measure(loop, counts.get(`${who.name} ${loop}`) ?? 1);
        const byName = samples.get(loop) ?? new Map<string, number[]>();
        byName.set(who.name, [...(byName.get(who.name) ?? []), ns]);
        samples.set(loop, byName);
      }
    }
  }
  return samples;
}

/** What came out, and what each contestant says that it is. */
export interface Measured {
  readonly samples: Samples;
  readonly versions: ReadonlyMap<string, string>;
}

/** Starts all of these, runs their loops in turns, and ends them. */
export async function compare(
  machine: BenchMachine,
  peers: readonly Peer[],
  mode: Mode,
  rounds: RoundsOptions,
): Promise<Measured> {
  const contestants: Contestant[] = [];
  try {
    for (const peer of peers) {
      contestants.push(await Contestant.start(peer, machine.environment(mode)));
    }
    const versions = new Map(contestants.map(({ name, version }) => [name, version]));
    return { samples: await runRounds(contestants, rounds), versions };
  } finally {
    for (const contestant of contestants) await contestant.stop();
  }
}
