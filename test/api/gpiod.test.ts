import { describe, expect, it } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import type { Kernel } from '../../ts/kernel/kernel.js';
import { loadSync } from '../../ts/load.js';
import { createSim } from '../../ts/sim/create-sim.js';
import { failure } from '../conformance/failure.js';

const gpiod = loadSync({ kernel: createSim({ chips: [] }).kernel });

it.each([
  ['a line by its name', () => gpiod.requestLines({ lines: { GPIO17: {} } })],
  ['a chip by its label', () => gpiod.openChip({ label: 'pinctrl-rp1' })],
  ['a chip by its name', () => gpiod.openChip('gpiochip0')],
])('%s, where there is no chip at all, is ENOENT and says so', (_, find) => {
  const error = failure(find);
  expect(error.code).toBe('ENOENT');
  expect(error.hint).toContain('no GPIO chip at all');
});

describe('a chip that is listed and does not open', () => {
  const { kernel } = createSim({
    chips: [
      { label: 'first', lines: ['LED'] },
      { label: 'second', lines: ['BUTTON'] },
    ],
  });

  /** The same machine, where the first chip refuses. */
  function refusing(errno: number): Kernel {
    return {
      name: 'refusing',
      devices: () => kernel.devices(),
      watch: (fd, onReady) => kernel.watch(fd, onReady),
      attach(memory) {
        const calls = kernel.attach(memory);
        return {
          ...calls,
          open(at, length) {
            const path = new TextDecoder().decode(memory.bytes.slice(at, at + length));
            return path === '/dev/gpiochip0' ? -errno : calls.open(at, length);
          },
        };
      },
    };
  }

  it('is an error only where nothing is found on the others', () => {
    const refused = loadSync({ kernel: refusing(ERRNO.EACCES) });
    expect(refused.findLine('BUTTON')?.chip.name).toBe('gpiochip1');
    refused.requestLines({ lines: { BUTTON: {} } }).release();
    const error = { code: 'EACCES', message: expect.stringContaining('/dev/gpiochip0') as string };
    expect(failure(() => refused.findLine('LED'))).toMatchObject(error);
    expect(failure(() => refused.chips())).toMatchObject(error);
  });

  it('is none where it has just been unplugged', () => {
    const vanished = loadSync({ kernel: refusing(ERRNO.ENODEV) });
    expect(vanished.chips().map(({ name }) => name)).toEqual(['gpiochip1']);
    expect(vanished.findLine('LED')).toBeUndefined();
  });
});

it('a line whose name begins with digits is meant by that name', () => {
  const board = loadSync({ kernel: createSim({ chips: [{ lines: ['GND', '3V3_EN'] }] }).kernel });
  using chip = board.openChip(0);
  expect(chip.lineInfo('3V3_EN').offset).toBe(1);
  using request = chip.requestLines({ lines: { '3V3_EN': { direction: 'output', value: 1 } } });
  expect(request.getValue('3V3_EN')).toBe(1);
});
