import { readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import { GuestMemory } from '../../ts/kernel/guest-memory.js';
import { POLLIN, POLLNVAL } from '../../ts/kernel/kernel.js';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { LinuxGuest, OUT } from '../support/linux-guest.js';
import { setUpFolder, write } from '../support/temporary-folder.js';

const PAGE = 65_536;
/** GPIO_GET_CHIPINFO_IOCTL, and as wasm passes it GPIO_V2_GET_LINE_IOCTL. */
const GET_CHIPINFO = 0x8044_b401 | 0;
const GET_LINE = 0xc250_b407 | 0;
const O_ACCMODE = 3;
const O_RDWR = 2;
const O_CLOEXEC = 0o2_000_000;

const folder = setUpFolder();
let guest: LinuxGuest;

beforeEach(() => {
  guest = new LinuxGuest();
});

/** Opens a new named pipe for the length of `use`. */
function withPipe(use: (fd: number, path: string) => void): void {
  const path = folder.fifo('pipe');
  const fd = guest.open(path);
  expect(fd).toBeGreaterThan(2);
  use(fd, path);
  expect(guest.calls.close(fd)).toBe(0);
}

describe('linuxKernel', () => {
  it('is one kernel per thread, called linux', () => {
    expect(linuxKernel()).toBe(linuxKernel());
    expect(linuxKernel().name).toBe('linux');
  });

  it('lists the devices in /dev, without links to them', () => {
    expect(readlinkSync('/dev/stdin')).toBe('/proc/self/fd/0');
    expect(linuxKernel().devices()).toContain('null');
    expect(linuxKernel().devices()).not.toContain('stdin');
  });
});

describe('open and close', () => {
  it('opens read-write and close-on-exec', () => {
    withPipe((fd) => {
      const info = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
      const flags = Number.parseInt(/^flags:\s+(\d+)$/m.exec(info)?.[1] ?? '', 8);
      expect(flags & (O_ACCMODE | O_CLOEXEC)).toBe(O_RDWR | O_CLOEXEC);
      expect(readlinkSync(`/proc/self/fd/${fd}`)).toBe(folder.join('pipe'));
    });
  });

  it('answers the errno of a path that cannot be opened', () => {
    expect(guest.open(folder.join('missing'))).toBe(-ERRNO.ENOENT);
    expect(guest.open(folder.path)).toBe(-ERRNO.EISDIR);
    expect(guest.open(`/dev/null/below`)).toBe(-ERRNO.ENOTDIR);
    expect(guest.open('')).toBe(-ERRNO.ENOENT);
  });

  it('opens names that are not ASCII', () => {
    const fd = guest.open(folder.fifo('Lüfter π'));
    expect(guest.calls.close(fd)).toBe(0);
  });

  it('refuses a path with a NUL in it, and one that is too long', () => {
    expect(guest.open('/dev/null\0/x')).toBe(-ERRNO.EINVAL);
    expect(guest.open('x'.repeat(4096))).toBe(-ERRNO.ENAMETOOLONG);
    expect(guest.open(`/dev/null${'/'.repeat(4087)}`)).toBe(-ERRNO.ENAMETOOLONG);
  });

  it('answers EBADF to a second close', () => {
    const fd = guest.open(folder.fifo('pipe'));
    expect(guest.calls.close(fd)).toBe(0);
    expect(guest.calls.close(fd)).toBe(-ERRNO.EBADF);
  });
});

describe('stat', () => {
  const S_IFMT = 0o170_000;

  it('tells the type and the device number', () => {
    expect(guest.stat('/dev/null', 1)).toBe(0);
    expect(guest.view.getUint32(OUT, true) & S_IFMT).toBe(0o020_000);
    expect(guest.view.getUint32(OUT + 4, true)).toBe(1);
    expect(guest.view.getUint32(OUT + 8, true)).toBe(3);
  });

  it('follows a symbolic link only where asked to', () => {
    symlinkSync('/dev/zero', folder.join('link'));
    expect(guest.stat(folder.join('link'), 0)).toBe(0);
    expect(guest.view.getUint32(OUT, true) & S_IFMT).toBe(0o120_000);
    expect(guest.stat(folder.join('link'), 1)).toBe(0);
    expect(guest.view.getUint32(OUT, true) & S_IFMT).toBe(0o020_000);
    expect(guest.view.getUint32(OUT + 8, true)).toBe(5);
  });

  it('answers the errno of a missing path, and EINVAL where the result does not fit', () => {
    expect(guest.stat(folder.join('missing'), 1)).toBe(-ERRNO.ENOENT);
    expect(guest.stat('/dev/null', 1, 11)).toBe(-ERRNO.EINVAL);
  });
});

describe('realpath', () => {
  it('resolves a symbolic link', () => {
    symlinkSync('/dev/null', folder.join('link'));
    const length = guest.realpath(folder.join('link'));
    expect(guest.text(OUT, length)).toBe('/dev/null');
  });

  it('writes no NUL, and nothing behind the length it was given', () => {
    new Uint8Array(guest.memory.buffer).fill(0x7e, OUT, OUT + 32);
    expect(guest.realpath('/dev/null', 9)).toBe(9);
    expect(guest.text(OUT, 10)).toBe('/dev/null~');
    expect(guest.realpath('/dev/zero', 8)).toBe(-ERRNO.ENAMETOOLONG);
    expect(guest.text(OUT + 8, 2)).toBe('l~');
  });

  it('answers the errno of a missing path', () => {
    expect(guest.realpath(folder.join('missing'))).toBe(-ERRNO.ENOENT);
  });
});

describe('read and poll', () => {
  it('reads what is there', () => {
    withPipe((fd, path) => {
      write(path, 'edge');
      expect(guest.calls.read(fd, OUT, 100)).toBe(4);
      expect(guest.text(OUT, 4)).toBe('edge');
    });
  });

  it('waits no longer than it is told', () => {
    withPipe((fd) => {
      guest.view.setInt32(OUT, fd, true);
      guest.view.setInt16(OUT + 4, POLLIN, true);
      expect(guest.calls.poll(OUT, 1, 0n)).toBe(0);
      expect(guest.calls.poll(OUT, 1, 2_000_000n)).toBe(0);
      expect(guest.view.getInt16(OUT + 6, true)).toBe(0);
    });
  });

  it('does not wait where something is ready, however long it may', () => {
    withPipe((fd, path) => {
      guest.view.setInt32(OUT, fd, true);
      guest.view.setInt16(OUT + 4, POLLIN, true);
      guest.view.setInt32(OUT + 8, 1_000_000, true);
      write(path, 'x');
      for (const timeout of [0n, -1n, 3_000_000_000n, 2n ** 63n - 1n, -(2n ** 63n)]) {
        expect(guest.calls.poll(OUT, 2, timeout)).toBe(2);
        expect(guest.view.getInt16(OUT + 6, true)).toBe(POLLIN);
        expect(guest.view.getInt16(OUT + 14, true)).toBe(POLLNVAL);
      }
    });
  });
});

describe('ioctl', () => {
  it('passes GPIO requests on', () => {
    withPipe((fd) => {
      expect(guest.calls.ioctl(fd, GET_CHIPINFO, OUT, 68)).toBe(-ERRNO.ENOTTY);
      expect(guest.calls.ioctl(-1, GET_CHIPINFO, OUT, 68)).toBe(-ERRNO.EBADF);
      expect(guest.calls.ioctl(-1, GET_LINE, OUT, 592)).toBe(-ERRNO.EBADF);
      expect(guest.calls.ioctl(-1, GET_LINE >>> 0, OUT, 592)).toBe(-ERRNO.EBADF);
    });
  });

  it('answers ENOTTY to requests that are not of GPIO, without making them', () => {
    const FIONBIO = 0x5421;
    const TIOCGWINSZ_WITH_SIZE = 0x8008_5413 | 0;
    const NO_SIZE = 0xb401;
    expect(guest.calls.ioctl(-1, FIONBIO, OUT, 0)).toBe(-ERRNO.ENOTTY);
    expect(guest.calls.ioctl(-1, TIOCGWINSZ_WITH_SIZE, OUT, 8)).toBe(-ERRNO.ENOTTY);
    expect(guest.calls.ioctl(-1, NO_SIZE, OUT, 0)).toBe(-ERRNO.ENOTTY);
  });

  it('answers EINVAL where the length is not the one in the request', () => {
    expect(guest.calls.ioctl(-1, GET_CHIPINFO, OUT, 67)).toBe(-ERRNO.EINVAL);
    expect(guest.calls.ioctl(-1, GET_CHIPINFO, OUT, 69)).toBe(-ERRNO.EINVAL);
  });
});

describe('pointers', () => {
  /** As wasm passes pointers, above 2 GiB they are negative. */
  const outside: [number, number][] = [
    [PAGE, 1],
    [PAGE - 1, 2],
    [PAGE + 1, 0],
    [-1, 1],
    [-1, 2],
    [-8, 16],
    [0, PAGE + 1],
    [1, -1],
    [-1, -1],
  ];

  it.each(outside)('at %i with length %i leave the memory: EFAULT', (pointer, length) => {
    const { calls } = guest;
    expect(calls.open(pointer, length)).toBe(-ERRNO.EFAULT);
    expect(calls.read(-1, pointer, length)).toBe(-ERRNO.EFAULT);
    expect(calls.stat(pointer, length, 1, OUT, 12)).toBe(-ERRNO.EFAULT);
    expect(calls.stat(0, 0, 1, pointer, length)).toBe(-ERRNO.EFAULT);
    expect(calls.realpath(pointer, length, OUT, 100)).toBe(-ERRNO.EFAULT);
    expect(calls.realpath(0, 0, pointer, length)).toBe(-ERRNO.EFAULT);
  });

  it('of poll count in eights', () => {
    expect(guest.calls.poll(PAGE - 7, 1, 0n)).toBe(-ERRNO.EFAULT);
    expect(guest.calls.poll(0, 0x2000_0000, 0n)).toBe(-ERRNO.EFAULT);
    expect(guest.calls.poll(0, -1, 0n)).toBe(-ERRNO.EFAULT);
    expect(guest.calls.poll(PAGE, 0, 0n)).toBe(0);
  });

  it("of ioctl are checked with the request's own length", () => {
    expect(guest.calls.ioctl(-1, GET_CHIPINFO, PAGE - 67, 68)).toBe(-ERRNO.EFAULT);
    expect(guest.calls.ioctl(-1, GET_CHIPINFO, -4, 68)).toBe(-ERRNO.EFAULT);
    expect(guest.calls.ioctl(-1, GET_CHIPINFO, PAGE - 68, 68)).toBe(-ERRNO.EBADF);
  });

  it('may touch the very end', () => {
    withPipe((fd, path) => {
      write(path, 'ab');
      expect(guest.calls.read(fd, PAGE - 2, 2)).toBe(2);
      expect(guest.text(PAGE - 2, 2)).toBe('ab');
      expect(guest.calls.read(fd, PAGE, 0)).toBe(0);
    });
  });

  it('follow a memory that grows', () => {
    withPipe((fd, path) => {
      expect(guest.calls.read(fd, PAGE, 1)).toBe(-ERRNO.EFAULT);
      for (let pages = 2; pages <= 64; pages *= 2) {
        guest.memory.grow(pages / 2);
        write(path, 'grown');
        expect(guest.calls.read(fd, pages * PAGE - 5, 5)).toBe(5);
        expect(guest.text(pages * PAGE - 5, 5)).toBe('grown');
        expect(guest.calls.read(fd, pages * PAGE - 4, 5)).toBe(-ERRNO.EFAULT);
      }
    });
  });

  it('of a guest without memory yet all leave it', () => {
    const calls = linuxKernel().attach(new GuestMemory());
    expect(calls.open(0, 1)).toBe(-ERRNO.EFAULT);
  });

  it('of two guests do not meet', () => {
    const other = new LinuxGuest();
    withPipe((fd, path) => {
      write(path, 'one');
      expect(other.calls.read(fd, OUT, 3)).toBe(3);
      expect(other.text(OUT, 3)).toBe('one');
      expect(guest.text(OUT, 3)).toBe('\0\0\0');
    });
  });
});
