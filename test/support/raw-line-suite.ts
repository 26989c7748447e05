import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Arena } from '../../ts/raw/arena.js';
import { EdgeEventType, LineDirection, LineEdge, LineValue } from '../../ts/raw/generated/enums.js';
import type { LineRequestPtr, LineSettingsPtr } from '../../ts/raw/generated/types.js';
import { NULL } from '../../ts/raw/generated/types.js';
import type { RawGpiod } from '../../ts/raw/raw-gpiod.js';

/** A chip of eight free lines and its other side. */
export interface RawWorld {
  readonly raw: RawGpiod;
  readonly chipPath: string;
  pull(offset: number, direction: 'up' | 'down'): void;
  value(offset: number): 0 | 1;
  dispose(): void;
}

/** Drives lines through the C API alone: the same on any kernel. */
export function describeRawLines(kernel: string, create: () => RawWorld): void {
  describe(`the C API on ${kernel}`, () => {
    let world: RawWorld;
    let raw: RawGpiod;
    let arena: Arena;

    beforeEach(() => {
      world = create();
      raw = world.raw;
      arena = raw.arena();
    });

    afterEach(() => {
      arena.release();
      world.dispose();
    });

    const openChip = () =>
      arena.own(raw.gpiod_chip_open(arena.string(world.chipPath)), raw.gpiod_chip_close);

    /** Requests lines that all have the settings `configure` makes; NULL where that fails. */
    function tryRequest(
      offsets: readonly number[],
      configure: (settings: LineSettingsPtr) => void,
      consumer = 'raw',
    ): LineRequestPtr | 0 {
      const chip = openChip();
      return raw.scope((scope) => {
        const settings = scope.own(raw.gpiod_line_settings_new(), raw.gpiod_line_settings_free);
        configure(settings);
        const lines = scope.own(raw.gpiod_line_config_new(), raw.gpiod_line_config_free);
        const list = scope.uints(offsets);
        raw.gpiod_line_config_add_line_settings(lines, list, offsets.length, settings);
        const config = scope.own(raw.gpiod_request_config_new(), raw.gpiod_request_config_free);
        raw.gpiod_request_config_set_consumer(config, scope.string(consumer));
        return raw.gpiod_chip_request_lines(chip, config, lines);
      });
    }

    function request(...args: Parameters<typeof tryRequest>): LineRequestPtr {
      return arena.own(tryRequest(...args), raw.gpiod_line_request_release);
    }

    const output = (value: LineValue) => (settings: LineSettingsPtr) => {
      raw.gpiod_line_settings_set_direction(settings, LineDirection.OUTPUT);
      raw.gpiod_line_settings_set_output_value(settings, value);
    };

    it('opens a chip and reads what it is', () => {
      const chip = openChip();
      const info = arena.own(raw.gpiod_chip_get_info(chip), raw.gpiod_chip_info_free);
      expect(raw.cstring(raw.gpiod_chip_get_path(chip))).toBe(world.chipPath);
      expect(`/dev/${raw.cstring(raw.gpiod_chip_info_get_name(info))}`).toBe(world.chipPath);
      expect(raw.gpiod_chip_info_get_num_lines(info)).toBe(8);
      expect(raw.gpiod_is_gpiochip_device(arena.string(world.chipPath))).toBe(true);
      expect(raw.gpiod_is_gpiochip_device(arena.string('/dev'))).toBe(false);
    });

    it('drives a line and reads it back', () => {
      const line = request([2], output(LineValue.ACTIVE));
      expect(world.value(2)).toBe(1);
      expect(raw.gpiod_line_request_set_value(line, 2, LineValue.INACTIVE)).toBe(0);
      expect(world.value(2)).toBe(0);
      expect(raw.gpiod_line_request_get_value(line, 2)).toBe(LineValue.INACTIVE);
    });

    it('shows who holds a line, non-ASCII names included', () => {
      request([2], output(LineValue.ACTIVE), 'Blinkfeuer ✨');
      const info = arena.own(raw.gpiod_chip_get_line_info(openChip(), 2), raw.gpiod_line_info_free);
      expect(raw.gpiod_line_info_is_used(info)).toBe(true);
      expect(raw.cstring(raw.gpiod_line_info_get_consumer(info))).toBe('Blinkfeuer ✨');
      expect(raw.cstring(raw.gpiod_line_info_get_name(info))).toBeUndefined();
      expect(raw.gpiod_line_info_get_direction(info)).toBe(LineDirection.OUTPUT);
    });

    it('sets and gets several lines at once, in the order given', () => {
      const lines = request([6, 1, 3], output(LineValue.INACTIVE));
      const subset = arena.uints([3, 6]);
      const values = arena.lineValues([LineValue.ACTIVE, LineValue.INACTIVE]);
      expect(raw.gpiod_line_request_set_values_subset(lines, 2, subset, values)).toBe(0);
      expect([world.value(6), world.value(1), world.value(3)]).toEqual([0, 0, 1]);

      const all = arena.lineValuesOut(3);
      expect(raw.gpiod_line_request_get_values(lines, all)).toBe(0);
      expect(raw.readLineValues(all, 3)).toEqual([0, 0, 1]);
      const offsets = arena.uintsOut(3);
      expect(raw.gpiod_line_request_get_requested_offsets(lines, offsets, 3)).toBe(3);
      expect(raw.readUints(offsets, 3)).toEqual([6, 1, 3]);
    });

    it('reads edge events with 64-bit timestamps', () => {
      const line = request([4], (settings) => {
        raw.gpiod_line_settings_set_direction(settings, LineDirection.INPUT);
        raw.gpiod_line_settings_set_edge_detection(settings, LineEdge.BOTH);
      });
      expect(raw.gpiod_line_request_wait_edge_events(line, 0n)).toBe(0);
      const buffer = arena.own(
        raw.gpiod_edge_event_buffer_new(8),
        raw.gpiod_edge_event_buffer_free,
      );
      // One at a time: the kernel sees a line's level when it gets to it, not each change of it.
      const events = (['up', 'down'] as const).map((direction) => {
        world.pull(4, direction);
        expect(raw.gpiod_line_request_wait_edge_events(line, -1n)).toBe(1);
        expect(raw.gpiod_line_request_read_edge_events(line, buffer, 8)).toBe(1);
        const event = raw.gpiod_edge_event_buffer_get_event(buffer, 0);
        if (event === NULL) throw new Error('no event in the buffer');
        return {
          type: raw.gpiod_edge_event_get_event_type(event),
          offset: raw.gpiod_edge_event_get_line_offset(event),
          seqno: raw.gpiod_edge_event_get_line_seqno(event),
          timestamp: raw.gpiod_edge_event_get_timestamp_ns(event),
        };
      });
      const [first, second] = events;
      expect(first).toMatchObject({ type: EdgeEventType.RISING_EDGE, offset: 4, seqno: 1 });
      expect(second).toMatchObject({ type: EdgeEventType.FALLING_EDGE, offset: 4, seqno: 2 });
      expect(first?.timestamp).toBeTypeOf('bigint');
      expect(Number(second?.timestamp)).toBeGreaterThan(Number(first?.timestamp));
    });

    it('reconfigures a request in flight', () => {
      const line = request([5], output(LineValue.INACTIVE));
      const settings = arena.own(raw.gpiod_line_settings_new(), raw.gpiod_line_settings_free);
      raw.gpiod_line_settings_set_direction(settings, LineDirection.INPUT);
      raw.gpiod_line_settings_set_active_low(settings, true);
      const config = arena.own(raw.gpiod_line_config_new(), raw.gpiod_line_config_free);
      raw.gpiod_line_config_add_line_settings(config, arena.uints([5]), 1, settings);
      expect(raw.gpiod_line_request_reconfigure_lines(line, config)).toBe(0);
      world.pull(5, 'up');
      expect(raw.gpiod_line_request_get_value(line, 5)).toBe(LineValue.INACTIVE);
      world.pull(5, 'down');
      expect(raw.gpiod_line_request_get_value(line, 5)).toBe(LineValue.ACTIVE);
    });

    it('says why a call has failed, in Linux numbers', () => {
      const EBUSY = 16;
      const ENOENT = 2;
      const EINVAL = 22;
      request([0], output(LineValue.INACTIVE));
      expect(tryRequest([0], output(LineValue.INACTIVE))).toBe(NULL);
      expect(raw.errno()).toBe(EBUSY);
      expect(tryRequest([8], output(LineValue.INACTIVE))).toBe(NULL);
      expect(raw.errno()).toBe(EINVAL);
      expect(raw.gpiod_chip_open(arena.string('/dev/gpiochip-that-is-missing'))).toBe(NULL);
      expect(raw.errno()).toBe(ENOENT);
    });
  });
}
