import { ERRNO } from '../kernel/errno.js';
import type { FdWatch, Kernel } from '../kernel/kernel.js';
import { ChipFile } from './chip-file.js';
import { revokedFile, type SandboxFile } from './file.js';
import { RequestFile } from './request-file.js';
import { SandboxWatch } from './sandbox-watch.js';

const FIRST = 3;
/** Of open chips and of revoked requests, which a guest may leave open. */
const MAX_OTHERS = 64;

interface Descriptor {
  file: SandboxFile;
  watch: SandboxWatch | undefined;
}

/** The descriptors of a sandbox: small numbers of its own, whatever the kernel beneath gives out. */
export class Descriptors {
  readonly #kernel: Kernel;
  readonly #maxRequests: number;
  readonly #open: (Descriptor | undefined)[] = [];

  constructor(kernel: Kernel, maxRequests: number) {
    this.#kernel = kernel;
    this.#maxRequests = maxRequests;
  }

  get(fd: number): SandboxFile | undefined {
    return this.#open[fd - FIRST]?.file;
  }

  get requests(): RequestFile[] {
    return this.#open.flatMap((each) => (each?.file instanceof RequestFile ? each.file : []));
  }

  get chips(): ChipFile[] {
    return this.#open.flatMap((each) => (each?.file instanceof ChipFile ? each.file : []));
  }

  /** True where no more request may be open. */
  get full(): boolean {
    return this.requests.length >= this.#maxRequests;
  }

  /** True where no more chip may be open. */
  get fullOfChips(): boolean {
    return this.#open.filter(Boolean).length - this.requests.length >= MAX_OTHERS;
  }

  /** Gives a file the lowest number that is free. */
  add(file: SandboxFile): number {
    let index = this.#open.indexOf(undefined);
    if (index < 0) index = this.#open.length;
    this.#open[index] = { file, watch: undefined };
    return index + FIRST;
  }

  close(fd: number): number {
    const descriptor = this.#open[fd - FIRST];
    if (descriptor === undefined) return -ERRNO.EBADF;
    this.#open[fd - FIRST] = undefined;
    descriptor.watch?.close();
    descriptor.file.close();
    return 0;
  }

  watch(fd: number, onReady: (revents: number) => void): FdWatch | number {
    const descriptor = this.#open[fd - FIRST];
    if (descriptor === undefined) return -ERRNO.EBADF;
    if (descriptor.watch !== undefined) return -ERRNO.EBUSY;
    const { file } = descriptor;
    const watch = SandboxWatch.start(this.#kernel, file.fds, onReady, () => {
      descriptor.watch = undefined;
    });
    if (typeof watch === 'number') return watch;
    descriptor.watch = watch;
    if (file === revokedFile) watch.revoke();
    return watch;
  }

  /** Closes beneath what `which` is true for. The numbers stay, for their guest to close. */
  revoke(which: (file: SandboxFile) => boolean): void {
    for (const descriptor of this.#open) {
      if (descriptor === undefined || !which(descriptor.file)) continue;
      descriptor.watch?.revoke();
      descriptor.file.close();
      descriptor.file = revokedFile;
    }
  }

  closeAll(): void {
    this.#open.forEach((_, index) => {
      this.close(index + FIRST);
    });
  }
}
