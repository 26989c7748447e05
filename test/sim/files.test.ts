import { beforeEach, describe, expect, it } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { SimGuest } from '../support/sim-guest.js';

const DEVICE = 0o020660;
const LINK = 0o120777;
const FOLDER = 0o040755;
const FILE = 0o100644;

let kernel: SimKernel;
let guest: SimGuest;

beforeEach(() => {
  kernel = new SimKernel();
  kernel.plug();
  kernel.plug();
  guest = new SimGuest(kernel);
});

describe('files of the simulated kernel', () => {
  it('have types and device numbers', () => {
    expect(guest.stat('/dev/gpiochip1')).toEqual([DEVICE, 254, 1]);
    expect(guest.stat('/dev/null')).toEqual([DEVICE, 1, 3]);
    expect(guest.stat('/dev')).toEqual([FOLDER, 0, 0]);
    expect(guest.stat('/proc/self/comm')).toEqual([FILE, 0, 0]);
  });

  it('show chips to belong to the GPIO subsystem', () => {
    expect(guest.realpath('/sys/dev/char/254:1/subsystem')).toBe('/sys/bus/gpio');
    expect(guest.realpath('/sys/dev/char/1:3/subsystem')).toBe('/sys/class/mem');
    expect(guest.realpath('/sys/bus/gpio/devices/gpiochip0')).toBe(
      '/sys/devices/platform/gpio-sim.0/gpiochip0',
    );
  });

  it('vanish with their chip', () => {
    kernel.chips[1]?.unplug();
    expect(kernel.devices()).toEqual(['null', 'gpiochip0']);
    expect(guest.stat('/dev/gpiochip1')).toBe(-ERRNO.ENOENT);
    expect(guest.realpath('/sys/dev/char/254:1')).toBe(-ERRNO.ENOENT);
  });

  it('may be reached by symbolic links, relative and absolute, in any part of a path', () => {
    kernel.symlink('/dev/gpiochip4', 'gpiochip0');
    kernel.symlink('/run/devices', '../dev/.');
    kernel.symlink('/run/led', '/run/devices/gpiochip4');
    expect(guest.stat('/run/led', 0)).toEqual([LINK, 0, 0]);
    expect(guest.stat('/run/led')).toEqual([DEVICE, 254, 0]);
    expect(guest.realpath('/run/led')).toBe('/dev/gpiochip0');
    expect(guest.realpath('run/../run//./devices/gpiochip1')).toBe('/dev/gpiochip1');
    const fd = guest.open('/run/led');
    expect(kernel.openHandles).toEqual([{ fd, kind: 'chip', description: '/dev/gpiochip0' }]);
    kernel.unlink('/run/led');
    kernel.unlink('/run/led');
    kernel.unlink('/dev/gpiochip0');
    expect(guest.stat('/run/led', 0)).toBe(-ERRNO.ENOENT);
    expect(guest.realpath('/dev/gpiochip0')).toBe('/dev/gpiochip0');
    expect(guest.stat('/run/devices/gpiochip1', 0)).toEqual([DEVICE, 254, 1]);
    expect(() => kernel.symlink('/dev/null', 'gpiochip0')).toThrow('/dev/null exists already');
  });

  it('may lead nowhere', () => {
    kernel.symlink('/dev/a', 'b');
    kernel.symlink('/dev/b', 'a');
    kernel.symlink('/dev/c', 'missing');
    expect(guest.realpath('/dev/a')).toBe(-ERRNO.ELOOP);
    expect(guest.open('/dev/c')).toBe(-ERRNO.ENOENT);
    expect(guest.stat('/dev/c', 0)).toEqual([LINK, 0, 0]);
    expect(guest.stat('/dev/c/', 0)).toBe(-ERRNO.ENOENT);
  });

  it('refuse paths as Linux does', () => {
    expect(guest.realpath('/')).toBe('/');
    expect(guest.realpath('/../dev/..')).toBe('/');
    expect(guest.open('')).toBe(-ERRNO.ENOENT);
    expect(guest.open('/dev')).toBe(-ERRNO.EISDIR);
    expect(guest.open('/dev/gpiochip0/')).toBe(-ERRNO.ENOTDIR);
    expect(guest.open('/dev/gpiochip0/x')).toBe(-ERRNO.ENOTDIR);
    expect(guest.open('/dev/\0')).toBe(-ERRNO.EINVAL);
    expect(guest.open(`/dev/${'x'.repeat(256)}`)).toBe(-ERRNO.ENAMETOOLONG);
    expect(guest.open('/'.repeat(4096))).toBe(-ERRNO.ENAMETOOLONG);
    expect(guest.realpath('/dev/gpiochip0', 13)).toBe(-ERRNO.ENAMETOOLONG);
    expect(guest.realpath('/dev/gpiochip0', 14)).toBe('/dev/gpiochip0');
  });

  it('check pointers', () => {
    const { calls } = guest;
    expect(calls.open(65530, 7)).toBe(-ERRNO.EFAULT);
    expect(calls.open(-1, 1)).toBe(-ERRNO.EFAULT);
    expect(calls.stat(16, 4, 1, 65530, 12)).toBe(-ERRNO.EFAULT);
    expect(calls.stat(16, 4, 1, 0, 11)).toBe(-ERRNO.EINVAL);
    expect(calls.stat(65530, 7, 1, 0, 12)).toBe(-ERRNO.EFAULT);
    expect(calls.realpath(65530, 7, 0, 100)).toBe(-ERRNO.EFAULT);
    expect(calls.realpath(16, 4, 0, -1)).toBe(-ERRNO.EFAULT);
    expect(calls.poll(65530, 1, 0n)).toBe(-ERRNO.EFAULT);
    const fd = guest.open('/dev/gpiochip0');
    expect(calls.read(fd, 65530, 48)).toBe(-ERRNO.EFAULT);
    expect(calls.close(fd)).toBe(0);
    expect(calls.close(fd)).toBe(-ERRNO.EBADF);
  });

  it('other than chips know no GPIO', () => {
    for (const path of ['/dev/null', '/proc/self/comm']) {
      const fd = guest.open(path);
      expect(guest.calls.ioctl(fd, 0x8044_b401 | 0, 1024, 0x44)).toBe(-ERRNO.ENOTTY);
      expect(guest.read(fd)).toBe(0);
      expect(guest.poll([fd], -1n)).toBe(1);
      expect(guest.calls.close(fd)).toBe(0);
    }
  });
});
