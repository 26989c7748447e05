import { expect, test } from 'vitest';
import { EventStream } from '../../ts/api/event-stream.js';
import { Readiness } from '../../ts/api/readiness.js';
import { ReadinessKernel } from './support.js';

/** A stream of numbers; `batches` is what the next reads give. */
function setUp(batches: (number[] | Error)[] = []) {
  const kernel = new ReadinessKernel();
  const state = { reads: 0, ends: 0, left: [] as readonly number[] };
  const stream = new EventStream<number>({
    readiness: new Readiness(kernel, 5, 'gpiod_line_request_wait_edge_events'),
    read: () => {
      state.reads++;
      const batch = batches.shift() ?? [];
      if (batch instanceof Error) throw batch;
      return batch;
    },
    ended: (left) => {
      state.ends++;
      state.left = left;
    },
  });
  return { kernel, state, stream };
}

const done = { done: true, value: undefined };

test('one read per wake-up serves a whole batch, in order', async () => {
  const { kernel, state, stream } = setUp([[1, 2, 3]]);
  const first = stream.next();
  kernel.turn();
  expect(await first).toEqual({ done: false, value: 1 });
  expect((await stream.next()).value).toBe(2);
  expect((await stream.next()).value).toBe(3);
  expect(state.reads).toBe(1);
});

test('several who wait are served in order', async () => {
  const { kernel, stream } = setUp([[1], [2, 3]]);
  const results = [stream.next(), stream.next(), stream.next()];
  kernel.turn();
  kernel.turn();
  expect((await Promise.all(results)).map(({ value }) => value)).toEqual([1, 2, 3]);
});

test('nothing is read before somebody asks, nor while nobody does', async () => {
  const { kernel, state, stream } = setUp([[1], [2]]);
  kernel.turn();
  expect(state.reads).toBe(0);
  const first = stream.next();
  kernel.turn();
  await first;
  kernel.turn();
  expect(state.reads).toBe(1);
  expect(kernel.running).toBe(false);
  const second = stream.next();
  expect(kernel.running).toBe(true);
  kernel.turn();
  expect((await second).value).toBe(2);
});

test('a consumer who does not come back does not hold the process', async () => {
  const { kernel, stream } = setUp([[1]]);
  const first = stream.next();
  kernel.turn();
  await first;
  expect(kernel.calls.at(-1)).toBe('unref');
  void stream.next();
  expect(kernel.calls.at(-1)).toBe('ref');
  await stream.return();
});

test('break ends it, hands back the rest of the batch and pauses the watch', async () => {
  const { kernel, state, stream } = setUp([[1, 2, 3]]);
  setImmediate(() => kernel.turn());
  for await (const event of stream) {
    expect(event).toBe(1);
    break;
  }
  expect(await stream.next()).toEqual(done);
  expect(state).toMatchObject({ ends: 1, left: [2, 3] });
  expect(kernel.running).toBe(false);
});

test('end() delivers what has been read, then is done', async () => {
  const { kernel, stream } = setUp([[1, 2]]);
  const first = stream.next();
  kernel.turn();
  await first;
  stream.end();
  expect((await stream.next()).value).toBe(2);
  expect(await stream.next()).toEqual(done);
});

test('end() wakes those who wait', async () => {
  const { stream } = setUp();
  const waits = [stream.next(), stream.next()];
  stream.end();
  expect(await Promise.all(waits)).toEqual([done, done]);
});

test('a failing read reaches the first who waits, the others see the end', async () => {
  const failure = new Error('unplugged');
  const { kernel, state, stream } = setUp([failure]);
  const waits = [stream.next(), stream.next()];
  kernel.turn();
  await expect(waits[0]).rejects.toBe(failure);
  expect(await waits[1]).toEqual(done);
  expect(await stream.next()).toEqual(done);
  expect(state.ends).toBe(1);
});

test('a signal ends it with AbortError for the one who waits', async () => {
  const { stream } = setUp();
  const controller = new AbortController();
  stream.endWith(controller.signal);
  const wait = stream.next();
  controller.abort();
  await expect(wait).rejects.toMatchObject({ name: 'AbortError' });
  expect(await stream.next()).toEqual(done);
});

test('a signal ends it with AbortError for the one who asks next', async () => {
  const { stream } = setUp();
  stream.endWith(AbortSignal.abort());
  await expect(stream.next()).rejects.toMatchObject({ name: 'AbortError' });
  expect(await stream.next()).toEqual(done);
});

test('a signal that comes after the end changes nothing', async () => {
  const { state, stream } = setUp();
  const controller = new AbortController();
  stream.endWith(controller.signal);
  await stream.return();
  controller.abort();
  expect(await stream.next()).toEqual(done);
  expect(state.ends).toBe(1);
});
