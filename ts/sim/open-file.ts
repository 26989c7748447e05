import type { GuestMemory } from '../kernel/guest-memory.js';

/** What an open descriptor is for. */
export type FileKind = 'chip' | 'request' | 'device';

/** An open file of the simulated kernel. */
export abstract class OpenFile {
  /** For listings. */
  abstract readonly kind: FileKind;
  /** The file's path, or a request's chip and lines. */
  abstract readonly description: string;
  /** Told that the file may have become ready: its watch. */
  onWake: (() => void) | undefined;

  /** `at` points to as many bytes of the guest as the request says. Returns >= 0 or a negated errno. */
  abstract ioctl(request: number, memory: GuestMemory, at: number): number;
  /** Returns the bytes read or a negated errno; -EAGAIN where there is nothing yet. */
  abstract read(memory: GuestMemory, at: number, length: number): number;
  /** The poll conditions now. */
  abstract poll(): number;
  /** True of files that can be waited for. */
  abstract readonly pollable: boolean;
  /** The last descriptor was closed. */
  abstract release(): void;

  /** Tells the watch that something has changed. */
  wake(): void {
    this.onWake?.();
  }
}
