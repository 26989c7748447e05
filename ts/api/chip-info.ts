import type { ChipPtr } from '../raw/generated/types.js';
import { lastError } from './errors.js';
import type { Instance } from './instance.js';

/** What the kernel says of a GPIO chip (gpiod_chip_get_info). */
export interface ChipInfo {
  /** The path it was opened by, such as '/dev/gpiochip0'. */
  readonly path: string;
  /** The kernel's name: 'gpiochip0'. Numbers change between boots and kernels. */
  readonly name: string;
  /** What the driver calls it: 'pinctrl-rp1'. Stays the same. */
  readonly label: string;
  readonly numLines: number;
}

/** Asks the kernel. Throws GpiodError, ENODEV where the chip has been unplugged. */
export function readChipInfo({ raw }: Instance, chip: ChipPtr, path: string): ChipInfo {
  const info = raw.gpiod_chip_get_info(chip);
  if (info === 0) {
    throw lastError(raw, 'gpiod_chip_get_info', `cannot read the chip info of ${path}`);
  }
  try {
    return Object.freeze({
      path,
      name: raw.cstring(raw.gpiod_chip_info_get_name(info)),
      label: raw.cstring(raw.gpiod_chip_info_get_label(info)),
      numLines: raw.gpiod_chip_info_get_num_lines(info),
    });
  } finally {
    raw.gpiod_chip_info_free(info);
  }
}
