import { copyFileSync, cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BenchMachine } from './machine.js';
import { ourselves, type Peer } from './peers.js';
import { loops, number, table } from './report.js';
import { compare } from './rounds.js';
import { firstSets } from './start-up.js';
import { ratios, summarise } from './statistics.js';

const names = ['theirs', 'ours', 'ours again'];

/** The bundles by name, each in a folder of its own: two of ours differ by nothing else. */
function copyBundles(machine: BenchMachine, clone: string): string[] {
  return names.map((name) => {
    const from = name === 'theirs' ? clone : machine.path('package');
    const to = machine.path(name);
    cpSync(join(from, 'dist'), join(to, 'dist'), { recursive: true });
    copyFileSync(join(from, 'package.json'), join(to, 'package.json'));
    return join(to, 'dist', 'index.js');
  });
}

/** The median of theirs, then of ours as multiples of it, each with its middle half. */
function row(what: string, [theirs = [], ...ours]: readonly (readonly number[])[]): string[] {
  const multiples = ours.map((values) => {
    const { median, quartiles } = summarise(ratios(values, theirs));
    return `${number(median)} (${quartiles.map(number).join('–')})`;
  });
  return [what, number(summarise(theirs).median), ...multiples];
}

/**
 * Prints what another clone of this project takes, and this one as multiples of that, in turns. This one
 * runs twice: what those two differ by is chance.
 *
 * @param clone - its folder.
 * @throws Error where it has not been built.
 */
export async function compareWith(machine: BenchMachine, clone: string): Promise<void> {
  const folder = resolve(clone);
  if (!existsSync(join(folder, 'dist', 'index.js'))) {
    throw new Error(`${folder} has no dist/index.js: run npm ci and npm run build in it`);
  }
  const bundles = copyBundles(machine, folder);
  const { command } = await ourselves(machine);
  const peers = bundles.map((bundle, i): Peer => {
    return { name: names[i] ?? '', command: [...command.slice(0, -1), bundle] };
  });
  const head = (unit: string): string[] => [unit, ...names];
  for (const mode of ['system-calls', 'none'] as const) {
    console.log(mode === 'none' ? 'Without system calls' : 'Each ioctl a system call');
    const { samples } = await compare(machine, peers, mode, { rounds: 61, sliceMs: 15 });
    const rows = [...samples].map(([loop, byName]) =>
      row(
        loops[loop] ?? loop,
        names.map((name) => byName.get(name) ?? []),
      ),
    );
    console.log(`\n${table(head('ns per call'), rows)}\n`);
  }
  console.log('Whole processes');
  const starts = row('Node, import, first line set', await firstSets(machine, bundles, 51));
  console.log(`\n${table(head('ms of processor time'), [starts])}`);
}
