import { describe, expect, it } from 'vitest';
import {
  LineBias,
  LineClock,
  LineDirection,
  LineEdge,
  LineValue,
} from '../../ts/raw/generated/enums.js';
import { BoundFunctions, functionNames } from '../../ts/raw/generated/functions.js';
import { type CString, NULL } from '../../ts/raw/generated/types.js';
import { instantiate } from '../../ts/raw/raw-gpiod.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { rawGpiod, wasmBytes } from '../support/libgpiod.js';

const EINVAL = 22;

describe('the C API of one instance', () => {
  const raw = rawGpiod(new FakeKernel());
  const newSettings = () => raw.gpiod_line_settings_new() || expect.fail('no settings');

  it('tells the version of the library', () => {
    expect(raw.cstring(raw.gpiod_api_version())).toMatch(/^2\.\d+/);
  });

  it('keeps line settings as upstream does, defaults included', () => {
    const settings = newSettings();
    expect(raw.gpiod_line_settings_get_direction(settings)).toBe(LineDirection.AS_IS);
    expect(raw.gpiod_line_settings_get_bias(settings)).toBe(LineBias.AS_IS);
    expect(raw.gpiod_line_settings_get_event_clock(settings)).toBe(LineClock.MONOTONIC);
    expect(raw.gpiod_line_settings_set_edge_detection(settings, LineEdge.BOTH)).toBe(0);
    expect(raw.gpiod_line_settings_get_edge_detection(settings)).toBe(LineEdge.BOTH);
    raw.gpiod_line_settings_reset(settings);
    expect(raw.gpiod_line_settings_get_edge_detection(settings)).toBe(LineEdge.NONE);
    raw.gpiod_line_settings_free(settings);
  });

  it('passes bool both ways as boolean', () => {
    const settings = newSettings();
    expect(raw.gpiod_line_settings_get_active_low(settings)).toBe(false);
    raw.gpiod_line_settings_set_active_low(settings, true);
    expect(raw.gpiod_line_settings_get_active_low(settings)).toBe(true);
    raw.gpiod_line_settings_free(settings);
  });

  it('returns unsigned integers as such', () => {
    const settings = newSettings();
    raw.gpiod_line_settings_set_debounce_period_us(settings, 0xffffffff);
    expect(raw.gpiod_line_settings_get_debounce_period_us(settings)).toBe(0xffffffff);
    raw.gpiod_line_settings_free(settings);
  });

  it('reports a failure with the errno as Linux numbers it', () => {
    const settings = newSettings();
    const nonsense = 9 as unknown as LineDirection;
    expect(raw.gpiod_line_settings_set_direction(settings, nonsense)).toBe(-1);
    expect(raw.errno()).toBe(EINVAL);
    raw.gpiod_line_settings_free(settings);
  });

  it('builds a line configuration from arrays', () => {
    raw.scope((arena) => {
      const config = arena.own(raw.gpiod_line_config_new(), raw.gpiod_line_config_free);
      const settings = arena.own(newSettings(), raw.gpiod_line_settings_free);
      const offsets = arena.uints([5, 1, 9]);
      expect(raw.gpiod_line_config_add_line_settings(config, offsets, 3, settings)).toBe(0);
      const values = arena.lineValues([LineValue.ACTIVE, LineValue.INACTIVE, LineValue.ACTIVE]);
      expect(raw.gpiod_line_config_set_output_values(config, values, 3)).toBe(0);
      expect(raw.gpiod_line_config_get_num_configured_offsets(config)).toBe(3);
      const out = arena.uintsOut(8);
      expect(raw.gpiod_line_config_get_configured_offsets(config, out, 8)).toBe(3);
      expect(raw.readUints(out, 3)).toEqual([5, 1, 9]);
    });
  });

  it('returns undefined for the name that C has not', () => {
    raw.scope((arena) => {
      const config = arena.own(raw.gpiod_request_config_new(), raw.gpiod_request_config_free);
      expect(raw.cstring(raw.gpiod_request_config_get_consumer(config))).toBeUndefined();
      raw.gpiod_request_config_set_consumer(config, arena.string('zähler'));
      expect(raw.cstring(raw.gpiod_request_config_get_consumer(config))).toBe('zähler');
    });
  });

  it('reads text that the kernel has cut inside a character', () => {
    raw.scope((arena) => {
      const at = arena.bytes(8);
      raw.memory.bytes.set([0x61, 0xe2, 0x9c, 0], at);
      expect(raw.cstring(at as CString)).toBe('a\ufffd');
    });
  });

  it('keeps what it would tell the kernel of values instead, once, where that is asked for', () => {
    const kernel = new FakeKernel();
    const own = rawGpiod(kernel);
    own.scope((arena) => {
      const chip = arena.own(
        own.gpiod_chip_open(arena.string(kernel.chipPath)),
        own.gpiod_chip_close,
      );
      const settings = arena.own(own.gpiod_line_settings_new(), own.gpiod_line_settings_free);
      own.gpiod_line_settings_set_direction(settings, LineDirection.OUTPUT);
      const config = arena.own(own.gpiod_line_config_new(), own.gpiod_line_config_free);
      own.gpiod_line_config_add_line_settings(config, arena.uints([5, 2, 7]), 3, settings);
      const request = arena.own(
        own.gpiod_chip_request_lines(chip, NULL, config),
        own.gpiod_line_request_release,
      );
      const struct = arena.bytes(16);
      const kept = (): bigint[] =>
        [0, 8].map((member) => own.memory.view.getBigUint64(struct + member, true));
      const [offsets, values] = [arena.uints([7, 5]), arena.lineValues([1, 0])];
      own.capture(struct);
      expect(own.gpiod_line_request_set_values_subset(request, 2, offsets, values)).toBe(0);
      expect(kept()).toEqual([0b100n, 0b101n]);
      expect(kernel.value(7)).toBe(0);
      expect(own.gpiod_line_request_set_values_subset(request, 2, offsets, values)).toBe(0);
      expect(kernel.value(7)).toBe(1);
      own.capture(struct);
      expect(own.gpiod_line_request_get_values_subset(request, 1, offsets, values)).toBe(0);
      expect(kept()).toEqual([0n, 0b100n]);
      // What fails before its ioctl keeps nothing, and the next call would be caught.
      own.capture(struct);
      expect(own.gpiod_line_request_get_value(request, 3)).toBe(LineValue.ERROR);
      own.capture(0);
      expect(own.gpiod_line_request_get_value(request, 7)).toBe(LineValue.ACTIVE);
    });
  });

  it('is the wasm export itself where nothing has to be converted', () => {
    const hot = [
      'gpiod_line_request_get_value',
      'gpiod_line_request_get_values_subset',
      'gpiod_line_request_set_value',
      'gpiod_line_request_set_values_subset',
    ] as const;
    for (const name of hot) expect(raw[name].toString()).toContain('[native code]');
    expect(functionNames.every((name) => typeof raw[name] === 'function')).toBe(true);
  });
});

describe('a module that is no libgpiod', () => {
  const empty = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

  it('is refused for functions it lacks, by name', () => {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes), {
      gpio_host_v1: Object.fromEntries(
        ['open', 'close', 'ioctl', 'read', 'poll', 'stat', 'realpath'].map((name) => [
          name,
          () => 0,
        ]),
      ),
    });
    const { gpiod_chip_open, ...others } = exports;
    expect(gpiod_chip_open).toBeTypeOf('function');
    expect(() => new BoundFunctions(others)).toThrow(
      /does not export gpiod_chip_open: it has to be a reactor/,
    );
    expect(() => new BoundFunctions({})).toThrow(/gpiod_chip_close, .* and \d+ more functions/);
  });

  it('is refused where it has no memory', () => {
    const module = new WebAssembly.Module(Uint8Array.from(empty));
    expect(() => instantiate(module, new FakeKernel())).toThrow(/does not export its memory/);
  });

  it('is refused where it wants more of the host than the GPIO calls', () => {
    const type = [1, 4, 1, 0x60, 0, 0];
    const imports = [2, 9, 1, 3, ...Buffer.from('env'), 1, ...Buffer.from('f'), 0, 0];
    const module = new WebAssembly.Module(Uint8Array.from([...empty, ...type, ...imports]));
    expect(() => instantiate(module, new FakeKernel())).toThrow(
      'this libgpiod.wasm imports env.f: it may import gpio_host_v1 only',
    );
  });
});
