import { gpio_v2_line_request } from '../../ts/kernel/generated/uapi.js';
import { LineConfig } from '../../ts/sim/line-config.js';
import { BIAS_PULL_DOWN, BIAS_PULL_UP, DIRECTION, EDGE_DETECTOR } from '../../ts/sim/line-flags.js';

/** A line that is pulled. */
interface Pull {
  readonly chip: number;
  readonly line: number;
  readonly level: 0 | 1;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** A line request that was granted, with what is known of its lines' edge detectors. */
export class KnownRequest {
  readonly #chip: number;
  readonly #offsets: readonly number[];
  /** Of the lines that may have interrupts armed: their edge flags, undefined where debounced. */
  readonly #detectors: (number | undefined)[];

  /** @param bytes - the struct gpio_v2_line_request. */
  constructor(chip: number, bytes: Uint8Array) {
    const { num_lines, offsets, config } = gpio_v2_line_request.members;
    const view = viewOf(bytes);
    const count = view.getUint32(num_lines.offset, true);
    this.#chip = chip;
    this.#offsets = Array.from({ length: count }, (_, i) =>
      view.getUint32(offsets.offset + i * 4, true),
    );
    this.#detectors = this.#offsets.map(() => 0);
    this.configured(bytes.subarray(config.offset));
  }

  /** @param bytes - the struct gpio_v2_line_config that the request has now. */
  configured(bytes: Uint8Array): void {
    const config = LineConfig.read(viewOf(bytes), 0, this.#offsets.length);
    if (typeof config === 'number') return;
    for (const i of this.#offsets.keys()) {
      // Lines without a direction stay as they are.
      if ((config.flagsOf(i) & DIRECTION) !== 0) this.#detectors[i] = this.#detector(config, i);
    }
  }

  #detector(config: LineConfig, line: number): number | undefined {
    return config.debounces(line) ? undefined : config.flagsOf(line) & EDGE_DETECTOR;
  }

  /**
   * The pulls by which a new configuration's biases may raise an interrupt at the same time as it
   * changes edge detectors, or more than one.
   */
  racingPulls(bytes: Uint8Array): Pull[] {
    const config = LineConfig.read(viewOf(bytes), 0, this.#offsets.length);
    if (typeof config === 'number') return [];
    const [only] = this.#detectors;
    const alone = this.#offsets.length === 1;
    if (alone && only !== undefined && only === this.#detector(config, 0)) return [];
    return this.#offsets.flatMap((line, i) => {
      const bias = config.flagsOf(i) & (BIAS_PULL_UP | BIAS_PULL_DOWN);
      if (bias === 0) return [];
      return [{ chip: this.#chip, line, level: bias === BIAS_PULL_UP ? 1 : 0 }];
    });
  }
}
