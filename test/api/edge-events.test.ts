import { afterEach, beforeEach, expect, it } from 'vitest';
import { GpiodError } from '../../ts/api/errors.js';
import type { LineRequest } from '../../ts/api/line-request.js';
import { ERRNO } from '../../ts/kernel/errno.js';
import type { Kernel } from '../../ts/kernel/kernel.js';
import { loadSync } from '../../ts/load.js';
import type { SimChip } from '../../ts/sim/sim-chip.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';

let clock: VirtualClock;
let sim: SimChip;
/** How often a signal comes in the middle of a poll. */
let interruptions: number;
/** The errno that reads fail with. */
let broken: number | undefined;
let request: LineRequest;

/** The same, where signals interrupt polls and reads may fail. */
function interruptible(kernel: Kernel): Kernel {
  return {
    name: kernel.name,
    time: kernel.time,
    devices: () => kernel.devices(),
    watch: (fd, onReady) => kernel.watch(fd, onReady),
    attach: (memory) => {
      const calls = kernel.attach(memory);
      const poll: typeof calls.poll = (...args) =>
        interruptions-- > 0 ? -ERRNO.EINTR : calls.poll(...args);
      const read: typeof calls.read = (...args) =>
        broken === undefined ? calls.read(...args) : -broken;
      return { ...calls, poll, read };
    },
  };
}

beforeEach(() => {
  clock = new VirtualClock();
  interruptions = 0;
  broken = undefined;
  const kernel = new SimKernel({ clock });
  sim = kernel.plug({ lines: 1 });
  using chip = loadSync({ kernel: interruptible(kernel) }).openChip(0);
  request = chip.requestLines({ lines: { 0: { direction: 'input', edge: 'both' } } });
});

afterEach(() => request.release());

/** So many edges, one after the other. */
function swing(edges: number): void {
  const line = sim.line(0);
  for (let i = 0; i < edges; i++) line.pull(line.level === 1 ? 'down' : 'up');
}

/** The number of the next event, and how many were lost before it. */
async function first(): Promise<unknown> {
  for await (const { globalSeqno, lost } of request.events()) return [globalSeqno, lost];
  return undefined;
}

it('what a stream has read and not given, the next one gives', async () => {
  swing(3);
  expect([await first(), await first(), await first()]).toEqual([
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
  swing(1);
  expect(await first()).toEqual([4, 0]);
});

it('what an aborted stream has read and not given is waited for no longer, and read first', async () => {
  const controller = new AbortController();
  swing(3);
  const stream = request.events({ signal: controller.signal });
  await stream.next();
  controller.abort();
  await expect(stream.next()).rejects.toMatchObject({ name: 'AbortError' });
  expect(await request.waitEdgeEvent()).toBe(true);
  swing(1);
  expect(request.readEdgeEvents(1).map((event) => event.globalSeqno)).toEqual([2]);
  expect(request.readEdgeEvents().map((event) => event.globalSeqno)).toEqual([3, 4]);
  expect(await request.waitEdgeEvent({ timeoutMs: 0 })).toBe(false);
});

it('a signal in the middle of a poll is no failure', async () => {
  swing(1);
  interruptions = 2;
  expect(request.readEdgeEvents()).toHaveLength(1);
  interruptions = 2;
  expect(await request.waitEdgeEvent({ timeoutMs: 0 })).toBe(false);
});

it.each([
  [ERRNO.ENODEV, /The chip has been unplugged/],
  [ERRNO.EIO, undefined],
])('a read that fails with errno %i speaks of an unplugged chip where it is one', (errno, hint) => {
  swing(1);
  broken = errno;
  try {
    request.readEdgeEvents();
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof GpiodError)) throw error;
    expect(error.errno).toBe(errno);
    if (hint === undefined) expect(error.hint).toBeUndefined();
    else expect(error.hint).toMatch(hint);
  }
});

it('the time of a wait is the one that passes for the machine', async () => {
  let ended: boolean | undefined;
  const wait = request.waitEdgeEvent({ timeoutMs: 60_000 }).then((result) => {
    ended = result;
  });
  clock.advance(59_999);
  await Promise.resolve();
  expect(ended).toBeUndefined();
  clock.advance(1);
  await wait;
  expect(ended).toBe(false);
});

it('who waits for events of lines without an edge is told so', async () => {
  request.reconfigure({ 0: { direction: 'input' } });
  const told = { code: 'EINVAL', hint: expect.stringContaining("edge: 'both'") };
  await expect(request.events().next()).rejects.toMatchObject(told);
  await expect(request.waitEdgeEvent()).rejects.toMatchObject(told);
  await expect(request.waitEdgeEvent({ timeoutMs: 1 })).rejects.toMatchObject(told);
  expect(request.readEdgeEvents()).toEqual([]);
});

it('a stream may be there before the edges are', async () => {
  request.reconfigure({ 0: { direction: 'input' } });
  const stream = request.events();
  request.reconfigure({ 0: { direction: 'input', edge: 'rising' } });
  const event = stream.next();
  swing(2);
  expect(await event).toMatchObject({ value: { type: 'rising', globalSeqno: 1 } });
  await stream.return();
});
