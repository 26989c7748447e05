import { afterEach, beforeEach, expect } from 'vitest';
import type { Chip } from '../../ts/api/chip.js';
import type { Gpiod } from '../../ts/api/gpiod.js';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { RequestOptions } from '../../ts/api/request-options.js';
import { loadSync } from '../../ts/load.js';
import type { ChipOptions, Machine, TestChip } from './machine.js';

/** What one test works with; all of it is released and removed after the test. */
export interface Bench {
  /** A libgpiod of its own for each test. */
  readonly gpiod: Gpiod;
  /** A new chip on the machine. */
  plug(options?: ChipOptions): TestChip;
  open(chip: TestChip): Chip;
  /** Requests lines of a chip that need not be open. */
  request(chip: TestChip, options: RequestOptions): LineRequest;
}

/**
 * To be called inside describe(). After each test it asserts that releasing what the bench opened has
 * left no GPIO descriptor behind.
 */
export function setUpBench(machine: Machine): Bench {
  let gpiod: Gpiod;
  let owned: (Chip | LineRequest)[];
  let chips: TestChip[];

  beforeEach(() => {
    gpiod = loadSync({ kernel: machine.kernel });
    owned = [];
    chips = [];
  });

  afterEach(() => {
    for (const each of owned.reverse()) each[Symbol.dispose]();
    const files = machine.openFiles();
    for (const chip of chips) chip.dispose();
    expect(files).toEqual([]);
  });

  const own = <Each extends Chip | LineRequest>(each: Each): Each => {
    owned.push(each);
    return each;
  };
  const open = (chip: TestChip): Chip => own(gpiod.openChip(chip.path));

  return {
    get gpiod() {
      return gpiod;
    },
    plug(options) {
      const chip = machine.createChip(options);
      chips.push(chip);
      return chip;
    },
    open,
    request(chip, options) {
      const opened = open(chip);
      const request = own(opened.requestLines(options));
      opened.close();
      return request;
    },
  };
}
