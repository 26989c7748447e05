import type { GuestMemory } from '../../../ts/kernel/guest-memory.js';
import type { HostCalls } from '../../../ts/kernel/kernel.js';
import { FakeKernel } from '../../support/fake-kernel.js';

/** A kernel in which nothing ever happens: a tool that waits without a limit waits for a signal. */
export class PatientKernel extends FakeKernel {
  override attach(memory: GuestMemory): HostCalls {
    const calls = super.attach(memory);
    const forever = new Int32Array(new SharedArrayBuffer(4));
    return {
      ...calls,
      poll(fds, count, timeoutNs) {
        if (timeoutNs < 0n) Atomics.wait(forever, 0, 0);
        return calls.poll(fds, count, timeoutNs);
      },
    };
  }
}
