import { ERRNO } from '../kernel/errno.js';
import { POLLIN, POLLRDNORM } from '../kernel/kernel.js';
import { OpenFile } from './open-file.js';

const POLLOUT = 0x0004;
const POLLWRNORM = 0x0100;

/** A file that is no GPIO chip, and empty: /dev/null for one. */
export class NullFile extends OpenFile {
  readonly kind = 'device';
  readonly description: string;
  readonly pollable = false;

  constructor(path: string) {
    super();
    this.description = path;
  }

  ioctl(): number {
    return -ERRNO.ENOTTY;
  }

  read(): number {
    return 0;
  }

  poll(): number {
    return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
  }

  release(): void {}
}
