import { FileTree } from '../kernel/file-tree.js';
import type { GrantedChip } from './resolve-grants.js';

/** The character device number of a sandbox's chips. It means nothing outside. */
const MAJOR = 254;
const SUBSYSTEM = '/sys/bus/gpio';

/** /dev and /sys of a sandbox: its chips, and what libgpiod looks at to tell that they are some. */
export function viewFiles(chips: readonly GrantedChip[]): FileTree {
  const files = new FileTree();
  files.add('/dev', { type: 'folder', entries: new Map() });
  files.add(`${SUBSYSTEM}/devices`, { type: 'folder', entries: new Map() });
  for (const { name, number } of chips) {
    files.add(`/dev/${name}`, { type: 'device', major: MAJOR, minor: number });
    const home = `${SUBSYSTEM}/devices/${name}`;
    files.add(`${home}/subsystem`, { type: 'link', target: SUBSYSTEM });
    files.add(`/sys/dev/char/${MAJOR}:${number}`, { type: 'link', target: home });
  }
  return files;
}
