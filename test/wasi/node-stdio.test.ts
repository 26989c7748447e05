import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { wasi } from '@bjorn3/browser_wasi_shim';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NodeInput, NodeOutput } from '../../ts/wasi/node-stdio.js';
import { setUpFolder } from '../support/temporary-folder.js';
import { FakeClock } from './support/fake-clock.js';

const neverWaits = (): boolean => {
  throw new Error('waited');
};

const folder = setUpFolder();
let open: number[];

beforeEach(() => {
  open = [];
});

afterEach(() => {
  for (const fd of open) closeSync(fd);
});

function keep(fd: number): number {
  open.push(fd);
  return fd;
}

/** Both ends of a pipe, non-blocking, as one descriptor. */
function openPipe(): number {
  const path = folder.join('pipe');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  return keep(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
}

describe('output', () => {
  test('a full non-blocking pipe loses nothing: it is waited for', () => {
    const pipe = openPipe();
    const clock = new FakeClock();
    const received: Uint8Array[] = [];
    const drain = (): void => {
      const buffer = new Uint8Array(100_000);
      received.push(buffer.subarray(0, readSync(pipe, buffer)));
    };
    clock.onSleep = drain;

    const sent = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
    expect(new NodeOutput(pipe, clock).write(sent)).toBe(wasi.ERRNO_SUCCESS);
    drain();
    expect(clock.sleeps.length).toBeGreaterThan(0);
    expect(Buffer.concat(received).equals(sent)).toBe(true);
  });

  test('the pauses grow while nobody reads', () => {
    const pipe = openPipe();
    const clock = new FakeClock();
    const output = new NodeOutput(pipe, clock);
    output.write(new Uint8Array(65_536));
    clock.onSleep = () => {
      if (clock.sleeps.length === 6) readSync(pipe, new Uint8Array(65_536));
    };
    output.write(new Uint8Array(1));
    expect(clock.sleeps.map((ns) => Number(ns / 1_000_000n))).toEqual([1, 2, 4, 8, 16, 16, 16]);
  });

  test('a pipe that nobody reads any more is EPIPE', () => {
    const path = folder.join('pipe');
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = keep(openSync(path, constants.O_WRONLY));
    closeSync(reader);
    const output = new NodeOutput(writer, new FakeClock());
    expect(output.write(Uint8Array.of(1))).toBe(wasi.ERRNO_PIPE);
  });

  test('a full disk is ENOSPC', () => {
    const output = new NodeOutput(keep(openSync('/dev/full', 'w')), new FakeClock());
    expect(output.write(Uint8Array.of(1))).toBe(wasi.ERRNO_NOSPC);
  });

  test('only a terminal is a terminal', () => {
    const isTerminal = (path: string): boolean => {
      const fd = keep(openSync(path, constants.O_RDWR | constants.O_NOCTTY));
      return new NodeOutput(fd, new FakeClock()).isTerminal;
    };
    writeFileSync(folder.join('file'), '');
    expect(isTerminal('/dev/ptmx')).toBe(true);
    expect(isTerminal('/dev/null')).toBe(false);
    expect(isTerminal(folder.join('file'))).toBe(false);
  });
});

describe('input', () => {
  test('an empty non-blocking pipe is waited for', () => {
    const pipe = openPipe();
    const clock = new FakeClock();
    clock.onSleep = () => {
      if (clock.sleeps.length === 2) writeSync(pipe, 'get\n');
    };
    const input = new NodeInput(pipe, clock, neverWaits);
    expect(input.read(64)).toEqual(new TextEncoder().encode('get\n'));
    expect(clock.sleeps.length).toBe(3);
  });

  test('the end of a file is no bytes', () => {
    const input = new NodeInput(keep(openSync('/dev/null', 'r')), new FakeClock(), neverWaits);
    expect(input.read(64)).toEqual(new Uint8Array(0));
  });

  test('a folder is EISDIR', () => {
    const input = new NodeInput(keep(openSync(folder.path, 'r')), new FakeClock(), neverWaits);
    expect(input.read(64)).toBe(wasi.ERRNO_ISDIR);
  });

  test('files are always readable, pipes are waited for', () => {
    const path = folder.join('file');
    writeFileSync(path, '');
    const clock = new FakeClock();
    const fromFile = new NodeInput(keep(openSync(path, 'r')), clock, neverWaits);
    expect(fromFile.waitReadable(-1n)).toBe(true);

    const waits: [number, bigint][] = [];
    const pipe = openPipe();
    const fromPipe = new NodeInput(pipe, clock, (fd, timeoutNs) => {
      waits.push([fd, timeoutNs]);
      return false;
    });
    expect(fromPipe.waitReadable(5n)).toBe(false);
    expect(waits).toEqual([[pipe, 5n]]);
  });
});
