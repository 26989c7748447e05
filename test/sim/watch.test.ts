import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import { type FdWatch, POLLERR, POLLHUP, POLLIN } from '../../ts/kernel/kernel.js';
import { EDGE, INPUT } from '../../ts/sim/line-flags.js';
import type { SimChip } from '../../ts/sim/sim-chip.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';
import { SimGuest } from '../support/sim-guest.js';
import { uncaughtIn } from '../support/uncaught.js';

let kernel: SimKernel;
let sim: SimChip;
let guest: SimGuest;
let chip: number;
let request: number;
let up = false;

beforeEach(() => {
  kernel = new SimKernel({ clock: new VirtualClock() });
  sim = kernel.plug();
  guest = new SimGuest(kernel);
  chip = guest.open(sim.path);
  request = guest.request(chip, [0], INPUT | EDGE);
  up = false;
});

function edge(): void {
  up = !up;
  sim.line(0).pull(up ? 'up' : 'down');
}

/** Starts a watch that must start. */
function watch(onReady: (revents: number) => void, fd = request): FdWatch {
  const started = kernel.watch(fd, onReady);
  if (typeof started === 'number') throw new Error(`errno ${-started}`);
  return started;
}

/** Some turns of the event loop: whatever is ready has been reported afterwards. */
async function turn(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise((done) => setImmediate(done));
}

describe('a watch on the simulated kernel', () => {
  it('calls back later, from the event loop, with the conditions', async () => {
    const seen: number[] = [];
    const started = watch((revents) => {
      seen.push(revents);
      guest.read(request);
    });
    edge();
    await Promise.resolve();
    expect(seen).toEqual([]);
    await turn();
    expect(seen).toEqual([POLLIN]);
    started.close();
  });

  it('is told of what waited before it began', async () => {
    edge();
    let calls = 0;
    const started = watch(() => {
      calls += 1;
      guest.read(request);
    });
    await turn();
    expect(calls).toBe(1);
    started.close();
  });

  it('calls again until everything is read, promises settling in between', async () => {
    const order: string[] = [];
    const started = watch(() => {
      guest.read(request, 48);
      order.push('callback');
      Promise.resolve().then(() => order.push('promise'));
    });
    edge();
    edge();
    await turn();
    expect(order).toEqual(['callback', 'promise', 'callback', 'promise']);
    started.close();
  });

  it('is silent while paused; nothing is lost', async () => {
    let calls = 0;
    const started = watch(() => {
      calls += 1;
      guest.read(request, 96);
    });
    edge();
    started.pause();
    started.pause();
    edge();
    await turn();
    expect(calls).toBe(0);
    started.resume();
    started.resume();
    await turn();
    expect(calls).toBe(1);
    started.close();
  });

  it('may be paused and closed from its own callback', async () => {
    let calls = 0;
    const started = watch(() => {
      calls += 1;
      if (calls === 1) started.pause();
      else started.close();
    });
    edge();
    await turn();
    expect(calls).toBe(1);
    started.resume();
    await turn();
    expect(calls).toBe(2);
  });

  it('ignores everything after it was closed', async () => {
    let calls = 0;
    const started = watch(() => {
      calls += 1;
    });
    edge();
    started.close();
    started.close();
    started.resume();
    started.pause();
    started.unref();
    started.ref();
    edge();
    await turn();
    expect(calls).toBe(0);
  });

  it('is the only one of its descriptor, until it is closed, and leaves the next one alone', async () => {
    const started = watch(() => {});
    expect(kernel.watch(request, () => {})).toBe(-ERRNO.EBUSY);
    started.pause();
    expect(kernel.watch(request, () => {})).toBe(-ERRNO.EBUSY);
    started.close();
    const seen: number[] = [];
    const next = watch((revents) => {
      seen.push(revents);
      guest.read(request);
    });
    started.close();
    edge();
    await turn();
    expect(seen).toEqual([POLLIN]);
    next.close();
  });

  it('cannot be had on what is not open, or always ready', () => {
    expect(kernel.watch(77, () => {})).toBe(-ERRNO.EBADF);
    expect(kernel.watch(-1, () => {})).toBe(-ERRNO.EBADF);
    const other = guest.open('/dev/null');
    expect(kernel.watch(other, () => {})).toBe(-ERRNO.EPERM);
  });

  it('ends when the descriptor is closed, whose number may be watched anew', async () => {
    const seen: string[] = [];
    const old = watch(() => seen.push('old'));
    edge();
    guest.calls.close(request);
    expect(guest.request(chip, [0], INPUT | EDGE)).toBe(request);
    const started = watch(() => {
      seen.push('new');
      guest.read(request);
    });
    old.resume();
    old.close();
    edge();
    await turn();
    expect(seen).toEqual(['new']);
    started.close();
  });

  it('is not told what another callback has read already', async () => {
    const other = guest.request(chip, [1], INPUT | EDGE);
    const seen: string[] = [];
    const drain = (from: string) => () => {
      seen.push(from);
      guest.read(request);
      guest.read(other);
    };
    const watches = [watch(drain('one')), watch(drain('other'), other)];
    edge();
    sim.line(1).pull('up');
    await turn();
    expect(seen).toHaveLength(1);
    for (const started of watches) started.close();
  });

  it('reports an unplugged chip once, and again when resumed', async () => {
    const seen: number[] = [];
    const watches = [request, chip].map((fd) => watch((revents) => seen.push(revents), fd));
    sim.unplug();
    await turn();
    expect(seen).toEqual([POLLHUP | POLLERR, POLLHUP | POLLERR]);
    watches[0]?.resume();
    await turn();
    expect(seen).toHaveLength(3);
    for (const started of watches) started.close();
  });

  it('lets other work of the event loop happen although nobody reads', async () => {
    let calls = 0;
    const started = watch(() => {
      calls += 1;
    });
    edge();
    await new Promise((done) => setTimeout(done, 1));
    await turn();
    started.close();
    expect(calls).toBeGreaterThan(1);
  });

  it('lets it happen between edges that its own reader makes', async () => {
    let turns = 0;
    let calls = 0;
    await new Promise<void>((done) => {
      const count = (): void => {
        turns += 1;
        if (calls < 20) setImmediate(count);
      };
      setImmediate(count);
      const started = watch(() => {
        calls += 1;
        guest.read(request);
        if (calls === 20) done(started.close());
        else queueMicrotask(edge);
      });
      edge();
    });
    expect(turns).toBeGreaterThanOrEqual(19);
  });

  it('goes on after a callback that throws', async () => {
    let calls = 0;
    const thrown = await uncaughtIn(async () => {
      const started = watch(() => {
        calls += 1;
        guest.read(request, 48);
        throw new Error(`call ${calls}`);
      });
      edge();
      edge();
      await turn();
      started.close();
    });
    expect(thrown).toEqual([new Error('call 1'), new Error('call 2')]);
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
      edge();
    });
    expect(seen).toBe('mine');
  });
});
