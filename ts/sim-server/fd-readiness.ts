import type { FdWatch, Kernel } from '../kernel/kernel.js';

/**
 * Who waits for one descriptor of the simulated kernel, which has one watch for it: a client that is
 * blocked in poll or read, a client's own watch, or both.
 */
export class FdReadiness {
  readonly #waiters = new Set<() => void>();
  #watch: FdWatch | undefined;
  #armed: ((revents: number) => void) | undefined;
  /** Whether a client has taken the descriptor's watch. */
  watched = false;

  /** Returns a negated errno for a descriptor that cannot be waited for. */
  static of(kernel: Kernel, fd: number): FdReadiness | number {
    const readiness = new FdReadiness();
    const watch = kernel.watch(fd, (revents) => readiness.#ready(revents));
    if (typeof watch === 'number') return watch;
    watch.pause();
    readiness.#watch = watch;
    return readiness;
  }

  /** Calls `woken` once, when the descriptor may have become ready. Returns how to stop that. */
  wait(woken: () => void): () => void {
    this.#waiters.add(woken);
    this.#watch?.resume();
    return () => this.#waiters.delete(woken);
  }

  /** Calls `notify` once, when the descriptor is ready. */
  arm(notify: (revents: number) => void): void {
    this.#armed = notify;
    this.#watch?.resume();
  }

  disarm(): void {
    this.#armed = undefined;
    this.watched = false;
  }

  #ready(revents: number): void {
    this.#watch?.pause();
    const waiters = [...this.#waiters];
    const armed = this.#armed;
    this.#waiters.clear();
    this.#armed = undefined;
    for (const woken of waiters) woken();
    armed?.(revents);
  }

  close(): void {
    this.#watch?.close();
    for (const woken of [...this.#waiters]) woken();
    this.#waiters.clear();
  }
}
