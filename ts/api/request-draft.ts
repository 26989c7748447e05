import type {
  ChipPtr,
  LineConfigPtr,
  LineRequestPtr,
  LineSettingsPtr,
  NullPtr,
  RequestConfigPtr,
  UintPtr,
} from '../raw/generated/types.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import { lastError } from './errors.js';
import type { LineConfig } from './line-config.js';
import { fillLineSettings, type LineSettingsCodes } from './line-settings.js';

/**
 * Upstream's objects that describe a request. One set serves all requests of a loaded libgpiod, one
 * after the other: to make them takes longer than to fill them. Between two calls it is empty.
 */
export class RequestDraft {
  readonly #raw: RawGpiod;
  readonly #lines: LineConfigPtr;
  readonly #settings: LineSettingsPtr;
  readonly #request: RequestConfigPtr;
  readonly #offset: UintPtr;
  #consumer = '';

  /** Its memory goes with that of the whole guest. */
  constructor(raw: RawGpiod) {
    const arena = raw.arena();
    this.#raw = raw;
    this.#lines = arena.own(raw.gpiod_line_config_new(), raw.gpiod_line_config_free);
    this.#settings = arena.own(raw.gpiod_line_settings_new(), raw.gpiod_line_settings_free);
    this.#request = arena.own(raw.gpiod_request_config_new(), raw.gpiod_request_config_free);
    this.#offset = arena.uintsOut(1);
  }

  /**
   * gpiod_chip_request_lines(): NULL where it fails, and errno then says why. Throws GpiodError where
   * upstream refuses a setting.
   *
   * @param consumer - at most 31 bytes; '' for none.
   * @param eventBufferSize - 0: the kernel's default.
   */
  request(
    chip: ChipPtr,
    consumer: string,
    eventBufferSize: number,
    lines: LineConfig,
  ): LineRequestPtr | NullPtr {
    const raw = this.#raw;
    if (consumer !== this.#consumer) {
      raw.scope((arena) => {
        raw.gpiod_request_config_set_consumer(this.#request, arena.string(consumer));
      });
      this.#consumer = consumer;
    }
    raw.gpiod_request_config_set_event_buffer_size(this.#request, eventBufferSize);
    try {
      this.#fill(lines);
      return raw.gpiod_chip_request_lines(chip, this.#request, this.#lines);
    } finally {
      raw.gpiod_line_config_reset(this.#lines);
    }
  }

  /** gpiod_line_request_reconfigure_lines(): below 0 where it fails. Throws as request() does. */
  reconfigure(request: LineRequestPtr, lines: LineConfig): number {
    const raw = this.#raw;
    try {
      this.#fill(lines);
      return raw.gpiod_line_request_reconfigure_lines(request, this.#lines);
    } finally {
      raw.gpiod_line_config_reset(this.#lines);
    }
  }

  /**
   * Drops what is there first: a request made while a kernel answers another one, by the log of a traced
   * kernel for example, finds that one's lines here. Upstream has copied them before it asks the kernel.
   */
  #fill({ offsets, settings }: LineConfig): void {
    const operation = 'gpiod_line_config_add_line_settings';
    const raw = this.#raw;
    raw.gpiod_line_config_reset(this.#lines);
    for (let i = 0; i < offsets.length; i++) {
      const offset = offsets[i] as number;
      fillLineSettings(raw, this.#settings, settings[i] as LineSettingsCodes);
      raw.memory.view.setUint32(this.#offset, offset, true);
      if (raw[operation](this.#lines, this.#offset, 1, this.#settings) < 0) {
        throw lastError(raw, operation, `cannot configure line ${offset}`);
      }
    }
  }
}
