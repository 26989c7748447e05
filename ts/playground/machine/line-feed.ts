import type { Pin } from '../../sim/pin.js';
import type { Sim } from '../../sim/sim.js';
import type { SimLine } from '../../sim/sim-line.js';
import type { ChipFacts, EdgeSeen, LineState } from '../protocol.js';
import { nowMs, setTimeout } from './timers.js';

/** How long changes are gathered before the page is told: about a frame. */
const GATHER_MS = 16;
/** More than that at once cannot be seen: the oldest are left out. */
const EDGES_MAX = 4096;
const NS_PER_MS = 1e6;

/** What the page is told of the lines. */
export interface LineNews {
  readonly states: readonly (readonly [index: number, state: LineState])[];
  readonly edges: readonly EdgeSeen[];
}

/** Watches all lines of a machine and tells what has changed, gathered. */
export class LineFeed {
  readonly #sim: Sim;
  readonly #lines: readonly SimLine[];
  readonly #indexOf: ReadonlyMap<Pin, number>;
  readonly #send: (news: LineNews) => void;
  /** What the page knows, as text. */
  readonly #known: string[] = [];
  #edges: EdgeSeen[] = [];
  #scheduled = false;
  /** From the machine's clock to the page's. */
  readonly #offsetMs: number;

  constructor(sim: Sim, send: (news: LineNews) => void) {
    this.#sim = sim;
    this.#send = send;
    this.#lines = sim.chips.flatMap(({ lines }) => lines);
    this.#indexOf = new Map(this.#lines.map(({ pin }, index) => [pin, index]));
    this.#offsetMs = nowMs() - Number(sim.clock.now()) / NS_PER_MS;
    this.#lines.forEach((line, index) => {
      line.listen((level, timestampNs) => {
        const timeMs = Number(timestampNs) / NS_PER_MS + this.#offsetMs;
        this.#edges.push([index, level, timeMs]);
        if (this.#edges.length > 2 * EDGES_MAX) this.#edges.splice(0, EDGES_MAX);
        this.changed();
      });
    });
  }

  get chips(): ChipFacts[] {
    let index = 0;
    return this.#sim.chips.map(({ name, label, lines }) => ({
      name,
      label,
      lines: lines.map((line) => ({ index: index++, offset: line.offset, name: line.name })),
    }));
  }

  line(index: number): SimLine | undefined {
    return this.#lines[index];
  }

  /** Something may have changed: looks at everything soon. */
  changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => this.flush(), GATHER_MS);
  }

  /** Tells now what has changed. */
  flush(): void {
    this.#scheduled = false;
    const states: [number, LineState][] = [];
    this.#lines.forEach((line, index) => {
      const state = this.#stateOf(line);
      const text = JSON.stringify(state);
      if (this.#known[index] === text) return;
      this.#known[index] = text;
      states.push([index, state]);
    });
    const edges = this.#edges.slice(-EDGES_MAX);
    this.#edges = [];
    if (states.length > 0 || edges.length > 0) this.#send({ states, edges });
  }

  #stateOf(line: SimLine): LineState {
    const { pin, direction, level, drivenBy, contended, consumer } = line;
    return {
      direction,
      level,
      pull: pin.pullLevel === 1 ? 'up' : 'down',
      drivenBy,
      contended,
      consumer,
      wiredTo: pin.net.pins
        .filter((other) => other !== pin)
        .flatMap((other) => this.#indexOf.get(other) ?? []),
    };
  }
}
