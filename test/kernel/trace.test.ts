import { describe, expect, it } from 'vitest';
import * as uapi from '../../ts/kernel/generated/uapi.js';
import { GuestMemory } from '../../ts/kernel/guest-memory.js';
import type { HostCalls, Kernel } from '../../ts/kernel/kernel.js';
import { trace } from '../../ts/kernel/trace.js';
import { writeStruct } from '../../ts/kernel/uapi.js';
import { LineDirection, LineEdge } from '../../ts/raw/generated/enums.js';
import { NULL } from '../../ts/raw/generated/types.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { rawGpiod } from '../support/libgpiod.js';
import { uncaughtIn } from '../support/uncaught.js';

/** A kernel whose calls do what a test says; the rest succeed. */
function stub(answers: (memory: GuestMemory) => Partial<HostCalls>): Kernel {
  const zero = () => 0;
  return {
    name: 'stub',
    attach: (memory) => ({
      open: zero,
      close: zero,
      ioctl: zero,
      read: zero,
      poll: zero,
      stat: zero,
      realpath: zero,
      ...answers(memory),
    }),
    devices: () => ['gpiochip0'],
    watch: (_fd, onReady) => {
      onReady(0x11);
      return { pause() {}, resume() {}, ref() {}, unref() {}, close() {} };
    },
  };
}

function traced(answers: (memory: GuestMemory) => Partial<HostCalls> = () => ({})) {
  const lines: string[] = [];
  const memory = new GuestMemory();
  memory.use(new WebAssembly.Memory({ initial: 1 }));
  const kernel = trace(stub(answers), (line) => lines.push(line));
  return { lines, memory, kernel, calls: kernel.attach(memory) };
}

describe('a traced kernel', () => {
  it('shows what the C API asks of a kernel, decoded', () => {
    const lines: string[] = [];
    const fake = new FakeKernel();
    const raw = rawGpiod(trace(fake, (line) => lines.push(line)));
    raw.scope((arena) => {
      const chip = arena.own(
        raw.gpiod_chip_open(arena.string('/dev/gpiochip0')),
        raw.gpiod_chip_close,
      );
      const settings = arena.own(raw.gpiod_line_settings_new(), raw.gpiod_line_settings_free);
      raw.gpiod_line_settings_set_direction(settings, LineDirection.INPUT);
      raw.gpiod_line_settings_set_edge_detection(settings, LineEdge.RISING);
      const config = arena.own(raw.gpiod_line_config_new(), raw.gpiod_line_config_free);
      raw.gpiod_line_config_add_line_settings(config, arena.uints([2, 0]), 2, settings);
      const request = arena.own(
        raw.gpiod_chip_request_lines(chip, NULL, config),
        raw.gpiod_line_request_release,
      );
      raw.gpiod_chip_request_lines(chip, NULL, config);
      raw.gpiod_line_request_wait_edge_events(request, 0n);
      fake.pull(2, 'up');
      raw.gpiod_line_request_wait_edge_events(request, 0n);
      const buffer = arena.own(
        raw.gpiod_edge_event_buffer_new(2),
        raw.gpiod_edge_event_buffer_free,
      );
      raw.gpiod_line_request_read_edge_events(request, buffer, 2);
      raw.gpiod_line_request_get_value(request, 2);
    });
    const info = 'ioctl(3, GPIO_GET_CHIPINFO_IOCTL) = 0 {name:"gpiochip0", label:"fäke", lines:8}';
    const wanted = '{offsets:[2, 0], config:{flags:INPUT|EDGE_RISING}, num_lines:2}';
    expect(lines).toEqual([
      'lstat("/dev/gpiochip0") = 0 {mode:020660, rdev:254:0}',
      'stat("/dev/gpiochip0") = 0 {mode:020660, rdev:254:0}',
      'realpath("/sys/dev/char/254:0/subsystem") = 13 "/sys/bus/gpio"',
      'open("/dev/gpiochip0") = 3',
      info,
      `ioctl(3, GPIO_V2_GET_LINE_IOCTL, ${wanted}) = 0 {fd:4}`,
      info,
      `ioctl(3, GPIO_V2_GET_LINE_IOCTL, ${wanted}) = -16 EBUSY`,
      'poll([4:POLLIN|POLLPRI], 0 ns) = 0',
      'poll([4:POLLIN|POLLPRI], 0 ns) = 1 [4:POLLIN]',
      'read(4, 96) = 48 [{timestamp_ns:1000000, id:RISING_EDGE, offset:2, seqno:1, line_seqno:1}]',
      'ioctl(4, GPIO_V2_LINE_GET_VALUES_IOCTL, {bits:0x0, mask:0x1}) = 0 {bits:0x1}',
      'close(4) = 0',
      'close(3) = 0',
    ]);
  });

  it('decodes what is read from a chip as info events', () => {
    const { lines, calls } = traced((memory) => ({
      read(_fd, at) {
        writeStruct(memory.view, at, uapi.gpio_v2_line_info_changed, {
          info: { offset: 3, consumer: 'x', flags: 9n },
          timestamp_ns: 77n,
          event_type: uapi.gpio_v2_line_changed_type.RELEASED,
        });
        return 288;
      },
    }));
    calls.read(9, 16, 288);
    expect(lines).toEqual([
      'read(9, 288) = 288 [{info:{consumer:"x", offset:3, flags:USED|OUTPUT}, timestamp_ns:77, event_type:RELEASED}]',
    ]);
  });

  it('shows the member of an attribute that its id names', () => {
    const { lines, memory, calls } = traced();
    const { DEBOUNCE, FLAGS, OUTPUT_VALUES } = uapi.gpio_v2_line_attr_id;
    writeStruct(memory.view, 0, uapi.gpio_v2_line_config, {
      num_attrs: 4,
      attrs: [
        { attr: { id: DEBOUNCE, debounce_period_us: 500 }, mask: 1n },
        { attr: { id: FLAGS, flags: 0x10000008n }, mask: 2n },
        { attr: { id: OUTPUT_VALUES, values: 0n }, mask: 4n },
        { attr: { id: 99 } },
      ],
      padding: [0, 1],
    });
    calls.ioctl(4, uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL, 0, 272);
    expect(lines).toEqual([
      'ioctl(4, GPIO_V2_LINE_SET_CONFIG_IOCTL, {num_attrs:4, padding:[0, 1], attrs:[' +
        '{attr:{id:DEBOUNCE, debounce_period_us:500}, mask:0x1}, ' +
        '{attr:{id:FLAGS, flags:OUTPUT|0x10000000}, mask:0x2}, ' +
        '{attr:{id:OUTPUT_VALUES, values:0x0}, mask:0x4}, ' +
        '{attr:{id:99}, mask:0x0}]}) = 0',
    ]);
  });

  it('passes on calls it cannot decode, and pointers outside the memory', () => {
    const seen: number[][] = [];
    const { lines, calls } = traced(() => ({
      ioctl: (...args) => {
        seen.push(args);
        return -25;
      },
      open: () => -14,
    }));
    expect(calls.ioctl(3, 0x5401, 64, 0)).toBe(-25);
    expect(calls.ioctl(3, uapi.GPIO_V2_GET_LINE_IOCTL, -8, 592)).toBe(-25);
    expect(calls.ioctl(3, uapi.GPIO_V2_GET_LINE_IOCTL, 65_528, 8)).toBe(-25);
    expect(calls.open(-1, 4)).toBe(-14);
    expect(seen).toEqual([
      [3, 0x5401, 64, 0],
      [3, uapi.GPIO_V2_GET_LINE_IOCTL, -8, 592],
      [3, uapi.GPIO_V2_GET_LINE_IOCTL, 65_528, 8],
    ]);
    expect(lines).toEqual([
      'ioctl(3, 0x5401, 0x40) = -25 ENOTTY',
      'ioctl(3, GPIO_V2_GET_LINE_IOCTL, 0xfffffff8) = -25 ENOTTY',
      'ioctl(3, GPIO_V2_GET_LINE_IOCTL, 0xfff8) = -25 ENOTTY',
      'open(0xffffffff) = -14 EFAULT',
    ]);
  });

  it("names the kernel's own ENOTSUPP, which some drivers let out", () => {
    const { lines, calls } = traced(() => ({ ioctl: () => -524 }));
    expect(calls.ioctl(3, uapi.GPIO_V2_GET_LINE_IOCTL, 64, 592)).toBe(-524);
    expect(lines).toEqual(['ioctl(3, GPIO_V2_GET_LINE_IOCTL, {}) = -524 ENOTSUPP']);
  });

  it('shows a plain integer argument', () => {
    const { lines, memory, calls } = traced();
    memory.view.setUint32(32, 17, true);
    calls.ioctl(3, uapi.GPIO_GET_LINEINFO_UNWATCH_IOCTL, 32, 4);
    expect(lines).toEqual(['ioctl(3, GPIO_GET_LINEINFO_UNWATCH_IOCTL, 17) = 0']);
  });

  it('escapes what a terminal would obey, in paths and in names', () => {
    const text = 'a\u001b\u009b\u202e\u{e0001}ä';
    const { lines, calls } = traced((memory) => ({
      ioctl: () => {
        writeStruct(memory.view, 0, uapi.gpiochip_info, { label: text });
        return 0;
      },
      realpath: () => new TextEncoder().encodeInto(text, memory.bytes).written,
    }));
    calls.ioctl(3, uapi.GPIO_GET_CHIPINFO_IOCTL, 0, uapi.gpiochip_info.size);
    calls.realpath(64, 0, 0, 64);
    const escaped = String.raw`"a\u001b\u{9b}\u{202e}\u{e0001}ä"`;
    expect(lines).toEqual([
      `ioctl(3, GPIO_GET_CHIPINFO_IOCTL) = 0 {label:${escaped}}`,
      `realpath("") = 13 ${escaped}`,
    ]);
  });

  it('shows watches and their readiness', () => {
    const { lines, kernel } = traced();
    const ready: number[] = [];
    const watch = kernel.watch(7, (revents) => ready.push(revents));
    if (typeof watch === 'number') return expect.fail(`watch returned ${watch}`);
    watch.pause();
    watch.close();
    expect(ready).toEqual([0x11]);
    expect(kernel.devices()).toEqual(['gpiochip0']);
    expect(lines).toEqual([
      'watch(7) is ready: POLLIN|POLLHUP',
      'watch(7)',
      'watch(7).pause()',
      'watch(7).close()',
      'devices() = gpiochip0',
    ]);
  });

  it('makes an uncaught exception of what its log throws, and lets no guest see it', async () => {
    const raw = rawGpiod(
      trace(new FakeKernel(), (line) => {
        throw new Error(line.slice(0, 5));
      }),
    );
    const thrown = await uncaughtIn(() => {
      expect(raw.scope((arena) => raw.gpiod_chip_open(arena.string('/nothing')))).toBe(0);
    });
    expect(thrown).toEqual([new Error('lstat')]);
  });
});
