import type { Kernel } from './kernel.js';

/** Throws TypeError for what is no kernel: a simulated machine has one, but is none itself. */
export function checkKernel(kernel: unknown): Kernel {
  if (typeof kernel === 'object' && kernel !== null && 'attach' in kernel) return kernel as Kernel;
  throw new TypeError(
    "the kernel is none: it has to be one such as linuxKernel() or createSim('pi5').kernel",
  );
}
