import { errnoName } from '../../ts/kernel/errno.js';
import { ioctlOf } from '../../ts/kernel/uapi.js';
import type { Operation } from './operation.js';

function kindOf(operation: Operation): string {
  if (operation.type !== 'ioctl') return operation.type;
  return ioctlOf(operation.request)?.name ?? 'unknown ioctl';
}

/** Counts what operations came to, so that one sees what a run has proved. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();

  #events = 0;

  add(operation: Operation, result: number): void {
    const kind = kindOf(operation);
    const results = this.#counts.get(kind) ?? new Map<string, number>();
    this.#counts.set(kind, results);
    const name = result < 0 ? errnoName(result) : result === 0 ? '0' : '> 0';
    results.set(name, (results.get(name) ?? 0) + 1);
  }

  /** Events that were read. */
  addEvents(count: number): void {
    this.#events += count;
  }

  /** One line for each kind of operation: how often which result. */
  get text(): string {
    const lines = [...this.#counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, results]) => {
        const counts = [...results].sort(([, a], [, b]) => b - a);
        return `${kind.padEnd(33)} ${counts.map(([name, n]) => `${name}: ${n}`).join(', ')}`;
      });
    return [...lines, `${this.#events} events`].join('\n');
  }
}
