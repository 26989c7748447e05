import { wasi } from '@bjorn3/browser_wasi_shim';
import { expect, test } from 'vitest';
import { DeviceFolder } from '../../ts/wasi/device-folder.js';
import { FakeKernel } from '../support/fake-kernel.js';

class PluggableKernel extends FakeKernel {
  names = ['gpiochip0'];

  override devices(): readonly string[] {
    return this.names;
  }
}

function list(folder: DeviceFolder): [string, number][] {
  const { fd_obj: opened } = folder.path_open(0, '.', wasi.OFLAGS_DIRECTORY, 0n, 0n, 0);
  const found: [string, number][] = [];
  for (let cookie = 0n; ; ) {
    const { dirent } = opened?.fd_readdir_single(cookie) ?? { dirent: null };
    if (dirent === null) return found;
    found.push([new TextDecoder().decode(dirent.dir_name), dirent.d_type]);
    cookie = dirent.d_next;
  }
}

test('lists the devices of the kernel as they are when it is opened', () => {
  const kernel = new PluggableKernel();
  const folder = new DeviceFolder(kernel);
  const dots = [
    ['.', wasi.FILETYPE_DIRECTORY],
    ['..', wasi.FILETYPE_DIRECTORY],
  ];
  expect(list(folder)).toEqual([...dots, ['gpiochip0', wasi.FILETYPE_CHARACTER_DEVICE]]);

  kernel.names = ['gpiochip1', 'gpiochip2'];
  expect(list(folder)).toEqual([
    ...dots,
    ['gpiochip1', wasi.FILETYPE_CHARACTER_DEVICE],
    ['gpiochip2', wasi.FILETYPE_CHARACTER_DEVICE],
  ]);
});

test('a device is not opened through WASI', () => {
  const folder = new DeviceFolder(new FakeKernel());
  expect(folder.path_open(0, 'gpiochip0', 0, 0n, 0n, 0).ret).toBe(wasi.ERRNO_NOTSUP);
  expect(folder.path_open(0, 'nothing', 0, 0n, 0n, 0).ret).toBe(wasi.ERRNO_NOENT);
});
