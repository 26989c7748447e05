import { ERRNO } from '../kernel/errno.js';
import type { FdWatch, Kernel } from '../kernel/kernel.js';
import { SimWatch } from './fd-watch.js';
import type { FileKind, OpenFile } from './open-file.js';

/** The first descriptor that is given out: those below are a process's standard streams. */
const FIRST = 3;

/** An open descriptor, for tests that look for leaks. */
export interface OpenHandle {
  readonly fd: number;
  readonly kind: FileKind;
  /** '/dev/gpiochip0', or of a line request 'gpiochip0: 3, 4'. */
  readonly description: string;
}

/** The descriptors of one process: every guest attached to the kernel shares them. */
export class DescriptorTable {
  readonly #files: (OpenFile | undefined)[] = [];
  readonly #watches = new Map<number, SimWatch>();

  get(fd: number): OpenFile | undefined {
    return this.#files[fd - FIRST];
  }

  /** Gives a file the lowest descriptor that is free. */
  add(file: OpenFile): number {
    let index = this.#files.indexOf(undefined);
    if (index < 0) index = this.#files.length;
    this.#files[index] = file;
    return index + FIRST;
  }

  /** Closes a descriptor and ends its watch. Returns 0 or a negated errno. */
  close(fd: number): number {
    const file = this.get(fd);
    if (file === undefined) return -ERRNO.EBADF;
    this.#watches.get(fd)?.close();
    this.#watches.delete(fd);
    this.#files[fd - FIRST] = undefined;
    file.release();
    return 0;
  }

  watch(fd: number, onReady: Parameters<Kernel['watch']>[1]): FdWatch | number {
    const running = this.#watches.get(fd);
    if (running !== undefined && !running.closed) return -ERRNO.EBUSY;
    const file = this.get(fd);
    if (file === undefined) return -ERRNO.EBADF;
    if (!file.pollable) return -ERRNO.EPERM;
    const watch = new SimWatch(file, onReady);
    this.#watches.set(fd, watch);
    return watch;
  }

  /** True while a watch is about to tell of something. */
  get pending(): boolean {
    return [...this.#watches.values()].some((watch) => watch.pending);
  }

  get open(): OpenHandle[] {
    return this.#files.flatMap((file, index) =>
      file === undefined
        ? []
        : [{ fd: index + FIRST, kind: file.kind, description: file.description }],
    );
  }
}
