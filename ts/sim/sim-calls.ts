import { ERRNO } from '../kernel/errno.js';
import { fileCalls, readPath } from '../kernel/file-calls.js';
import type { FileTree } from '../kernel/file-tree.js';
import type { GuestMemory } from '../kernel/guest-memory.js';
import { type HostCalls, POLLERR, POLLFD_SIZE, POLLHUP, POLLNVAL } from '../kernel/kernel.js';
import type { Clock } from './clock.js';
import type { DescriptorTable } from './descriptor-table.js';
import type { OpenFile } from './open-file.js';

const GPIO_MAGIC = 0xb4;

/** What the calls of all guests work on. */
export interface SimState {
  readonly clock: Clock;
  readonly files: FileTree;
  readonly descriptors: DescriptorTable;
  /** Opens what a path leads to. Returns a negated errno where it cannot be. */
  openFile(path: string): OpenFile | number;
}

/** The seven calls for one guest, checked in the order in which Linux's are. */
export function simCalls(sim: SimState, memory: GuestMemory): HostCalls {
  const { clock, descriptors, files } = sim;

  /** Fills in all conditions and returns how many descriptors have any. */
  const pollOnce = (fds: number, count: number): number => {
    const { view } = memory;
    let ready = 0;
    for (let at = fds; at < fds + count * POLLFD_SIZE; at += POLLFD_SIZE) {
      const fd = view.getInt32(at, true);
      const events = view.getUint16(at + 4, true);
      const file = descriptors.get(fd);
      let conditions = fd < 0 ? 0 : POLLNVAL;
      if (file !== undefined) conditions = file.poll() & (events | POLLERR | POLLHUP);
      view.setUint16(at + 6, conditions, true);
      if (conditions !== 0) ready += 1;
    }
    return ready;
  };

  return {
    open(path, pathLen) {
      clock.catchUp();
      const name = readPath(memory, path, pathLen);
      if (typeof name === 'number') return name;
      const file = sim.openFile(name);
      return typeof file === 'number' ? file : descriptors.add(file);
    },

    close(fd) {
      clock.catchUp();
      return descriptors.close(fd);
    },

    ioctl(fd, request, arg, argLen) {
      clock.catchUp();
      const size = (request >>> 16) & 0x3fff;
      if (size !== argLen) return -ERRNO.EINVAL;
      if (((request >>> 8) & 0xff) !== GPIO_MAGIC || size === 0) return -ERRNO.ENOTTY;
      if (!memory.contains(arg >>> 0, size)) return -ERRNO.EFAULT;
      const file = descriptors.get(fd);
      return file === undefined ? -ERRNO.EBADF : file.ioctl(request >>> 0, memory, arg >>> 0);
    },

    read(fd, buf, len) {
      clock.catchUp();
      if (!memory.contains(buf >>> 0, len >>> 0)) return -ERRNO.EFAULT;
      for (;;) {
        const file = descriptors.get(fd);
        if (file === undefined) return -ERRNO.EBADF;
        const result = file.read(memory, buf >>> 0, len >>> 0);
        if (result !== -ERRNO.EAGAIN) return result;
        if (!clock.wait(undefined)) return -ERRNO.EDEADLK;
      }
    },

    poll(fds, count, timeoutNs) {
      clock.catchUp();
      const size = (count >>> 0) * POLLFD_SIZE;
      if (!memory.contains(fds >>> 0, size)) return -ERRNO.EFAULT;
      const until = timeoutNs < 0n ? undefined : clock.now() + timeoutNs;
      for (;;) {
        const ready = pollOnce(fds >>> 0, count >>> 0);
        if (ready > 0 || timeoutNs === 0n) return ready;
        if (until !== undefined && clock.now() >= until) return 0;
        if (!clock.wait(until)) return -ERRNO.EDEADLK;
      }
    },

    ...fileCalls(files, memory),
  };
}
