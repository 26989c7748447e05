import type { Pin } from './pin.js';

/** 0 or 1. */
export type Level = 0 | 1;

/** Pins that are wired together, and so have one level. A pin by itself is a net too. */
export class Net {
  pins: readonly Pin[];
  level: Level;
  contended = false;

  constructor(pins: readonly Pin[], level: Level) {
    this.pins = pins;
    this.level = level;
  }
}

/** What connects the pins of all chips. */
export class Wiring {
  /** Whom to tell what, in order: whoever is told may change further nets. */
  readonly #news: (() => void)[] = [];
  #telling = false;
  #pulls = 0;

  /** A number for each pull that is set: of wired pins, the one set last is the net's. */
  nextPull(): number {
    this.#pulls += 1;
    return this.#pulls;
  }

  /** Wires two pins, with all they are wired to. */
  connect(a: Pin, b: Pin): void {
    if (a.net === b.net) return;
    const pins = [...a.net.pins, ...b.net.pins];
    const before = pins.map((pin) => pin.level);
    const net = new Net(pins, a.level);
    for (const pin of pins) pin.net = net;
    net.level = this.#resolve(net, true);
    const changed = pins.filter((_, i) => before[i] !== net.level);
    this.#tell(changed, net.level);
  }

  /** Takes a pin out of its net. */
  disconnect(pin: Pin): void {
    const { net } = pin;
    if (net.pins.length === 1) return;
    net.pins = net.pins.filter((other) => other !== pin);
    pin.net = new Net([pin], net.level);
    this.settle(pin.net, true);
    this.settle(net, true);
  }

  /**
   * Finds the level of a net after something has changed.
   *
   * @param floats - whether it goes to its pull where nobody drives it, even if its pins hold levels.
   */
  settle(net: Net, floats: boolean): void {
    const before = net.level;
    net.level = this.#resolve(net, floats);
    if (net.level !== before) this.#tell(net.pins, net.level);
  }

  /** Interrupts come at the moment; listeners are told one after the other, whatever they change. */
  #tell(pins: readonly Pin[], level: Level): void {
    for (const pin of pins) pin.raiseInterrupt(level);
    for (const pin of pins) this.#news.push(() => pin.onChange?.(level));
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let news = this.#news.shift(); news !== undefined; news = this.#news.shift()) news();
    } finally {
      this.#telling = false;
    }
  }

  #resolve(net: Net, floats: boolean): Level {
    let driven: Level | undefined;
    let contended = false;
    let pull: Pin | undefined;
    let holds = false;
    for (const pin of net.pins) {
      if (pin.driving) {
        if (driven !== undefined && driven !== pin.driven) contended = true;
        // Whoever pulls to ground wins.
        if (driven !== 0) driven = pin.driven;
      }
      if (pull === undefined || pin.pullOrder > pull.pullOrder) pull = pin;
      if (pin.holds) holds = true;
    }
    net.contended = contended;
    if (driven !== undefined) return driven;
    return holds && !floats ? net.level : (pull?.pullLevel ?? 0);
  }
}
