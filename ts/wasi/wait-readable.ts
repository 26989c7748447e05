import { GuestMemory } from '../kernel/guest-memory.js';
import { type HostCalls, type Kernel, POLLIN } from '../kernel/kernel.js';

/** Waits until reading a kernel's descriptor would not block; timeouts as in Input.waitReadable(). */
export type WaitReadable = (fd: number, timeoutNs: bigint) => boolean;

/**
 * Waits with the poll call of a kernel, on a memory of its own. Descriptors of the machine's kernel are
 * those of this process, such as its standard input, for which Node has no blocking call.
 */
export function waitReadableBy(kernel: Kernel): WaitReadable {
  const memory = new GuestMemory();
  let calls: HostCalls | undefined;
  return (fd, timeoutNs) => {
    if (calls === undefined) {
      memory.use(new WebAssembly.Memory({ initial: 1, maximum: 1 }));
      calls = kernel.attach(memory);
    }
    memory.view.setInt32(0, fd, true);
    memory.view.setInt16(4, POLLIN, true);
    memory.view.setInt16(6, 0, true);
    // An error means that reading would fail, but not block.
    return calls.poll(0, 1, timeoutNs) !== 0;
  };
}
