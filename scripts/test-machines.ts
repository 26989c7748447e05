import { parseArgs } from 'node:util';
import type { TestMachine } from '../test/support/test-machine.js';
import { build } from './build/all.js';
import {
  environmentOf,
  type Machine,
  machines,
  missingBuildTools,
  obstacle,
  pathOf,
  testMachine,
} from './machines/machine.js';
import { fetchNode, NodeMissingError } from './machines/node-package.js';
import type { Board } from './machines/raspberry-pi/board.js';
import { KernelMissingError } from './machines/raspberry-pi/debian-kernel.js';
import { environmentOfPi, piObstacle } from './machines/raspberry-pi/given.js';
import { inRoot } from './support/root.js';
import { withTemporaryFolder } from './support/temporary-folder.js';
import { type GroupResult, printCounts, printResult } from './test/group-result.js';
import { runVitest, skipVitest } from './test/vitest.js';

const usage = `Usage: npm run test:machines -- [OPTIONS]

Runs the unit tests by other versions of Node.js, and on each of them and on emulated processors of
Raspberry Pis (qemu) the packed package, with fake GPIO chips; and the packed package on emulated
Raspberry Pis, with Debian's kernel and its driver. All that is fetched once, from npm and from Debian.

  --only TEXT  the groups with this in their names alone, such as 'arm64' or 'Node.js 24'
`;

/** Tests that vitest runs for a machine. */
interface Group {
  readonly name: string;
  readonly machine: Machine;
  /** Which, as vitest's arguments say it. */
  readonly tests: readonly string[];
  /** What runs vitest itself. */
  runner(machine: TestMachine): string;
  /** What is emulated beside the processor. */
  readonly board?: Board;
}

function groupsOf(machine: Machine): Group[] {
  const { arch, emulation, node } = machine;
  const on = `Node.js ${node.version} on ${arch}`;
  const installed: Group = {
    name: `${emulation === undefined ? 'The package' : 'Package and addon'} on ${on}`,
    machine,
    tests: ['--config', inRoot('test', 'machines', 'vitest.config.ts')],
    runner: () => process.execPath,
  };
  if (emulation !== undefined) {
    const config = inRoot('test', 'machines', 'raspberry-pi', 'vitest.config.ts');
    const emulated = emulation.boards.map((board) => ({
      ...installed,
      name: `${board.name} (emulated) with ${on}`,
      tests: ['--config', config],
      board,
    }));
    return [installed, ...emulated];
  }
  const unit: Group = {
    name: `Unit tests on ${on}`,
    machine,
    // No test depends on having a processor to itself.
    tests: ['--project', 'unit', '--maxWorkers=100%'],
    runner: (machine) => machine.node,
  };
  return [unit, installed];
}

async function skip({ name, machine, tests }: Group, reason: string): Promise<GroupResult> {
  console.log(`SKIPPED: ${reason}`);
  return skipVitest(name, tests, environmentOf(testMachine(machine, '')));
}

async function run(group: Group): Promise<GroupResult> {
  const { name, machine, tests, board } = group;
  const problem = obstacle(machine) ?? (board === undefined ? undefined : piObstacle());
  if (problem !== undefined) return skip(group, problem);
  let target: TestMachine;
  let environment: NodeJS.ProcessEnv;
  try {
    const node = await fetchNode(machine.node);
    target = testMachine(machine, node);
    environment = environmentOf(target);
    if (board !== undefined)
      Object.assign(environment, await environmentOfPi(board, machine, node));
  } catch (error) {
    if (error instanceof NodeMissingError || error instanceof KernelMissingError) {
      return skip(group, error.message);
    }
    const said = error instanceof Error ? error.message : String(error);
    return { name, passed: 0, skipped: 0, failures: [said] };
  }
  return withTemporaryFolder(async (folder) => {
    const env = { ...environment, PATH: pathOf(machine, target, folder) };
    return runVitest(name, tests, { node: group.runner(target), env });
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string', default: '' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const groups = machines.flatMap(groupsOf).filter(({ name }) => name.includes(values.only));
  if (groups.length === 0) throw new Error(`no group has '${values.only}' in its name`);
  await build({ prebuilds: missingBuildTools.length === 0 });

  const results: GroupResult[] = [];
  for (const group of groups) {
    console.log(`\n${group.name}`);
    results.push(await run(group));
  }
  console.log();
  for (const result of results) printResult(result);
  return printCounts(results);
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
