import { ERRNO } from '../kernel/errno.js';
import type { GuestMemory } from '../kernel/guest-memory.js';

/** An open descriptor of a sandbox. */
export interface SandboxFile {
  /** Descriptors of the kernel beneath that stand behind it. */
  readonly fds: readonly number[];
  /** `at` points to as many bytes of the guest as the request says. Returns >= 0 or a negated errno. */
  ioctl(request: number, memory: GuestMemory, at: number): number;
  /** Blocks while there is nothing. Returns the bytes read or a negated errno. */
  read(memory: GuestMemory, at: number, length: number): number;
  /** Closes the descriptors beneath. */
  close(): void;
}

/** What stands behind a descriptor whose lines were revoked: as for a chip that was unplugged. */
export const revokedFile: SandboxFile = {
  fds: [],
  ioctl: () => -ERRNO.ENODEV,
  read: () => -ERRNO.ENODEV,
  close: () => {},
};
