import { checkKernel } from './check-kernel.js';
import type { GuestMemory } from './guest-memory.js';
import type { HostCalls, Kernel } from './kernel.js';

/** The module name under which a guest imports the host ABI (wasm/gpio_host.h). */
export const HOST_MODULE = 'gpio_host_v1';

/**
 * A kernel as what a guest imports beside WASI: for programs that another WASI runtime than this
 * package's runs. `memory` is filled in by its `use()` once the guest is instantiated, and serves this
 * guest only. The guest's `read` and `poll` block its thread, as the kernel's do.
 *
 * @throws TypeError for what is no kernel.
 */
export function gpioHostImports(
  kernel: Kernel,
  memory: GuestMemory,
): { readonly [HOST_MODULE]: Pick<HostCalls, keyof HostCalls> } {
  const calls = checkKernel(kernel).attach(memory);
  return {
    [HOST_MODULE]: {
      open: calls.open,
      close: calls.close,
      ioctl: calls.ioctl,
      read: calls.read,
      poll: calls.poll,
      stat: calls.stat,
      realpath: calls.realpath,
    },
  };
}

/**
 * Inside a guest, descriptors of GPIO files are numbered from here up, so that they cannot be taken
 * for WASI's (wasm/guest/include/gpio_guest.h). The imports see the host's own numbers.
 */
const GUEST_FD_BASE = 0x4000_0000;

/** The host's number of a GPIO descriptor that a guest gave out. */
export function hostFd(guestFd: number): number {
  return guestFd - GUEST_FD_BASE;
}
