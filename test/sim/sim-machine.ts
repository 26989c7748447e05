import { SimKernel } from '../../ts/sim/sim-kernel.js';
import type { ChipOptions, Machine, TestChip, TestLink } from '../conformance/machine.js';

/** A simulated kernel as the conformance suites want it. */
export class SimMachine implements Machine {
  readonly name = 'the simulated kernel';
  readonly kernel = new SimKernel();
  readonly paths = {
    missing: '/dev/gpiochip-that-is-missing',
    folder: '/dev',
    regularFile: '/proc/self/comm',
    otherDevice: '/dev/null',
  };
  #links = 0;

  createChip(options: ChipOptions = {}): TestChip {
    const chip = this.kernel.plug(options);
    return {
      name: chip.name,
      path: chip.path,
      pull: (offset, direction) => chip.line(offset).pull(direction),
      level: (offset) => chip.line(offset).level,
      unplug: () => chip.unplug(),
      dispose: () => chip.unplug(),
    };
  }

  /** Nothing is ever under way. */
  settle(): void {}

  clockNs(clock: 'monotonic' | 'realtime'): bigint {
    return clock === 'monotonic' ? this.kernel.clock.now() : this.kernel.clock.realtime();
  }

  openFiles(): readonly string[] {
    return this.kernel.openHandles.map(({ fd, description }) => `${fd} -> ${description}`);
  }

  link(target: string): TestLink {
    this.#links += 1;
    const path = `/tmp/link${this.#links}`;
    this.kernel.symlink(path, target);
    return { path, remove: () => this.kernel.unlink(path) };
  }

  dispose(): void {}
}
