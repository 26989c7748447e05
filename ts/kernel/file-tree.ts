import { ERRNO } from './errno.js';
import { PATH_MAX } from './kernel.js';

const NAME_MAX = 255;
/** How many symbolic links Linux follows in one path. */
const LINKS_MAX = 40;

const S_IFLNK = 0o120000;
const S_IFDIR = 0o040000;
const S_IFCHR = 0o020000;
const S_IFREG = 0o100000;

interface Folder {
  readonly type: 'folder';
  readonly entries: Map<string, FileNode>;
}

interface Link {
  readonly type: 'link';
  readonly target: string;
}

/** A character device. */
export interface Device {
  readonly type: 'device';
  readonly major: number;
  readonly minor: number;
}

interface RegularFile {
  readonly type: 'file';
}

export type FileNode = Folder | Link | Device | RegularFile;

/** A node that a path leads to, and its path without symbolic links. */
export interface Found {
  readonly node: FileNode;
  readonly path: string;
}

/** Path components, '' for none and for '.'. */
function components(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** What of /dev and /sys a GPIO program sees: folders, symbolic links, devices and empty files. */
export class FileTree {
  readonly #root: Folder = { type: 'folder', entries: new Map() };

  /**
   * Finds a path, which is relative to the root where it does not start there. Symbolic links on the
   * way are followed, at its end where `follow` says so. Returns a negated errno where there is none.
   */
  find(path: string, follow: boolean): Found | number {
    if (path === '') return -ERRNO.ENOENT;
    if (path.length >= PATH_MAX) return -ERRNO.ENAMETOOLONG;
    const mustBeFolder = /\/\.?$/.test(path);
    const rest = components(path);
    const trail: { readonly name: string; readonly folder: Folder }[] = [];
    let node: FileNode = this.#root;
    let last = '';
    let links = 0;
    for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
      if (node.type !== 'folder') return -ERRNO.ENOTDIR;
      if (name.length > NAME_MAX) return -ERRNO.ENAMETOOLONG;
      if (name === '..') {
        const up = trail.pop();
        if (up !== undefined) {
          node = up.folder;
          last = trail[trail.length - 1]?.name ?? '';
        }
        continue;
      }
      const child: FileNode | undefined = node.entries.get(name);
      if (child === undefined) return -ERRNO.ENOENT;
      if (child.type === 'link' && (rest.length > 0 || follow || mustBeFolder)) {
        links += 1;
        if (links > LINKS_MAX) return -ERRNO.ELOOP;
        rest.unshift(...components(child.target));
        if (child.target.startsWith('/')) {
          trail.length = 0;
          node = this.#root;
        }
        continue;
      }
      trail.push({ name, folder: node });
      node = child;
      last = name;
    }
    if (mustBeFolder && node.type !== 'folder') return -ERRNO.ENOTDIR;
    return { node, path: last === '' ? '/' : `/${trail.map(({ name }) => name).join('/')}` };
  }

  /** Adds a node, and the folders above it. Throws Error where the path is taken. */
  add(path: string, node: FileNode): void {
    const names = components(path);
    const last = names.pop();
    if (last === undefined) throw new Error(`${path} cannot be added`);
    let folder = this.#root;
    for (const name of names) {
      let child = folder.entries.get(name);
      if (child === undefined) {
        child = { type: 'folder', entries: new Map() };
        folder.entries.set(name, child);
      }
      if (child.type !== 'folder') throw new Error(`${path}: ${name} is not a folder`);
      folder = child;
    }
    if (folder.entries.has(last)) throw new Error(`${path} exists already`);
    folder.entries.set(last, node);
  }

  /** Removes a node with all below it. Does nothing where there is none. */
  remove(path: string): void {
    const names = components(path);
    const last = names.pop() ?? '';
    const parent = this.find(`/${names.join('/')}`, true);
    if (typeof parent === 'object' && parent.node.type === 'folder') {
      parent.node.entries.delete(last);
    }
  }

  /** Names in a folder; none where it does not exist. */
  list(path: string): string[] {
    const found = this.find(path, true);
    if (typeof found === 'number' || found.node.type !== 'folder') return [];
    return [...found.node.entries.keys()];
  }
}

/** File type and permissions, as stat(2) gives them. */
export function modeOf(node: FileNode): number {
  switch (node.type) {
    case 'link':
      return S_IFLNK | 0o777;
    case 'folder':
      return S_IFDIR | 0o755;
    case 'device':
      return S_IFCHR | 0o660;
    case 'file':
      return S_IFREG | 0o644;
  }
}
