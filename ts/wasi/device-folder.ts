import {
  type Directory,
  type Fd,
  Inode,
  OpenDirectory,
  PreopenDirectory,
  wasi,
} from '@bjorn3/browser_wasi_shim';
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

/** The folder being read. The shim's own lists all names anew for each of them. */
class OpenDeviceFolder extends OpenDirectory {
  readonly #entries: readonly [string, Inode][];

  constructor(folder: Directory) {
    super(folder);
    this.#entries = [...folder.contents];
  }

  override fd_readdir_single(cookie: bigint): { ret: number; dirent: wasi.Dirent | null } {
    if (cookie < 2n) return super.fd_readdir_single(cookie); // . and ..
    const entry = this.#entries[Number(cookie) - 2];
    if (entry === undefined) return { ret: wasi.ERRNO_SUCCESS, dirent: null };
    const [name, { ino }] = entry;
    const dirent = new wasi.Dirent(cookie + 1n, ino, name, wasi.FILETYPE_CHARACTER_DEVICE);
    return { ret: wasi.ERRNO_SUCCESS, dirent };
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
    const { ret, fd_obj } = super.path_open(...args);
    return {
      ret,
      fd_obj: fd_obj instanceof OpenDirectory ? new OpenDeviceFolder(this.dir) : fd_obj,
    };
  }
}
