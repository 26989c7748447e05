import { File, PreopenDirectory, wasi } from '@bjorn3/browser_wasi_shim';
import { describe, expect, test } from 'vitest';
import { InputFd, OutputFd } from '../../ts/wasi/stdio.js';
import { CapturedOutput, ChunkedInput } from './support/stdio.js';
import { WasiGuest } from './support/wasi-guest.js';

const RESULT = 0x100;
const BUFFERS = 0x200;
const PATH = 0x300;
const DATA = 0x1000;

function folderGuest(): WasiGuest {
  return new WasiGuest([
    new InputFd(new ChunkedInput([])),
    new OutputFd(new CapturedOutput()),
    new OutputFd(new CapturedOutput()),
    new PreopenDirectory('/', new Map([['file', new File(new Uint8Array(10))]])),
  ]);
}

function openFile(guest: WasiGuest): number {
  const length = guest.put(PATH, 'file');
  expect(guest.call('path_open', 3, 0, PATH, length, 0, 0n, 0n, 0, RESULT)).toBe(0);
  return guest.memory.view.getUint32(RESULT, true);
}

test('args_sizes_get counts the bytes that args_get writes', () => {
  const args = ['gpioget', 'zażółć', '€', '😀'];
  const guest = new WasiGuest([], args);
  expect(guest.call('args_sizes_get', RESULT, RESULT + 4)).toBe(0);
  expect(guest.memory.view.getUint32(RESULT, true)).toBe(args.length);
  const size = guest.memory.view.getUint32(RESULT + 4, true);

  guest.memory.bytes[DATA + size] = 0xaa;
  expect(guest.call('args_get', RESULT, DATA)).toBe(0);
  expect(guest.text(DATA, size)).toBe(`${args.join('\0')}\0`);
  expect(guest.memory.bytes[DATA + size]).toBe(0xaa);
});

describe('clock_time_get', () => {
  test.each([
    ['monotonic', wasi.CLOCKID_MONOTONIC, 1_000_000_000n],
    ['realtime', wasi.CLOCKID_REALTIME, 1_700_000_001_000_000_000n],
  ])('answers the time of the %s clock', (_name, id, expected) => {
    const guest = new WasiGuest();
    expect(guest.call('clock_time_get', id, 0n, RESULT)).toBe(0);
    expect(guest.memory.view.getBigUint64(RESULT, true)).toBe(expected);
  });

  test('refuses clocks that do not exist', () => {
    expect(new WasiGuest().call('clock_time_get', 17, 0n, RESULT)).toBe(wasi.ERRNO_INVAL);
  });
});

describe('fd_read', () => {
  test('does not wait for more when the first buffer is full', () => {
    const input = new ChunkedInput(['abcd', 'never asked for']);
    const guest = new WasiGuest([new InputFd(input)]);
    guest.buffers(BUFFERS, { at: DATA, length: 4 }, { at: DATA + 8, length: 16 });
    expect(guest.call('fd_read', 0, BUFFERS, 2, RESULT)).toBe(0);
    expect(guest.memory.view.getUint32(RESULT, true)).toBe(4);
    expect(guest.text(DATA, 4)).toBe('abcd');
    expect(input.reads).toBe(1);
  });

  test('fills one buffer after the other', () => {
    const guest = new WasiGuest([new InputFd(new ChunkedInput(['abcdef']))]);
    guest.buffers(BUFFERS, { at: DATA, length: 4 }, { at: DATA + 8, length: 16 });
    expect(guest.call('fd_read', 0, BUFFERS, 2, RESULT)).toBe(0);
    expect(guest.memory.view.getUint32(RESULT, true)).toBe(6);
    expect(guest.text(DATA, 4)).toBe('abcd');
    expect(guest.text(DATA + 8, 2)).toBe('ef');
  });

  test('refuses descriptors that are not open', () => {
    expect(new WasiGuest().call('fd_read', 9, BUFFERS, 0, RESULT)).toBe(wasi.ERRNO_BADF);
  });
});

describe('fd_write', () => {
  test('writes all buffers at once', () => {
    const output = new CapturedOutput();
    const guest = new WasiGuest([new OutputFd(output)]);
    const [a, b] = [guest.put(DATA, 'rising '), guest.put(DATA + 32, 'foo\n')];
    guest.buffers(BUFFERS, { at: DATA, length: a }, { at: DATA + 32, length: b });
    expect(guest.call('fd_write', 0, BUFFERS, 2, RESULT)).toBe(0);
    expect(guest.memory.view.getUint32(RESULT, true)).toBe(a + b);
    expect(output.writes).toEqual(['rising foo\n']);
  });

  test('refuses descriptors that are not open', () => {
    expect(new WasiGuest().call('fd_write', 9, BUFFERS, 0, RESULT)).toBe(wasi.ERRNO_BADF);
  });
});

test('path_open gives out the numbers of closed descriptors again', () => {
  const guest = folderGuest();
  const first = openFile(guest);
  const second = openFile(guest);
  expect(guest.call('fd_close', first)).toBe(0);
  expect(openFile(guest)).toBe(first);
  expect(openFile(guest)).toBe(second + 1);
});

describe('path_readlink', () => {
  const readlink = (path: string): number => {
    const guest = folderGuest();
    return guest.call('path_readlink', 3, PATH, guest.put(PATH, path), DATA, 64, RESULT);
  };

  test('says EINVAL of what is no link, as realpath() expects', () => {
    expect(readlink('file')).toBe(wasi.ERRNO_INVAL);
  });

  test('says ENOENT of what does not exist', () => {
    expect(readlink('nothing')).toBe(wasi.ERRNO_NOENT);
  });
});

describe('filestat', () => {
  /** A struct of 64 bytes between two others, all full of garbage before. */
  const stat = (call: (guest: WasiGuest) => number): { times: bigint[]; size: bigint } => {
    const guest = folderGuest();
    guest.memory.bytes.fill(0xff, DATA - 8, DATA + 72);
    expect(call(guest)).toBe(0);
    expect(guest.memory.view.getBigUint64(DATA + 64, true)).toBe(0xffff_ffff_ffff_ffffn);
    return {
      size: guest.memory.view.getBigUint64(DATA + 32, true),
      times: [40, 48, 56].map((at) => guest.memory.view.getBigUint64(DATA + at, true)),
    };
  };

  test('of a path leaves no time unset', () => {
    const found = stat((guest) =>
      guest.call('path_filestat_get', 3, 0, PATH, guest.put(PATH, 'file'), DATA),
    );
    expect(found).toEqual({ size: 10n, times: [0n, 0n, 0n] });
  });

  test('of a descriptor leaves no time unset', () => {
    const found = stat((guest) => guest.call('fd_filestat_get', openFile(guest), DATA));
    expect(found).toEqual({ size: 10n, times: [0n, 0n, 0n] });
  });
});

test('socket calls answer an errno', () => {
  const guest = folderGuest();
  for (const name of ['sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown']) {
    expect(guest.call(name, 0, 0, 0)).toBe(wasi.ERRNO_NOTSOCK);
    expect(guest.call(name, 9, 0, 0)).toBe(wasi.ERRNO_BADF);
  }
});

test('proc_raise answers an errno', () => {
  expect(folderGuest().call('proc_raise', wasi.SIGNAL_TERM)).toBe(wasi.ERRNO_NOSYS);
});
