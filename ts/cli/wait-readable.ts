import { GuestMemory } from '../kernel/guest-memory.js';
import { type HostCalls, type Kernel, POLLIN } from '../kernel/kernel.js';

/**
 * Waits for descriptors of this process (its standard input) with the poll call of the machine's
 * kernel, on a memory of its own: Node has no blocking call for it.
 */
export function waitReadableBy(machine: Kernel): (fd: number, timeoutNs: bigint) => boolean {
  const memory = new GuestMemory();
  let calls: HostCalls | undefined;
  return (fd, timeoutNs) => {
    if (calls === undefined) {
      memory.use(new WebAssembly.Memory({ initial: 1, maximum: 1 }));
      calls = machine.attach(memory);
    }
    memory.view.setInt32(0, fd, true);
    memory.view.setInt16(4, POLLIN, true);
    memory.view.setInt16(6, 0, true);
    // An error means that reading would fail, but not block.
    return calls.poll(0, 1, timeoutNs) !== 0;
  };
}
