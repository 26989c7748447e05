import { describe, expect, it } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { STEP_BYTES, type Train, type TrainEnd } from '../../ts/kernel/player.js';
import { setUpGuestPipe } from '../support/guest-pipe.js';
import { endless, idle, stepsOf } from './trains.js';

/** Only steps that do nothing succeed on it. */
const pipe = setUpGuestPipe();

function playSync(train: Train): TrainEnd | undefined {
  return linuxKernel().playSync?.(pipe.fd, train);
}

/** What is refused, by either function. */
const nonsense: [string, Partial<Train>][] = [
  ['no steps', { steps: new Uint8Array(0) }],
  ['part of a step', { steps: new Uint8Array(STEP_BYTES + 31) }],
  ['an unknown action', { steps: stepsOf([0n], [0n, 3]) }],
  ['a negative wait', { steps: stepsOf([-1n]) }],
  ['something behind the action', { steps: stepsOf([0n]).fill(1, 28, 29) }],
  ['no rounds', { rounds: 0 }],
  ['a negative number of rounds', { rounds: -1 }],
  ['a fraction of a round', { rounds: 1.5 }],
  ['an unknown number of rounds', { rounds: Number.NaN }],
  ['more rounds than can be counted', { rounds: 2 ** 60 }],
  ['negative spinning', { spinNs: -1 }],
  ['an unknown length of spinning', { spinNs: Number.NaN }],
  ['too few stamps', { rounds: 3, stamps: new BigInt64Array(2) }],
  ['not one stamp', { stamps: new BigInt64Array(0) }],
  ['too few reads', { steps: stepsOf([0n, 2], [0n, 2]), reads: new BigUint64Array(1) }],
  ['stamps for more rounds than memory has', { rounds: 2 ** 32, stamps: new BigInt64Array(1) }],
  [
    'reads for so many that the product overflows',
    {
      steps: stepsOf(...Array.from({ length: 4 }, () => [0n, 2] as const)),
      rounds: 2 ** 52,
      reads: new BigUint64Array(1),
    },
  ],
  ['stamps of another type', { stamps: new BigUint64Array(1) as unknown as BigInt64Array }],
  ['reads of another type', { reads: new Float64Array(1) as unknown as BigUint64Array }],
  ['steps of another type', { steps: [] as unknown as Uint8Array }],
  ['steps that are gone', { steps: undefined as unknown as Uint8Array }],
];

describe('a train with', () => {
  it.each(nonsense)('%s is refused: EINVAL', (_, change) => {
    const train = { ...idle, ...change };
    const never = (): void => expect.unreachable();
    expect(linuxKernel().play?.(pipe.fd, train, never)).toBe(-ERRNO.EINVAL);
    expect(playSync(train)).toEqual({ errno: ERRNO.EINVAL, steps: 0 });
  });

  it('stamps whose buffer is gone is refused: EINVAL', () => {
    const stamps = new BigInt64Array(1);
    structuredClone(stamps.buffer, { transfer: [stamps.buffer] });
    expect(playSync({ ...idle, stamps })).toEqual({ errno: ERRNO.EINVAL, steps: 0 });
  });

  it('rounds without end is refused where it would block for ever: EINVAL', () => {
    expect(playSync({ ...idle, rounds: Infinity })).toEqual({ errno: ERRNO.EINVAL, steps: 0 });
  });

  it('stamps or reads and rounds without end is refused: EINVAL', () => {
    const never = (): void => expect.unreachable();
    const kernel = linuxKernel();
    const stamps = new BigInt64Array(100);
    expect(kernel.play?.(pipe.fd, { ...endless, stamps }, never)).toBe(-ERRNO.EINVAL);
    const reads = new BigUint64Array(100);
    expect(kernel.play?.(pipe.fd, { ...endless, reads }, never)).toBe(-ERRNO.EINVAL);
  });
});
