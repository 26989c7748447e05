import type { GuestMemory } from '../../kernel/guest-memory.js';
import { type HostCalls, type Kernel, POLLFD_SIZE } from '../../kernel/kernel.js';
import type { Clock } from '../../wasi/clock.js';
import { waitReadableBy } from '../../wasi/wait-readable.js';
import type { Waiting } from './waiting.js';

/** The two host calls that block, as calls that answer later. The others are as they are. */
export interface LateHostCalls {
  poll(fds: number, count: number, timeoutNs: bigint): Promise<number>;
  read(fd: number, buf: number, len: number): Promise<number>;
}

/** What a {@link LateHostCalls} is made of. */
export interface LateHostParts {
  readonly kernel: Kernel;
  readonly calls: HostCalls;
  readonly memory: GuestMemory;
  readonly clock: Clock;
  readonly waiting: Waiting;
}

export function lateHostCalls(parts: LateHostParts): LateHostCalls {
  const { kernel, calls, memory, clock, waiting } = parts;
  const waitReadable = waitReadableBy(kernel);

  const untilReady = async (fds: readonly number[], timeoutNs: bigint): Promise<void> => {
    await waiting.until(timeoutNs, (wake) => {
      const watches = fds.flatMap((fd) => {
        const watch = kernel.watch(fd, wake);
        return typeof watch === 'number' ? [] : watch;
      });
      return () => {
        for (const watch of watches) watch.close();
      };
    });
  };

  return {
    async poll(fds, count, timeoutNs) {
      await waiting.breathe();
      const endNs = clock.monotonicNs() + timeoutNs;
      const at = fds >>> 0;
      for (;;) {
        const ready = calls.poll(fds, count, 0n);
        if (ready !== 0 || timeoutNs === 0n) return ready;
        const leftNs = timeoutNs < 0n ? -1n : endNs - clock.monotonicNs();
        if (timeoutNs >= 0n && leftNs <= 0n) return 0;
        const waitedFor = Array.from({ length: count }, (_, i) =>
          memory.view.getInt32(at + i * POLLFD_SIZE, true),
        );
        await untilReady(
          waitedFor.filter((fd) => fd >= 0),
          leftNs,
        );
      }
    },

    async read(fd, buf, len) {
      await waiting.breathe();
      while (!waitReadable(fd, 0n)) await untilReady([fd], -1n);
      return calls.read(fd, buf, len);
    },
  };
}
