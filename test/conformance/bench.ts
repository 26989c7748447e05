import { afterEach, beforeEach, expect } from 'vitest';
import type { Chip } from '../../ts/api/chip.js';
import type { Gpiod } from '../../ts/api/gpiod.js';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { RequestOptions } from '../../ts/api/request-options.js';
import { loadSync } from '../../ts/load.js';
import type { ChipOptions, Machine, TestChip } from './machine.js';
import { RecordingKernel } from './recording-kernel.js';

/** What one test works with; all of it is released and removed after the test. */
export interface Bench {
  /** A libgpiod of its own for each test. */
  readonly gpiod: Gpiod;
  /** A new chip on the machine. */
  plug(options?: ChipOptions): TestChip;
  open(chip: TestChip): Chip;
  /** Requests lines through an open chip that is closed again at once. */
  request(chip: TestChip, options: RequestOptions): LineRequest;
  /** What has been opened since the test began, and is still. */
  openFiles(): readonly string[];
  /** The calls that {@link gpiod} has made of the kernel since this was last asked. */
  calls(): string[];
}

/**
 * To be called inside describe(). After each test it releases what the bench opened and asserts that
 * no GPIO descriptor is left: a stream that was not ended, or a failure that leaks, shows there.
 */
export function setUpBench(machine: Machine): Bench {
  let kernel: RecordingKernel;
  let gpiod: Gpiod;
  let owned: (Chip | LineRequest)[];
  let chips: TestChip[];
  let before: readonly string[];

  beforeEach(() => {
    kernel = new RecordingKernel(machine.kernel);
    gpiod = loadSync({ kernel });
    owned = [];
    chips = [];
    before = machine.openFiles();
  });

  afterEach(() => {
    for (const each of owned.reverse()) each[Symbol.dispose]();
    expect(openFiles()).toEqual([]);
    for (const chip of chips) chip.dispose();
  });

  const openFiles = (): readonly string[] =>
    machine.openFiles().filter((file) => !before.includes(file));

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
    openFiles,
    calls: () => kernel.take(),
  };
}
