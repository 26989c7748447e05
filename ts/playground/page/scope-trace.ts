import type { LineFacts } from '../protocol.js';

/** No window is longer. */
export const LONGEST_MS = 30_000;
const EDGES_MAX = 20_000;

/** The edges of one line that may still be drawn. */
export class ScopeTrace {
  readonly line: LineFacts;
  /** When the level changed, and to what; the oldest first. */
  readonly #times: number[] = [];
  readonly #levels: (0 | 1)[] = [];
  #levelBefore: 0 | 1;

  constructor(line: LineFacts, level: 0 | 1) {
    this.line = line;
    this.#levelBefore = level;
  }

  get level(): 0 | 1 {
    return this.#levels.at(-1) ?? this.#levelBefore;
  }

  add(level: 0 | 1, timeMs: number): void {
    this.#times.push(timeMs);
    this.#levels.push(level);
    let gone = 0;
    while ((this.#times[gone] ?? timeMs) < timeMs - LONGEST_MS) gone += 1;
    gone = Math.max(gone, this.#times.length - EDGES_MAX);
    if (gone === 0) return;
    this.#levelBefore = this.#levels[gone - 1] ?? this.#levelBefore;
    this.#times.splice(0, gone);
    this.#levels.splice(0, gone);
  }

  /** The level at a time, and the edges from then on. */
  since(startMs: number): {
    level: 0 | 1;
    edges: readonly (readonly [timeMs: number, level: 0 | 1])[];
  } {
    let first = this.#times.findIndex((time) => time >= startMs);
    if (first < 0) first = this.#times.length;
    const edges = this.#times
      .slice(first)
      .map((time, i) => [time, this.#levels[first + i] ?? 0] as const);
    return { level: this.#levels[first - 1] ?? this.#levelBefore, edges };
  }

  /** Rising edges per second between the first and the last one of these; undefined for fewer than two. */
  frequency(startMs: number): number | undefined {
    const rising = this.since(startMs).edges.filter(([, level]) => level === 1);
    const [first, last] = [rising[0]?.[0], rising.at(-1)?.[0]];
    if (first === undefined || last === undefined || last <= first) return undefined;
    return ((rising.length - 1) * 1000) / (last - first);
  }
}
