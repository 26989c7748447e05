import { describe, expect, expectTypeOf, it } from 'vitest';
import * as uapi from '../../ts/kernel/generated/uapi.js';
import { ioctlOf, readStruct, writeStruct } from '../../ts/kernel/uapi.js';

function emptyView(size: number): DataView {
  return new DataView(new ArrayBuffer(size));
}

describe('the layouts of linux/gpio.h', () => {
  it('have the sizes that every Linux has', () => {
    const sizes = [
      [uapi.gpiochip_info, 68],
      [uapi.gpio_v2_line_values, 16],
      [uapi.gpio_v2_line_attribute, 16],
      [uapi.gpio_v2_line_config_attribute, 24],
      [uapi.gpio_v2_line_config, 272],
      [uapi.gpio_v2_line_request, 592],
      [uapi.gpio_v2_line_info, 256],
      [uapi.gpio_v2_line_info_changed, 288],
      [uapi.gpio_v2_line_event, 48],
    ] as const;
    for (const [layout, size] of sizes)
      expect([layout.name, layout.size]).toEqual([layout.name, size]);
  });

  it('leave no byte of a struct without a member', () => {
    for (const { argument } of uapi.ioctls) {
      if (typeof argument !== 'object') continue;
      let end = 0;
      for (const { offset, size } of Object.values(argument.members)) {
        expect(offset).toBeLessThanOrEqual(end);
        end = Math.max(end, offset + size);
      }
      expect(end).toBe(argument.size);
    }
  });

  it('belong to request numbers that tell the same size and the GPIO magic', () => {
    for (const { request, argument } of uapi.ioctls) {
      const size = typeof argument === 'object' ? argument.size : 4;
      expect((request >>> 16) & 0x3fff).toBe(size);
      expect((request >>> 8) & 0xff).toBe(0xb4);
    }
    expect(uapi.GPIO_V2_GET_LINE_IOCTL).toBe(0xc250b407);
  });

  it('are found by a request number as wasm passes it, signed', () => {
    expect(ioctlOf(0xc250b407 | 0)?.name).toBe('GPIO_V2_GET_LINE_IOCTL');
    expect(ioctlOf(0x5401)).toBeUndefined();
  });
});

describe('reading and writing a struct', () => {
  it('keeps what was written, nested members and 64 bits included', () => {
    const view = emptyView(600);
    writeStruct(view, 8, uapi.gpio_v2_line_request, {
      offsets: [17, 0xffffffff],
      consumer: 'Lüfter',
      num_lines: 2,
      config: {
        flags: 12n,
        num_attrs: 1,
        attrs: [{ attr: { id: 1, flags: 0x8000000000000001n }, mask: 3n }],
      },
      fd: -1,
    });
    const request = readStruct(view, 8, uapi.gpio_v2_line_request);
    expect(request.offsets.slice(0, 3)).toEqual([17, 0xffffffff, 0]);
    expect(request.consumer).toBe('Lüfter');
    expect(request.config.attrs[0]?.attr.flags).toBe(0x8000000000000001n);
    expect(request.config.attrs[0]?.attr.debounce_period_us).toBe(1);
    expect(request.fd).toBe(-1);
    expect(view.getUint32(8 + 560, true)).toBe(2);
    expectTypeOf(request.config.flags).toEqualTypeOf<bigint>();
    expectTypeOf(request.offsets).toEqualTypeOf<number[]>();
    expectTypeOf(request.consumer).toEqualTypeOf<string>();
  });

  it('leaves other members alone', () => {
    const view = emptyView(16);
    writeStruct(view, 0, uapi.gpio_v2_line_values, { bits: 5n, mask: 7n });
    writeStruct(view, 0, uapi.gpio_v2_line_values, { bits: -1n });
    expect(readStruct(view, 0, uapi.gpio_v2_line_values)).toEqual({
      bits: 0xffffffffffffffffn,
      mask: 7n,
    });
  });

  it('overwrites a longer text', () => {
    const view = emptyView(68);
    writeStruct(view, 0, uapi.gpiochip_info, { label: 'a longer label' });
    writeStruct(view, 0, uapi.gpiochip_info, { label: 'short' });
    expect(readStruct(view, 0, uapi.gpiochip_info).label).toBe('short');
  });

  it('reads a name that fills its array without a terminating zero', () => {
    const view = emptyView(68);
    new Uint8Array(view.buffer).fill(0x78, 0, 32);
    expect(readStruct(view, 0, uapi.gpiochip_info)).toMatchObject({
      name: 'x'.repeat(32),
      label: '',
    });
  });

  it('refuses what does not fit', () => {
    const view = emptyView(600);
    expect(() => writeStruct(view, 0, uapi.gpiochip_info, { name: 'ü'.repeat(16) })).toThrow(
      /does not fit 32 bytes/,
    );
    expect(() =>
      writeStruct(view, 0, uapi.gpio_v2_line_request, { offsets: Array(65).fill(0) }),
    ).toThrow(/gpio_v2_line_request\.offsets does not hold 65 elements/);
  });
});
