import { afterEach } from 'vitest';
import type { Gpiod } from '../../ts/api/gpiod.js';
import { loadSync } from '../../ts/load.js';
import { type Grants, type SandboxKernel, type SandboxOptions, sandbox } from '../../ts/sandbox.js';
import { createSim, type Sim } from '../../ts/sim.js';

/** A machine of two chips: 'header' with GPIO0 to GPIO7, 'panel' with BUTTON, LED, BUZZER, KNOB. */
export function machine(): Sim {
  return createSim(
    {
      chips: [
        { label: 'header', lines: Array.from({ length: 8 }, (_, i) => `GPIO${i}`) },
        { label: 'panel', lines: ['BUTTON', 'LED', 'BUZZER', 'KNOB'] },
      ],
    },
    { clock: 'virtual' },
  );
}

const open: Disposable[] = [];

/** Something to close after the test. */
export function keep<T extends Disposable>(one: T): T {
  open.push(one);
  return one;
}

afterEach(() => {
  for (const one of open.splice(0).reverse()) one[Symbol.dispose]();
});

export interface Boxed {
  readonly kernel: SandboxKernel;
  readonly gpiod: Gpiod;
}

/** A sandbox over a simulated machine, with a libgpiod inside. */
export function boxed(sim: Sim, chips: Grants, options?: SandboxOptions): Boxed {
  const kernel = sandbox(sim.kernel, chips, options);
  return { kernel, gpiod: loadSync({ kernel }) };
}
