import { expect, test } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import { GPIO_V2_GET_LINE_IOCTL } from '../../ts/kernel/generated/uapi.js';
import type { HostCalls } from '../../ts/kernel/kernel.js';
import { loadSync } from '../../ts/load.js';
import { failure } from '../conformance/failure.js';
import { FakeKernel } from '../support/fake-kernel.js';

/** A kernel that opens its chip and refuses every request. */
function kernelRefusing(errno: number): FakeKernel {
  const kernel = new FakeKernel();
  const attach = kernel.attach.bind(kernel);
  kernel.attach = (memory): HostCalls => {
    const calls = attach(memory);
    return {
      ...calls,
      ioctl: (fd, request, at, length) =>
        request >>> 0 === GPIO_V2_GET_LINE_IOCTL ? -errno : calls.ioctl(fd, request, at, length),
    };
  };
  return kernel;
}

test.each([
  ['ENOTSUPP', 'the chip or the kernel does not support one of these settings', /hardware/],
  ['EOPNOTSUPP', 'the chip or the kernel does not support one of these settings', /hardware/],
  ['ENXIO', 'a line has no interrupt', /leave edge out/],
  ['EPERM', 'it is not permitted', /Another driver/],
  ['E2BIG', 'more different settings than one request can hold', /split it/],
  ['EBUSY', 'a line is in use', /gpioinfo/],
  ['EINVAL', 'the kernel refused these settings', /fewer settings/],
] as const)('%s of a request is explained', (code, reason, hint) => {
  using chip = loadSync({ kernel: kernelRefusing(ERRNO[code]) }).openChip(0);
  expect(failure(() => chip.requestLines({ lines: { 3: {} } }))).toMatchObject({
    name: 'GpiodError',
    code,
    errno: ERRNO[code],
    operation: 'gpiod_chip_request_lines',
    message: expect.stringContaining(reason),
    hint: expect.stringMatching(hint),
  });
});

test('an errno that nobody expects of a request has its name and no hint', () => {
  using chip = loadSync({ kernel: kernelRefusing(ERRNO.EIO) }).openChip(0);
  const error = failure(() => chip.requestLines({ lines: { 3: {} } }));
  expect(error).toMatchObject({ code: 'EIO', errno: 5 });
  expect('hint' in error).toBe(false);
});

test('an edge makes an input of a line: what is wrong is the drive', () => {
  using chip = loadSync({ kernel: kernelRefusing(ERRNO.EINVAL) }).openChip(0);
  const settings = { edge: 'both', debouncePeriodUs: 1, drive: 'open-drain' } as const;
  const error = failure(() => chip.requestLines({ lines: { 3: settings } }));
  expect(error.message).toContain("line 3: this drive needs direction: 'output'");
});
