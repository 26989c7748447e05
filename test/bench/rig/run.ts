import { writeFileSync } from 'node:fs';
import { inRoot } from '../../../scripts/build/stage.js';
import { sourceFolder } from '../../../scripts/build/upstream.js';
import { bootRig } from '../../../scripts/rig/boot.js';
import { runCommand } from '../../../scripts/rig/command.js';
import type { BenchMachine } from '../machine.js';
import type { Peer } from '../peers.js';

/** Those whose lines are not a chip's but files, which the fakes make up. */
const withoutChips = ['onoff'];

/**
 * Has the contestants run their loops in the rig, where gpio-sim shows what they do, and prints it.
 *
 * @returns 0 where all do what their names say.
 */
export async function checkInRig(machine: BenchMachine, peers: readonly Peer[]): Promise<number> {
  const library = machine.path('ioctl-log.so');
  await runCommand('cc', [
    ...['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC'],
    ...['-I', inRoot(sourceFolder, 'lib'), '-o', library],
    ...[inRoot('test', 'bench', 'native', 'ioctl-log.c'), '-ldl'],
  ]);
  const list = machine.path('peers.json');
  const chosen = peers.filter(({ name }) => !withoutChips.includes(name));
  // Of the environment it is the libraries that they need.
  const plain = chosen.map(({ name, command, env }) => ({
    name,
    command,
    ...(env !== undefined && { env: { LD_LIBRARY_PATH: env.LD_LIBRARY_PATH } }),
  }));
  writeFileSync(list, JSON.stringify(plain));
  const script = await machine.script('rig/check');
  return bootRig({
    command: [process.execPath, script, list, library],
    readable: [machine.folder],
  });
}
