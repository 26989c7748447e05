import { afterEach, beforeEach } from 'vitest';
import { LinuxGuest } from './linux-guest.js';
import { setUpFolder, write } from './temporary-folder.js';

/** A named pipe that a guest of the Linux kernel has open: a file that is readable when a test says so. */
export interface GuestPipe {
  readonly folder: ReturnType<typeof setUpFolder>;
  readonly path: string;
  readonly guest: LinuxGuest;
  /** The guest's descriptor. A test that closes it and opens the pipe again notes the new one here. */
  fd: number;
  /** Makes the descriptor readable. */
  write(text: string): void;
  close(): void;
}

/** To be called at the top of a file or inside describe(): each test gets a pipe of its own. */
export function setUpGuestPipe(): GuestPipe {
  const folder = setUpFolder();
  let path: string;
  let guest: LinuxGuest;
  let fd: number;

  beforeEach(() => {
    path = folder.fifo('pipe');
    guest = new LinuxGuest();
    fd = guest.open(path);
  });

  const close = (): void => {
    guest.calls.close(fd);
    fd = -1;
  };

  afterEach(close);

  return {
    folder,
    get path() {
      return path;
    },
    get guest() {
      return guest;
    },
    get fd() {
      return fd;
    },
    set fd(opened) {
      fd = opened;
    },
    write: (text) => write(path, text),
    close,
  };
}
