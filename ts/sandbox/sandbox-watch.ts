import { type FdWatch, type Kernel, POLLERR, POLLHUP } from '../kernel/kernel.js';

/** A watch on a descriptor of a sandbox: on all descriptors of the kernel beneath that are behind it. */
export class SandboxWatch implements FdWatch {
  readonly #watches: FdWatch[] = [];
  readonly #onReady: (revents: number) => void;
  readonly #onClose: () => void;
  #paused = false;
  #closed = false;
  /** Revoked: told after each resume, as long as nobody closes the watch. */
  #hangup = false;

  private constructor(onReady: (revents: number) => void, onClose: () => void) {
    this.#onReady = onReady;
    this.#onClose = onClose;
  }

  /** Starts watching, or returns a negated errno. */
  static start(
    kernel: Kernel,
    fds: readonly number[],
    onReady: (revents: number) => void,
    onClose: () => void,
  ): SandboxWatch | number {
    const watch = new SandboxWatch(onReady, onClose);
    for (const fd of fds) {
      const one = kernel.watch(fd, onReady);
      if (typeof one === 'number') {
        for (const each of watch.#watches) each.close();
        return one;
      }
      watch.#watches.push(one);
    }
    return watch;
  }

  /** The descriptors beneath are about to be closed for good: says so once, as for an unplugged chip. */
  revoke(): void {
    if (this.#closed) return;
    for (const watch of this.#watches.splice(0)) watch.close();
    this.#hangup = true;
    this.#tell();
  }

  #tell(): void {
    setImmediate(() => {
      if (!this.#hangup || this.#paused || this.#closed) return;
      this.#paused = true;
      this.#onReady(POLLHUP | POLLERR);
    });
  }

  pause(): void {
    this.#paused = true;
    for (const watch of this.#watches) watch.pause();
  }

  resume(): void {
    this.#paused = false;
    for (const watch of this.#watches) watch.resume();
    if (this.#hangup) this.#tell();
  }

  ref(): void {
    for (const watch of this.#watches) watch.ref();
  }

  unref(): void {
    for (const watch of this.#watches) watch.unref();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const watch of this.#watches.splice(0)) watch.close();
    this.#onClose();
  }
}
