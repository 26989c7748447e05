import { ERRNO } from '../kernel/errno.js';
import type { HostCalls, Kernel } from '../kernel/kernel.js';
import { linuxKernel } from '../kernel/linux.js';

/**
 * This machine's kernel for command line programs. It is loaded at the first call, so that `--help`
 * works where there is none. A wait that a signal interrupts goes on, as no program here has a handler:
 * those that Node installs for itself must not end one.
 */
export function machineKernel(): Kernel {
  return {
    name: 'linux',
    attach(memory) {
      let calls: HostCalls | undefined;
      const linux = (): HostCalls => {
        calls ??= linuxKernel().attach(memory);
        return calls;
      };
      return {
        open: (...args) => linux().open(...args),
        close: (...args) => linux().close(...args),
        ioctl: (...args) => linux().ioctl(...args),
        read: (...args) => linux().read(...args),
        poll: (...args) => pollToTheEnd(linux(), ...args),
        stat: (...args) => linux().stat(...args),
        realpath: (...args) => linux().realpath(...args),
      };
    },
    devices: () => linuxKernel().devices(),
    watch: (fd, onReady) => linuxKernel().watch(fd, onReady),
  };
}

function pollToTheEnd(calls: HostCalls, fds: number, count: number, timeoutNs: bigint): number {
  const endNs = process.hrtime.bigint() + timeoutNs;
  let leftNs = timeoutNs;
  for (;;) {
    const result = calls.poll(fds, count, leftNs);
    if (result !== -ERRNO.EINTR) return result;
    if (timeoutNs >= 0n) {
      const untilEndNs = endNs - process.hrtime.bigint();
      leftNs = untilEndNs > 0n ? untilEndNs : 0n;
    }
  }
}
