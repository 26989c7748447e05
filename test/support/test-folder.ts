import { afterEach, beforeEach } from 'vitest';
import { TemporaryFolder } from './linux-guest.js';

/** To be called at the top of a file or inside describe(): each test gets a folder of its own. */
export function setUpFolder(): Pick<TemporaryFolder, 'path' | 'join' | 'fifo'> {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(() => folder.remove());

  return {
    get path() {
      return folder.path;
    },
    join: (name) => folder.join(name),
    fifo: (name) => folder.fifo(name),
  };
}
