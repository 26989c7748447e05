import { ERRNO } from '../kernel/errno.js';
import type { FdWatch, Kernel } from '../kernel/kernel.js';
import type { SandboxFile } from './file.js';
import { RequestFile } from './request-file.js';
import { SandboxWatch } from './sandbox-watch.js';

const FIRST = 3;
const MAX_CHIPS = 64;

interface Descriptor {
  readonly file: SandboxFile;
  watch: SandboxWatch | undefined;
}

/** The descriptors of a sandbox: small numbers of its own, whatever the kernel beneath gives out. */
export class Descriptors {
  readonly #kernel: Kernel;
  readonly #maxRequests: number;
  readonly #open: (Descriptor | undefined)[] = [];
  #requests = 0;
  #revoked = false;

  constructor(kernel: Kernel, maxRequests: number) {
    this.#kernel = kernel;
    this.#maxRequests = maxRequests;
  }

  get revoked(): boolean {
    return this.#revoked;
  }

  get(fd: number): SandboxFile | undefined {
    return this.#open[fd - FIRST]?.file;
  }

  get requests(): RequestFile[] {
    return this.#open.flatMap((each) => (each?.file instanceof RequestFile ? each.file : []));
  }

  /** True where no more request may be open. */
  get full(): boolean {
    return this.#requests >= this.#maxRequests;
  }

  /** True where no more chip may be open. */
  get fullOfChips(): boolean {
    return this.#open.filter(Boolean).length - this.#requests >= MAX_CHIPS;
  }

  /** Gives a file the lowest number that is free. */
  add(file: SandboxFile): number {
    let index = this.#open.indexOf(undefined);
    if (index < 0) index = this.#open.length;
    this.#open[index] = { file, watch: undefined };
    if (file instanceof RequestFile) this.#requests += 1;
    return index + FIRST;
  }

  close(fd: number): number {
    const descriptor = this.#open[fd - FIRST];
    if (descriptor === undefined) return -ERRNO.EBADF;
    this.#open[fd - FIRST] = undefined;
    if (descriptor.file instanceof RequestFile) this.#requests -= 1;
    descriptor.watch?.close();
    if (!this.#revoked) descriptor.file.close();
    return 0;
  }

  watch(fd: number, onReady: (revents: number) => void): FdWatch | number {
    const descriptor = this.#open[fd - FIRST];
    if (descriptor === undefined) return -ERRNO.EBADF;
    if (descriptor.watch !== undefined) return -ERRNO.EBUSY;
    const fds = this.#revoked ? [] : descriptor.file.fds;
    const watch = SandboxWatch.start(this.#kernel, fds, onReady, () => {
      descriptor.watch = undefined;
    });
    if (typeof watch === 'number') return watch;
    descriptor.watch = watch;
    if (this.#revoked) watch.revoke();
    return watch;
  }

  /** Closes everything beneath. The numbers stay, for their guest to close. */
  revoke(): void {
    if (this.#revoked) return;
    this.#revoked = true;
    for (const descriptor of this.#open) {
      descriptor?.watch?.revoke();
      descriptor?.file.close();
    }
  }

  closeAll(): void {
    this.#open.forEach((_, index) => {
      this.close(index + FIRST);
    });
  }
}
