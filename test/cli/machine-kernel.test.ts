import { expect, test, vi } from 'vitest';
import { machineKernel } from '../../ts/cli/machine-kernel.js';
import { ERRNO } from '../../ts/kernel/errno.js';
import { GuestMemory } from '../../ts/kernel/guest-memory.js';
import { FakeKernel } from '../support/fake-kernel.js';

const beneath = vi.hoisted(() => ({ poll: vi.fn<(timeoutNs: bigint) => number>() }));

vi.mock(import('../../ts/kernel/linux.js'), () => ({
  linuxKernel: () => {
    const kernel = new FakeKernel();
    const attach = kernel.attach.bind(kernel);
    kernel.attach = (memory) => ({
      ...attach(memory),
      poll: (_fds, _count, timeoutNs) => beneath.poll(timeoutNs),
    });
    return kernel;
  },
}));

/** Waits where a signal comes twice, and returns the result and what the kernel was asked for. */
function interrupted(timeoutNs: bigint): { result: number; asked: bigint[] } {
  beneath.poll.mockReset().mockReturnValue(1);
  for (let i = 0; i < 2; i += 1) beneath.poll.mockReturnValueOnce(-ERRNO.EINTR);
  const result = machineKernel().attach(new GuestMemory()).poll(0, 1, timeoutNs);
  return { result, asked: beneath.poll.mock.calls.map(([asked]) => asked) };
}

test.each([-1n, 0n])('a wait of %d ns that signals interrupt goes on', (timeoutNs) => {
  expect(interrupted(timeoutNs)).toEqual({ result: 1, asked: [timeoutNs, timeoutNs, timeoutNs] });
});

test('a wait that signals interrupt goes on for what is left of it', () => {
  const { result, asked } = interrupted(10n ** 12n);
  const [first = 0n, second = 0n, third = 0n, ...more] = asked;
  expect([result, first, more]).toEqual([1, 10n ** 12n, []]);
  expect(second <= first && third < first && third > 0n).toBe(true);
});
