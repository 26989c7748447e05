import { type Fd, Inode, PreopenDirectory, wasi } from '@bjorn3/browser_wasi_shim';
import type { Kernel } from '../kernel/kernel.js';

/** A name in /dev. It is opened by the host ABI, never through WASI. */
class Device extends Inode {
  override path_open(): { ret: number; fd_obj: null } {
    return { ret: wasi.ERRNO_NOTSUP, fd_obj: null };
  }

  override stat(): wasi.Filestat {
    return new wasi.Filestat(this.ino, wasi.FILETYPE_CHARACTER_DEVICE, 0n);
  }
}

/** The folder /dev of a program: it lists what the kernel has at the moment it is opened. */
export class DeviceFolder extends PreopenDirectory {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    super('/dev', new Map());
    this.#kernel = kernel;
  }

  override path_open(...args: Parameters<PreopenDirectory['path_open']>): {
    ret: number;
    fd_obj: Fd | null;
  } {
    this.dir.contents = new Map(this.#kernel.devices().map((name) => [name, new Device()]));
    return super.path_open(...args);
  }
}
