/**
 * tsx scripts/presets.ts: writes the boards of the simulator's presets from the compiled device trees
 * of Debian's kernels. Run by hand when a kernel brings new boards or names; the result is committed.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardOf } from './presets/board-of.js';
import { fetchDebianTrees } from './presets/debian-trees.js';
import { parseDeviceTree } from './presets/device-tree.js';
import { boardsModule } from './presets/emit.js';
import { inRoot } from './support/root.js';
import { withTemporaryFolder } from './support/temporary-folder.js';

const target = 'ts/sim/presets/generated/boards.ts';

await withTemporaryFolder(async (folder) => {
  const { kernel, folders } = await fetchDebianTrees(folder);
  // Boards that both have are the same in both: the 64-bit trees include the 32-bit ones' sources.
  const files = new Map<string, string>();
  for (const trees of [folders.armhf, folders.arm64]) {
    for (const name of readdirSync(trees)) {
      const board = /^(bcm2.*-rpi-.*)\.dtb$/.exec(name)?.[1];
      if (board !== undefined) files.set(board, join(trees, name));
    }
  }
  const boards = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, file]) => [name, boardOf(parseDeviceTree(readFileSync(file)))] as const);
  writeFileSync(inRoot(target), boardsModule(kernel, new Map(boards)));
  console.log(`${target}: ${boards.length} boards of Linux ${kernel}`);
});
