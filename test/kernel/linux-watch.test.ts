import { AsyncLocalStorage } from 'node:async_hooks';
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import { type FdWatch, POLLERR, POLLHUP, POLLIN } from '../../ts/kernel/kernel.js';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { setUpGuestPipe } from '../support/guest-pipe.js';
import { OUT } from '../support/linux-guest.js';
import { write } from '../support/temporary-folder.js';

const pipe = setUpGuestPipe();

/** Starts a watch that must start. */
function watch(onReady: (revents: number) => void, descriptor = pipe.fd): FdWatch {
  const started = linuxKernel().watch(descriptor, onReady);
  if (typeof started === 'number') throw new Error(`errno ${-started}`);
  return started;
}

/** Once through all phases of the event loop: whatever is ready has been reported afterwards. */
async function turn(): Promise<void> {
  for (let phase = 0; phase < 3; phase += 1) await new Promise((done) => setTimeout(done, 1));
}

function read(): string {
  return pipe.guest.text(OUT, pipe.guest.calls.read(pipe.fd, OUT, 100));
}

describe('a watch', () => {
  it('calls back with the conditions when something can be read', async () => {
    const seen = await new Promise((resolve) => {
      const started = watch((revents) => {
        started.close();
        resolve([revents, read()]);
      });
      pipe.write('edge');
    });
    expect(seen).toEqual([POLLIN, 'edge']);
  });

  it('calls again until everything is read, and then no more', async () => {
    let calls = 0;
    const started = watch(() => {
      calls += 1;
      pipe.guest.calls.read(pipe.fd, OUT, 1);
    });
    pipe.write('123');
    while (calls < 3) await turn();
    await turn();
    expect(calls).toBe(3);
    started.close();
  });

  it('is silent while paused; nothing is lost', async () => {
    const seen: string[] = [];
    const started = watch(() => seen.push(read()));
    started.pause();
    started.pause();
    pipe.write('a');
    await turn();
    pipe.write('b');
    await turn();
    expect(seen).toEqual([]);
    started.resume();
    started.resume();
    while (seen.length === 0) await turn();
    expect(seen).toEqual(['ab']);
    started.close();
  });

  it('may be paused and closed from its own callback', async () => {
    let calls = 0;
    const started = watch(() => {
      calls += 1;
      if (calls === 1) started.pause();
      else started.close();
    });
    pipe.write('x');
    while (calls < 1) await turn();
    await turn();
    expect(calls).toBe(1);
    started.resume();
    while (calls < 2) await turn();
    await turn();
    expect(calls).toBe(2);
  });

  it('ignores everything after it was closed, as often as it is closed', async () => {
    let calls = 0;
    const started = watch(() => {
      calls += 1;
    });
    started.close();
    started.close();
    started.resume();
    started.pause();
    started.unref();
    started.ref();
    pipe.write('x');
    await turn();
    expect(calls).toBe(0);
  });

  it('is the only one of its descriptor: EBUSY; until it is closed', () => {
    const started = watch(() => {});
    expect(linuxKernel().watch(pipe.fd, () => {})).toBe(-ERRNO.EBUSY);
    started.pause();
    expect(linuxKernel().watch(pipe.fd, () => {})).toBe(-ERRNO.EBUSY);
    started.close();
    watch(() => {}).close();
  });

  it('cannot be had on a file that is not there, or that is always ready', () => {
    expect(linuxKernel().watch(-1, () => {})).toBe(-ERRNO.EBADF);
    expect(linuxKernel().watch(9999, () => {})).toBe(-ERRNO.EBADF);
    const regular = pipe.guest.open('/proc/self/comm');
    expect(linuxKernel().watch(regular, () => {})).toBe(-ERRNO.EPERM);
    pipe.guest.calls.close(regular);
  });

  it('ends when a guest closes the descriptor, whose number may then be watched anew', async () => {
    const seen: string[] = [];
    const old = watch(() => seen.push('old'));
    pipe.write('x');
    pipe.close();
    pipe.fd = pipe.guest.open(pipe.path); // the lowest number that is free: the same
    const started = watch(() => seen.push(read()));
    old.pause();
    old.close();
    pipe.write('y');
    while (seen.length === 0) await turn();
    expect(seen).toEqual(['y']);
    started.close();
  });

  it('leaves the descriptor as blocking as it was', () => {
    const flags = (): string =>
      readFileSync(`/proc/self/fdinfo/${pipe.fd}`, 'utf8').split('\n')[1] ?? '';
    const before = flags();
    const started = watch(() => {});
    expect(flags()).toBe(before);
    started.close();
    expect(flags()).toBe(before);
  });

  it('is not told what another callback of the same turn has read already', async () => {
    const otherPath = pipe.folder.fifo('other');
    const other = pipe.guest.open(otherPath);
    const seen: string[] = [];
    const drain = (from: string) => () => {
      seen.push(from);
      pipe.guest.calls.read(pipe.fd, OUT, 100);
      pipe.guest.calls.read(other, OUT, 100);
    };
    const watches = [watch(drain('one')), watch(drain('other'), other)];
    pipe.write('x');
    write(otherPath, 'x');
    while (seen.length === 0) await turn();
    await turn();
    expect(seen).toHaveLength(1);
    for (const started of watches) started.close();
    pipe.guest.calls.close(other);
  });

  it('runs in the async context in which it was made', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen = await new Promise((resolve) => {
      const started = storage.run('mine', () =>
        watch(() => {
          started.close();
          resolve(storage.getStore());
        }),
      );
      pipe.write('x');
    });
    expect(seen).toBe('mine');
  });

  it('lets promises settle between two callbacks', async () => {
    const order: string[] = [];
    const started = watch(() => {
      pipe.guest.calls.read(pipe.fd, OUT, 1);
      order.push('callback');
      Promise.resolve().then(() => order.push('promise'));
    });
    pipe.write('12');
    while (order.length < 4) await turn();
    started.close();
    expect(order).toEqual(['callback', 'promise', 'callback', 'promise']);
  });

  it.each([
    ['POLLHUP', POLLHUP, constants.O_RDONLY | constants.O_NONBLOCK],
    ['POLLERR', POLLERR, constants.O_WRONLY],
  ])(
    'reports %s once, which no read can end, and again when resumed',
    async (_, condition, flags) => {
      // One end of a pipe whose other end is gone.
      const end = openSync(pipe.path, flags);
      pipe.close();
      const seen: number[] = [];
      const started = watch((revents) => seen.push(revents), end);
      while (seen.length < 1) await turn();
      await turn();
      expect(seen).toEqual([condition]);
      started.resume();
      while (seen.length < 2) await turn();
      await turn();
      expect(seen).toEqual([condition, condition]);
      started.close();
      closeSync(end);
    },
  );

  it('reports an end of file together with what is still to be read', async () => {
    const end = openSync(pipe.path, constants.O_RDONLY | constants.O_NONBLOCK);
    pipe.write('last');
    pipe.close();
    const seen: number[] = [];
    const started = watch((revents) => {
      seen.push(revents);
      pipe.guest.calls.read(end, OUT, 2);
    }, end);
    while (seen.length < 3) await turn();
    await turn();
    expect(seen).toEqual([POLLIN | POLLHUP, POLLIN | POLLHUP, POLLHUP]);
    started.close();
    closeSync(end);
  });
});
