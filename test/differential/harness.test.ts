import { describe, expect, it } from 'vitest';
import { GPIO_V2_LINE_GET_VALUES_IOCTL } from '../../ts/kernel/generated/uapi.js';
import { OperationGenerator } from './generate.js';
import { LockstepClock } from './lockstep-clock.js';
import { type Operation, operationText } from './operation.js';
import { shrink } from './shrink.js';
import { Tally } from './tally.js';

const MS = 1_000_000n;

function operations(seed: number, count: number): Operation[] {
  const generator = new OperationGenerator(seed);
  return Array.from({ length: count }, () => generator.next());
}

// The two kernels are compared in the rig: scripts/differential.ts.
describe('the differential test', () => {
  it('makes the same operations of a seed each time, and others of another', () => {
    expect(operations(7, 300)).toEqual(operations(7, 300));
    expect(operations(7, 300)).not.toEqual(operations(8, 300));
  });

  it('does everything sooner or later', () => {
    const types = new Set(
      [1, 2, 3].flatMap((seed) => operations(seed, 2000)).map(({ type }) => type),
    );
    expect([...types].sort()).toEqual([
      'close',
      'ioctl',
      'level',
      'open',
      'plug',
      'poll',
      'pull',
      'read',
      'stat',
      'unplug',
      'wait',
    ]);
  });

  it('shrinks a failure to what it takes', () => {
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    let tries = 0;
    const kept = shrink(numbers, (some) => {
      tries += 1;
      return some.includes(17) && some.includes(18) && some.includes(150);
    });
    expect(kept).toEqual([17, 18, 150]);
    expect(tries).toBeLessThan(120);
  });

  it('knows when a timer is too close to a time to tell who is right', () => {
    const clock = new LockstepClock({ startNs: 0n });
    clock.setTimer(500n * MS, () => {});
    clock.setTimer(900n * MS, () => {}).cancel();
    expect([430n, 450n, 550n, 570n, 900n].map((ms) => clock.isNear(ms * MS))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    clock.advance(550);
    expect(clock.isNear(clock.now())).toBe(true);
  });

  it('shows operations and counts what they came to', () => {
    const bytes = new Uint8Array(16);
    bytes[8] = 3;
    const get: Operation = {
      type: 'ioctl',
      file: 4,
      request: GPIO_V2_LINE_GET_VALUES_IOCTL,
      bytes,
    };
    expect(operationText(get)).toBe(
      'ioctl file 4 GPIO_V2_LINE_GET_VALUES_IOCTL {bits:0x0, mask:0x3}',
    );
    const close: Operation = { type: 'close', file: 1 };
    expect(operationText(close)).toBe('close {"file":1}');
    const tally = new Tally();
    for (const result of [0, -16, 0]) tally.add(get, result);
    tally.add(close, -9);
    tally.addEvents(3);
    expect(tally.text.replace(/ +/g, ' ').split('\n')).toEqual([
      'close EBADF: 1',
      'GPIO_V2_LINE_GET_VALUES_IOCTL 0: 2, EBUSY: 1',
      '3 events',
    ]);
  });
});
