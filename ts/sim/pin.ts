import { type Level, Net, type Wiring } from './wiring.js';

/** Told of edges while it is armed; `level` is the physical one. */
export interface EdgeTrigger {
  readonly rising: boolean;
  readonly falling: boolean;
  readonly fire: () => void;
}

/**
 * The hardware side of one line, with the operations that the kernel asks of a chip's driver:
 * registers for the direction and the driven level, a pull resistor, an interrupt.
 */
export class Pin {
  readonly offset: number;
  /** True of a pin that holds its level where nobody drives it, until its pull is set: gpio-sim's. */
  readonly holds: boolean;
  readonly #wiring: Wiring;
  net: Net;
  /** Only a requested pin drives. */
  requested = false;
  output = false;
  driven: Level = 0;
  pullLevel: Level = 0;
  /** When the pull was set, in the order of all pins; 0 where it never was. */
  pullOrder = 0;
  /** The armed interrupt. */
  interrupt: EdgeTrigger | undefined;
  /** Called whenever the level has changed. */
  onChange: ((level: Level) => void) | undefined;

  constructor(offset: number, holds: boolean, wiring: Wiring) {
    this.offset = offset;
    this.holds = holds;
    this.#wiring = wiring;
    this.net = new Net([this], 0);
  }

  get level(): Level {
    return this.net.level;
  }

  get driving(): boolean {
    return this.requested && this.output;
  }

  /** A pin that was left an output drives again, to the level that it finds. */
  request(): void {
    this.driven = this.level;
    this.requested = true;
  }

  /** Floats from now on, whatever its direction. */
  free(): void {
    this.requested = false;
    this.#wiring.settle(this.net, true);
  }

  setInput(): void {
    this.output = false;
    this.#wiring.settle(this.net, false);
  }

  setOutput(level: Level): void {
    this.output = true;
    this.driven = level;
    this.#wiring.settle(this.net, false);
  }

  /** Drives an output to another level. Pins of one call change before any of them settles. */
  drive(level: Level): void {
    this.driven = level;
  }

  settle(): void {
    this.#wiring.settle(this.net, false);
  }

  /** Sets the pull resistor: from outside, or by a request's bias. */
  pull(level: Level): void {
    this.pullLevel = level;
    this.pullOrder = this.#wiring.nextPull();
    this.#wiring.settle(this.net, true);
  }

  /** Told by the wiring, at once when the net has its new level. */
  raiseInterrupt(level: Level): void {
    const { interrupt } = this;
    if (interrupt === undefined || this.driving) return;
    if (level === 1 ? interrupt.rising : interrupt.falling) interrupt.fire();
  }
}
