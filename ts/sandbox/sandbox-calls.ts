import { ERRNO } from '../kernel/errno.js';
import { fileCalls, readPath } from '../kernel/file-calls.js';
import type { FileTree } from '../kernel/file-tree.js';
import type { GuestMemory } from '../kernel/guest-memory.js';
import {
  type HostCalls,
  POLLERR,
  POLLFD_SIZE,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLPRI,
  POLLRDNORM,
} from '../kernel/kernel.js';
import type { Descriptors } from './descriptors.js';
import { revokedFile } from './file.js';
import { MAX_POLLFDS, POLL, type Scratch } from './scratch.js';

const GPIO_MAGIC = 0xb4;
const ASKED = POLLIN | POLLPRI | POLLRDNORM;
const ANSWERED = ASKED | POLLERR | POLLHUP | POLLNVAL;
/** More descriptors than any guest can have. */
const MAX_POLLED = 1024;

/** What the calls of all guests of a sandbox work on. */
export interface SandboxState {
  readonly scratch: Scratch;
  readonly files: FileTree;
  readonly descriptors: Descriptors;
  /** Opens the chip at a path of {@link files}. Returns a descriptor or a negated errno. */
  openChip(path: string): number;
}

/** Waits for the guest's descriptors by those beneath. The guest's pollfds are checked already. */
function poll(
  { scratch, descriptors }: SandboxState,
  memory: GuestMemory,
  fds: number,
  count: number,
  timeoutNs: bigint,
): number {
  const { view: out } = scratch;
  const { view } = memory;
  /** Of the pollfds beneath, whose each is, and of the guest's, what is known already. */
  const owners: number[] = [];
  const conditions: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const fd = view.getInt32(fds + i * POLLFD_SIZE, true);
    const events = view.getUint16(fds + i * POLLFD_SIZE + 4, true) & ASKED;
    const file = descriptors.get(fd);
    if (file === undefined) conditions[i] = fd < 0 ? 0 : POLLNVAL;
    else if (file === revokedFile) conditions[i] = POLLHUP | POLLERR;
    else {
      conditions[i] = 0;
      for (const each of file.fds) {
        if (owners.length === MAX_POLLFDS) return -ERRNO.EINVAL;
        out.setInt32(POLL + owners.length * POLLFD_SIZE, each, true);
        out.setUint32(POLL + owners.length * POLLFD_SIZE + 4, events, true);
        owners.push(i);
      }
    }
  }
  const known = conditions.some((each) => each !== 0);
  const result = scratch.calls.poll(POLL, owners.length, known ? 0n : timeoutNs);
  if (result < 0) return result;
  owners.forEach((owner, i) => {
    const revents = out.getUint16(POLL + i * POLLFD_SIZE + 6, true) & ANSWERED;
    conditions[owner] = (conditions[owner] ?? 0) | revents;
  });
  conditions.forEach((each, i) => {
    view.setUint16(fds + i * POLLFD_SIZE + 6, each, true);
  });
  return conditions.filter((each) => each !== 0).length;
}

/** The seven calls of a sandbox for one guest, checked in the order in which Linux's are. */
export function sandboxCalls(sandbox: SandboxState, memory: GuestMemory): HostCalls {
  const { descriptors, files } = sandbox;
  return {
    open(path, pathLen) {
      const name = readPath(memory, path, pathLen);
      if (typeof name === 'number') return name;
      const found = files.find(name, true);
      if (typeof found === 'number') return found;
      return found.node.type === 'device' ? sandbox.openChip(found.path) : -ERRNO.EISDIR;
    },

    close(fd) {
      return descriptors.close(fd);
    },

    ioctl(fd, request, arg, argLen) {
      const size = (request >>> 16) & 0x3fff;
      if (size !== argLen) return -ERRNO.EINVAL;
      if (((request >>> 8) & 0xff) !== GPIO_MAGIC || size === 0) return -ERRNO.ENOTTY;
      if (!memory.contains(arg >>> 0, size)) return -ERRNO.EFAULT;
      const file = descriptors.get(fd);
      return file === undefined ? -ERRNO.EBADF : file.ioctl(request >>> 0, memory, arg >>> 0);
    },

    read(fd, buf, len) {
      if (!memory.contains(buf >>> 0, len >>> 0)) return -ERRNO.EFAULT;
      const file = descriptors.get(fd);
      return file === undefined ? -ERRNO.EBADF : file.read(memory, buf >>> 0, len >>> 0);
    },

    poll(fds, count, timeoutNs) {
      const number = count >>> 0;
      if (!memory.contains(fds >>> 0, number * POLLFD_SIZE)) return -ERRNO.EFAULT;
      if (number > MAX_POLLED) return -ERRNO.EINVAL;
      return poll(sandbox, memory, fds >>> 0, number, timeoutNs);
    },

    ...fileCalls(files, memory),
  };
}
