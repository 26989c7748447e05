import { afterEach, expect, test } from 'vitest';
import {
  GPIO_V2_GET_LINE_IOCTL,
  gpio_v2_line_flag,
  gpio_v2_line_request,
} from '../../ts/kernel/generated/uapi.js';
import { POLLERR, POLLHUP, POLLIN, POLLPRI } from '../../ts/kernel/kernel.js';
import { writeStruct } from '../../ts/kernel/uapi.js';
import {
  CALL,
  type Channel,
  createChannel,
  openChannel,
  STATE,
  WORD,
} from '../../ts/sandbox/plugin/channel.js';
import { HostBridge } from '../../ts/sandbox/plugin/host-bridge.js';
import { type SandboxKernel, sandbox } from '../../ts/sandbox.js';
import type { Sim } from '../../ts/sim.js';
import { chips, panel } from './plugin-support.js';

/** The host's end of a plugin, with the test at the other end of the channel. */
class Bench {
  readonly sim: Sim = panel();
  readonly box: SandboxKernel = sandbox(this.sim.kernel, chips);
  readonly channel: Channel = openChannel(createChannel());
  /** How often the host has looked at descriptors. */
  looks = 0;
  readonly bridge: HostBridge;

  constructor() {
    const { box } = this;
    const counted = {
      name: box.name,
      devices: () => box.devices(),
      watch: box.watch.bind(box),
      attach: (...args: Parameters<typeof box.attach>) => {
        const calls = box.attach(...args);
        const poll: typeof calls.poll = (...polled) => {
          this.looks += 1;
          return calls.poll(...polled);
        };
        return { ...calls, poll };
      },
    };
    this.bridge = new HostBridge(this.channel, counted, () => {});
  }

  /** Makes a call. Returns its result, or undefined while there is none. */
  call(number: number, ...args: number[]): number | undefined {
    const { words } = this.channel;
    words[WORD.call] = number;
    words.set(args, WORD.args);
    Atomics.store(words, WORD.state, STATE.asked);
    this.bridge.serve();
    return this.answer;
  }

  get answer(): number | undefined {
    const { words } = this.channel;
    return Atomics.load(words, WORD.state) === STATE.answered ? words[WORD.result] : undefined;
  }

  /** Requests the button with edges. Returns the request's descriptor. */
  button(): number {
    const { data } = this.channel;
    const { written } = new TextEncoder().encodeInto('/dev/gpiochip0', data);
    const chip = this.call(CALL.open, written) ?? -1;
    const view = new DataView(data.buffer, data.byteOffset, gpio_v2_line_request.size);
    data.fill(0, 0, gpio_v2_line_request.size);
    const flags = BigInt(gpio_v2_line_flag.INPUT | gpio_v2_line_flag.EDGE_RISING);
    writeStruct(view, 0, gpio_v2_line_request, { offsets: [1], num_lines: 1, config: { flags } });
    this.call(CALL.ioctl, chip, GPIO_V2_GET_LINE_IOCTL | 0, gpio_v2_line_request.size);
    return view.getInt32(gpio_v2_line_request.members.fd.offset, true);
  }

  /** Polls one descriptor without an end. */
  poll(fd: number, events: number): number | undefined {
    const view = new DataView(this.channel.data.buffer, this.channel.data.byteOffset);
    view.setInt32(0, fd, true);
    view.setInt32(4, events, true);
    return this.call(CALL.poll, 1, -1, -1);
  }

  /** What the last poll has found. */
  get found(): number {
    return new DataView(this.channel.data.buffer, this.channel.data.byteOffset).getInt16(6, true);
  }

  async turns(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

let bench: Bench;

afterEach(() => {
  bench.bridge.close();
  bench.box.closeAll();
  expect(bench.sim.openHandles).toEqual([]);
});

test('a wait is answered when there is something', async () => {
  bench = new Bench();
  const fd = bench.button();
  expect(bench.poll(fd, POLLIN)).toBeUndefined();
  await bench.turns(3);
  expect(bench.answer).toBeUndefined();
  bench.sim.line('BUTTON').pull('up');
  while (bench.answer === undefined) await bench.turns(1);
  expect([bench.answer, bench.found]).toEqual([1, POLLIN]);
});

test('a wait for what never comes does not keep the host busy, and ends when the line is revoked', async () => {
  bench = new Bench();
  const fd = bench.button();
  bench.sim.line('BUTTON').pull('up');
  bench.looks = 0;
  expect(bench.poll(fd, POLLPRI)).toBeUndefined();
  const turns = 1000;
  await bench.turns(turns);
  expect(bench.answer).toBeUndefined();
  expect(bench.looks).toBeGreaterThan(0);
  expect(bench.looks).toBeLessThan(turns / 4);
  bench.box.revoke('BUTTON');
  while (bench.answer === undefined) await bench.turns(1);
  expect([bench.answer, bench.found]).toEqual([1, POLLERR | POLLHUP]);
});

test('numbers that no worker of ours would send are survived', () => {
  bench = new Bench();
  for (const call of [...Object.values(CALL), 0, 99]) {
    for (const numbers of [
      [-1, -1, -1],
      [0x7fff_ffff, 0x7fff_ffff, 0x7fff_ffff],
      [3, 0, 0x1_0000],
    ]) {
      const result = bench.call(call, ...numbers) ?? 0;
      expect(Number.isInteger(result)).toBe(true);
      bench.bridge.close();
      bench.box.closeAll();
      bench = new Bench();
    }
  }
});
