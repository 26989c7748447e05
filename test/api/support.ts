import type { FdWatch, Kernel } from '../../ts/kernel/kernel.js';

/** A kernel whose one descriptor becomes readable when a test says so. */
export class ReadinessKernel implements Kernel {
  readonly name = 'readiness';
  /** What happened to the watch, in order. */
  readonly calls: string[] = [];
  running = false;
  refuse = 0;
  #onReady: ((revents: number) => void) | undefined;

  attach(): never {
    throw new Error('this kernel has no calls');
  }

  devices(): readonly string[] {
    return [];
  }

  watch(_fd: number, onReady: (revents: number) => void): FdWatch | number {
    if (this.refuse !== 0) return this.refuse;
    this.#onReady = onReady;
    this.running = true;
    const note = (call: string, running?: boolean) => (): void => {
      this.calls.push(call);
      if (running !== undefined) this.running = running;
    };
    return {
      pause: note('pause', false),
      resume: note('resume', true),
      ref: note('ref'),
      unref: note('unref'),
      close: note('close', false),
    };
  }

  /** One turn of the event loop in which the descriptor is readable. */
  turn(): void {
    if (this.running) this.#onReady?.(1);
  }
}
