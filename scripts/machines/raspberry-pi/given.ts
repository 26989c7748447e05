import { join } from 'node:path';
import { type Machine, missing } from '../machine.js';
import type { Board } from './board.js';
import { emulator, type GivenPi } from './boot.js';
import { fetchKernel, kernelCommands } from './debian-kernel.js';

/** Why no Raspberry Pi can be emulated here, and what would help. Undefined where they can. */
export function piObstacle(): string | undefined {
  const absent = missing([emulator, ...kernelCommands]);
  if (absent.length === 0) return undefined;
  return `there is no ${absent.join(', no ')}; on Debian: apt-get install qemu-system-arm`;
}

/**
 * What the tests are told of a Raspberry Pi, as variables of their environment.
 *
 * @param node the path of a Node.js.
 * @throws KernelMissingError where its kernel cannot be fetched.
 */
export async function environmentOfPi(
  board: Board,
  { emulation }: Machine,
  node: string,
): Promise<NodeJS.ProcessEnv> {
  if (emulation === undefined) throw new Error(`there is no ${board.name} of this processor`);
  const kernel = await fetchKernel(board);
  const given: GivenPi = { board, kernel, node, libraries: join(emulation.libraries, 'lib') };
  return { LIBGPIOD_WASM_TEST_PI: JSON.stringify(given) };
}
