import { ERRNO } from './errno.js';
import { type FileTree, modeOf } from './file-tree.js';
import type { GuestMemory } from './guest-memory.js';
import { type HostCalls, PATH_MAX, STAT_SIZE } from './kernel.js';
import { decodeUtf8 } from './utf8.js';

const encoder = new TextEncoder();

/** A path out of the guest, or a negated errno. */
export function readPath(memory: GuestMemory, pointer: number, length: number): string | number {
  const at = pointer >>> 0;
  const size = length >>> 0;
  if (!memory.contains(at, size)) return -ERRNO.EFAULT;
  if (size >= PATH_MAX) return -ERRNO.ENAMETOOLONG;
  const bytes = memory.bytes.slice(at, at + size);
  return bytes.includes(0) ? -ERRNO.EINVAL : decodeUtf8(bytes);
}

/** The calls about paths, for kernels whose files are a {@link FileTree}. */
export function fileCalls(
  files: FileTree,
  memory: GuestMemory,
): Pick<HostCalls, 'stat' | 'realpath'> {
  return {
    stat(path, pathLen, follow, out, outLen) {
      const at = out >>> 0;
      if (!memory.contains(at, outLen >>> 0)) return -ERRNO.EFAULT;
      if (outLen >>> 0 < STAT_SIZE) return -ERRNO.EINVAL;
      const name = readPath(memory, path, pathLen);
      if (typeof name === 'number') return name;
      const found = files.find(name, follow !== 0);
      if (typeof found === 'number') return found;
      const { node } = found;
      const { view } = memory;
      view.setUint32(at, modeOf(node), true);
      view.setUint32(at + 4, node.type === 'device' ? node.major : 0, true);
      view.setUint32(at + 8, node.type === 'device' ? node.minor : 0, true);
      return 0;
    },

    realpath(path, pathLen, out, outLen) {
      const at = out >>> 0;
      if (!memory.contains(at, outLen >>> 0)) return -ERRNO.EFAULT;
      const name = readPath(memory, path, pathLen);
      if (typeof name === 'number') return name;
      const found = files.find(name, true);
      if (typeof found === 'number') return found;
      const bytes = encoder.encode(found.path);
      if (bytes.length > outLen >>> 0) return -ERRNO.ENAMETOOLONG;
      memory.bytes.set(bytes, at);
      return bytes.length;
    },
  };
}
