import { ERRNO } from '../kernel/errno.js';
import type { Arena } from '../raw/arena.js';
import type { LineConfigPtr } from '../raw/generated/types.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import { GpiodError, lastError } from './errors.js';
import { fillLineSettings, type LineSettingsCodes } from './line-settings.js';

/** Checked settings by offset, in the order of the request. */
export type LineConfig = ReadonlyMap<number, LineSettingsCodes>;

/** GPIO_V2_LINES_MAX: what one request of the kernel holds. */
const MAX_LINES = 64;

/** Builds upstream's line config; it lives as long as the arena. */
export function buildLineConfig(raw: RawGpiod, arena: Arena, lines: LineConfig): LineConfigPtr {
  if (lines.size > MAX_LINES) {
    throw new GpiodError({
      errno: ERRNO.E2BIG,
      operation: 'gpiod_line_config_add_line_settings',
      message: `${lines.size} lines are more than the ${MAX_LINES} that one request can hold`,
      hint: 'Split the request into several: a chip takes as many as it has lines.',
    });
  }
  const config = arena.own(raw.gpiod_line_config_new(), raw.gpiod_line_config_free);
  const settings = arena.own(raw.gpiod_line_settings_new(), raw.gpiod_line_settings_free);
  const offset = arena.uintsOut(1);
  lines.forEach((codes, line) => {
    fillLineSettings(raw, settings, codes);
    raw.memory.view.setUint32(offset, line, true);
    if (raw.gpiod_line_config_add_line_settings(config, offset, 1, settings) < 0) {
      throw lastError(raw, 'gpiod_line_config_add_line_settings', `cannot configure line ${line}`);
    }
  });
  return config;
}
