import { safely } from '../kernel/safely.js';
import { decodeUtf8 } from '../kernel/utf8.js';
import type { GpioDesc } from './gpio-desc.js';
import { OUTPUT } from './line-flags.js';
import type { Pin } from './pin.js';
import type { Level } from './wiring.js';

/** Told of a line's new level, with the monotonic time in nanoseconds. */
export type LevelListener = (level: Level, timestampNs: bigint) => void;

/** A level that a line went to. */
export interface LevelChange {
  readonly level: Level;
  /** Monotonic. */
  readonly timestampNs: bigint;
}

/** How many changes a line remembers. */
const HISTORY = 4096;

/** The outside of one line of a simulated chip: what a hand, a scope or a circuit does to it. */
export class SimLine {
  /** @internal For the wiring, which joins pins. */
  readonly pin: Pin;
  readonly #desc: GpioDesc;
  readonly #listeners = new Set<LevelListener>();
  #history: LevelChange[] = [];

  /** @internal Made by SimChip. */
  constructor(desc: GpioDesc) {
    this.#desc = desc;
    this.pin = desc.pin;
    const { clock } = desc.device;
    this.pin.onChange = (level) => {
      if (this.#history.length === HISTORY) this.#history.shift();
      this.#history.push({ level, timestampNs: clock.now() });
      for (const listener of [...this.#listeners]) safely(() => listener(level, clock.now()));
    };
  }

  get offset(): number {
    return this.#desc.offset;
  }

  /** Empty where the line has no name. */
  get name(): string {
    return decodeUtf8(this.#desc.name);
  }

  /** The chip it is on, as 'gpiochip0'. */
  get chipName(): string {
    return this.#desc.device.name;
  }

  /** Who has requested the line; undefined where nobody has. */
  get consumer(): string | undefined {
    const { consumer } = this.#desc;
    return consumer === undefined ? undefined : decodeUtf8(consumer);
  }

  get direction(): 'input' | 'output' {
    return (this.#desc.flags & OUTPUT) === 0 ? 'input' : 'output';
  }

  /** The physical level; active-low settings only turn the program's view of it around. */
  get level(): Level {
    this.#desc.device.clock.catchUp();
    return this.pin.level;
  }

  /** What makes the level: the line's own output, one that is wired to it, or the pull resistor. */
  get drivenBy(): 'line' | 'wire' | 'pull' {
    if (this.pin.driving) return 'line';
    return this.pin.net.pins.some((pin) => pin.driving) ? 'wire' : 'pull';
  }

  /** Whether outputs that are wired together fight over the level; 0 wins. */
  get contended(): boolean {
    return this.pin.net.contended;
  }

  /**
   * Turns the line's pull resistor: what a switch or a sensor does to an input. It was 'down' at first.
   * A request's bias turns the same one: a switch that is closed when a program requests its line with a
   * bias is an output of another chip, wired to it. Throws Error once the chip is unplugged.
   */
  pull(direction: 'up' | 'down'): void {
    if (direction !== 'up' && direction !== 'down') {
      throw new TypeError(`a line is pulled 'up' or 'down', not '${direction}'`);
    }
    const { device } = this.#desc;
    if (device.gone) throw new Error(`${device.name} has been unplugged`);
    device.clock.catchUp();
    this.pin.pull(direction === 'up' ? 1 : 0);
  }

  /** The last 4096 changes of the level, the oldest first. */
  history(): readonly LevelChange[] {
    this.#desc.device.clock.catchUp();
    return [...this.#history];
  }

  /** Forgets all changes so far. */
  clearHistory(): void {
    this.#history = [];
  }

  /**
   * Calls `listener` at once whenever the level has changed. Returns how to stop it. An error that it
   * throws is an uncaught exception.
   */
  listen(listener: LevelListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
