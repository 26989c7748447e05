import { ERRNO } from '../kernel/errno.js';
import { GpiodError } from './errors.js';
import type { LineSettingsCodes } from './line-settings.js';

/** Checked settings, line by line, in the order of the request. */
export interface LineConfig {
  readonly offsets: readonly number[];
  /** Of each of them. */
  readonly settings: readonly LineSettingsCodes[];
}

/** GPIO_V2_LINES_MAX: what one request of the kernel holds. */
const MAX_LINES = 64;

/** Throws GpiodError (E2BIG) for more lines than one request can hold. */
export function checkLineCount(count: number): void {
  if (count <= MAX_LINES) return;
  throw new GpiodError({
    errno: ERRNO.E2BIG,
    operation: 'gpiod_line_config_add_line_settings',
    message: `${count} lines are more than the ${MAX_LINES} that one request can hold`,
    hint: 'Split the request into several: a chip takes as many as it has lines.',
  });
}
