import { traceModule } from '../assets.js';
import type { Kernel } from './kernel.js';
import { nodeModule, url } from './node-modules.js';

/**
 * A kernel that forwards every call and logs it on one line, as strace does:
 * `ioctl(5, GPIO_V2_GET_LINE_IOCTL, {offsets:[17], consumer:"x", ...}) = 0 {fd:6}`. What a call
 * wrote follows its result. For debugging: a traced call is some hundred times slower.
 *
 * The code for it, with all structs of the kernel's ABI, is read when it is first called: it would take
 * every program's start half a millisecond.
 *
 * @param log - Where lines go; by default to standard error. What it throws is an uncaught exception: it
 * must not pass through the guest.
 */
export function trace(kernel: Kernel, log?: (line: string) => void): Kernel {
  const path = url().fileURLToPath(traceModule());
  const tracing = nodeModule().createRequire(path)(path) as typeof import('./trace.js');
  return tracing.trace(kernel, log);
}
