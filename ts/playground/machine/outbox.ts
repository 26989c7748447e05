import type { ConsoleLine, MachineMessage } from '../protocol.js';
import { nowMs, setTimeout } from './timers.js';

/** How long what is printed is gathered, after the page was told the last time. */
const GATHER_MS = 50;
/** More than that at once has left the page's console, or a terminal, before it can be seen. */
const LINES_MAX = 500;
const TEXT_MAX = 200_000;

/**
 * What the machine tells the page, in order. What programs and tools print is gathered: the page lays
 * out each message of it, and a program that prints in a loop would leave it time for nothing else.
 */
export class Outbox {
  readonly #send: (message: MachineMessage) => void;
  #lines: ConsoleLine[] = [];
  readonly #texts = new Map<number, string>();
  #sentAt = Number.NEGATIVE_INFINITY;
  #scheduled = false;

  constructor(send: (message: MachineMessage) => void) {
    this.#send = send;
  }

  post(message: MachineMessage): void {
    // These come by themselves all the time, and need no order.
    if (message.type !== 'lines' && message.type !== 'pong') this.#flush();
    this.#send(message);
  }

  /** A line of the program. */
  print(line: ConsoleLine): void {
    this.#lines.push(line);
    if (this.#lines.length > 2 * LINES_MAX) this.#lines.splice(0, LINES_MAX);
    this.#gathered();
  }

  /** What a tool has written. */
  write(job: number, text: string): void {
    const all = (this.#texts.get(job) ?? '') + text;
    this.#texts.set(job, all.length > 2 * TEXT_MAX ? newest(all) : all);
    this.#gathered();
  }

  /** A program that never gives way is heard too: no timer is needed once the time is up. */
  #gathered(): void {
    const left = this.#sentAt + GATHER_MS - nowMs();
    if (left <= 0) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      setTimeout(() => {
        this.#scheduled = false;
        this.#flush();
      }, left);
    }
  }

  #flush(): void {
    if (this.#lines.length === 0 && this.#texts.size === 0) return;
    this.#sentAt = nowMs();
    const lines = this.#lines.splice(0).slice(-LINES_MAX);
    if (lines.length > 0) this.#send({ type: 'console', lines });
    for (const [job, text] of this.#texts) {
      this.#send({ type: 'output', job, text: text.length > TEXT_MAX ? newest(text) : text });
    }
    this.#texts.clear();
  }
}

/** The end of a long text, from the beginning of a row. */
function newest(text: string): string {
  const end = text.slice(-TEXT_MAX);
  return end.slice(end.indexOf('\n') + 1);
}
