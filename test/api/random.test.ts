import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Chip } from '../../ts/api/chip.js';
import { type EdgeEvent, type LineRequest, loadSync, type Value } from '../../ts/index.js';
import { createSim, type Sim, type SimLine } from '../../ts/sim.js';
import { Random } from '../differential/random.js';
import { RandomHolder } from './random-holder.js';

/** Random calls of the API, some of them made by listeners in the middle of others. */

const EPISODES = 40;
const ACTIONS = 200;

class Episode {
  readonly #random: Random;
  readonly #sim: Sim = createSim({ chips: [{ lines: 8 }] }, { clock: 'virtual' });
  readonly #chip: Chip = loadSync({ kernel: this.#sim.kernel }).openChip(0);
  readonly #holders = [new RandomHolder(0), new RandomHolder(3)];
  readonly #waiting = new Set<Promise<unknown>>();
  readonly #failures: unknown[] = [];
  /** What listeners do nothing in: another listener, and calls after which nobody knows yet what is true. */
  #inside = false;

  constructor(seed: number) {
    this.#random = new Random(seed);
    for (const line of this.#sim.chip(0).lines) {
      line.listen(() => {
        if (!this.#inside && this.#random.once(4)) this.#alone(() => this.#act());
      });
    }
  }

  async run(): Promise<void> {
    for (let i = 0; i < ACTIONS; i += 1) {
      this.#act();
      for (const { request, play, a, b, told } of this.#holders) {
        if (play === undefined)
          expect(request?.getValues([a, b])).toEqual(request && [told[a], told[b]]);
      }
      if (this.#random.once(5)) await this.#sim.settle();
      if (this.#random.once(10)) this.#sim.clock.advance(this.#random.pick([0.5, 1, 5]));
    }
    for (const holder of this.#holders) this.#release(holder);
    this.#chip.close();
    await Promise.all(this.#waiting);
    expect([this.#failures, this.#sim.openHandles]).toEqual([[], []]);
  }

  #alone(call: () => void): void {
    const inside = this.#inside;
    this.#inside = true;
    try {
      call();
    } catch (error) {
      this.#failures.push(error);
    }
    this.#inside = inside;
  }

  /** Notes what settles in the end, if it fails by one of these errors. */
  #settles<T>(promise: Promise<T>, codes: readonly string[], then: (value: T) => void): void {
    const settled: Promise<unknown> = promise
      .then(then)
      .catch((error: { code?: string }) => {
        if (!codes.includes(error.code ?? '')) this.#failures.push(error);
      })
      .finally(() => this.#waiting.delete(settled));
    this.#waiting.add(settled);
  }

  /** Events come once, in order, or are counted as lost. */
  #take(holder: RandomHolder, request: LineRequest, event: EdgeEvent): void {
    if (holder.request !== request) return;
    expect(event.globalSeqno).toBe(holder.got + event.lost + 1);
    expect(event.type).toBe(holder.edges[event.globalSeqno - 1]);
    holder.got = event.globalSeqno;
  }

  #bit(): Value {
    return this.#random.below(2) as Value;
  }

  #open(holder: RandomHolder): void {
    const { a, b, input } = holder;
    const value = this.#bit();
    Object.assign(holder, { told: { [a]: value, [b]: 0 }, edges: [], got: 0 });
    const lines = {
      [a]: { direction: 'output', value },
      [b]: { direction: 'output' },
      [input]: { direction: 'input', edge: 'both' },
    } as const;
    this.#alone(() => {
      holder.request = this.#chip.requestLines({ lines, eventBufferSize: 8 });
    });
  }

  #play(holder: RandomHolder, request: LineRequest): void {
    const { a, b } = holder;
    const play = new AbortController();
    holder.play = play;
    const set = () => ({ set: { [a]: this.#bit(), [b]: this.#bit() }, waitUs: 700 });
    const options = { repeat: this.#random.pick([2, Infinity]), signal: play.signal };
    const ended = request.play([set(), set(), set()], options).finally(() => {
      holder.play = undefined;
      const [first = 0, second = 0] = request.released ? [] : request.getValues([a, b]);
      if (!request.released) holder.told = { [a]: first, [b]: second };
    });
    this.#settles(ended, ['ABORT_ERR', 'EBADF'], ({ steps }) => expect(steps).toBe(6));
  }

  /** Does one thing; while steps are being played, nothing to their lines. */
  #act(): void {
    const holder = this.#random.pick(this.#holders);
    const { a, b, input, request, told, play } = holder;
    if (request === undefined) {
      if (play === undefined) this.#open(holder);
      return;
    }
    const line = this.#random.pick([a, b]);
    const value = this.#bit();
    const always: (() => void)[] = [
      () => this.#pull(holder, this.#sim.chip(0).line(input), value),
      () => play?.abort(),
      () => this.#next(holder, request),
      () => this.#settles(request.waitEdgeEvent({ timeoutMs: 3 }), [], () => {}),
      () => this.#read(holder, request),
      () => {
        if (this.#random.once(4)) this.#release(holder);
      },
    ];
    const alone: (() => void)[] = [
      () => {
        told[line] = value;
        request.setValue(line, value);
      },
      () => {
        Object.assign(told, { [a]: value, [b]: value });
        request.setValues({ [a]: value, [b]: value });
      },
      () => {
        const expected = told[line] === 1 ? 0 : 1;
        told[line] = expected;
        expect(request.line(line).toggle()).toBe(expected);
      },
      () => request.reconfigure({ [line]: { direction: 'output' } }),
      () => this.#play(holder, request),
    ];
    this.#random.pick(play === undefined ? [...always, ...alone] : always)();
  }

  #pull({ edges }: RandomHolder, line: SimLine, value: Value): void {
    if (line.level !== value) edges.push(value === 1 ? 'rising' : 'falling');
    line.pull(value === 1 ? 'up' : 'down');
  }

  #next(holder: RandomHolder, request: LineRequest): void {
    if (holder.streams === request) return;
    holder.streams = request;
    const events = request.events();
    this.#settles(events.next(), [], ({ value }) => {
      if (value !== undefined) this.#take(holder, request, value);
      void events.return();
      if (holder.streams === request) holder.streams = undefined;
    });
    if (this.#random.once(3)) void events.return();
  }

  #read(holder: RandomHolder, request: LineRequest): void {
    if (holder.streams === request) return;
    for (const event of request.readEdgeEvents()) this.#take(holder, request, event);
  }

  #release(holder: RandomHolder): void {
    const { request } = holder;
    holder.request = undefined;
    this.#alone(() => request?.release());
  }
}

test('random calls, from within others too, leave values, edges and promises as they should be', async () => {
  const first = randomInt(2 ** 30);
  console.log(`random calls: seeds ${first} to ${first + EPISODES - 1}`);
  for (let seed = first; seed < first + EPISODES; seed += 1) {
    await new Episode(seed).run().catch((cause: unknown) => {
      throw new Error(`seed ${seed}`, { cause });
    });
  }
});
