import { writeFileSync } from 'node:fs';
import { sourceFolder } from '../../../scripts/build/upstream.js';
import { bootRig } from '../../../scripts/rig/boot.js';
import { runCommand } from '../../../scripts/support/command.js';
import { inRoot } from '../../../scripts/support/root.js';
import type { BenchMachine } from '../machine.js';
import type { Peer } from '../peers.js';

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
  writeFileSync(list, JSON.stringify(peers));
  const script = await machine.script('rig/check');
  return bootRig({
    command: [process.execPath, script, list, library],
    readable: [machine.folder],
  });
}
