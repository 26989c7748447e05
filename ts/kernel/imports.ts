import type { GuestMemory } from './guest-memory.js';
import type { HostCalls, Kernel } from './kernel.js';

/** The module name under which a guest imports the host ABI (wasm/gpio_host.h). */
export const HOST_MODULE = 'gpio_host_v1';

/** A kernel as the import object that a libgpiod guest needs. */
export function gpioHostImports(
  kernel: Kernel,
  memory: GuestMemory,
): { [HOST_MODULE]: WebAssembly.ModuleImports } {
  const calls: HostCalls = kernel.attach(memory);
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
