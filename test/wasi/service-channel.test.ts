import { wasi } from '@bjorn3/browser_wasi_shim';
import { expect, test } from 'vitest';
import { ServiceChannel, ServiceError } from '../../ts/wasi/service-channel.js';

function ask(channel: ServiceChannel, request: string): string {
  const bytes = new TextEncoder().encode(request);
  expect(channel.fd_write(bytes)).toEqual({ ret: 0, nwritten: bytes.length });
  return new TextDecoder().decode(channel.fd_read(64).data);
}

test('a request calls the service it names with its words', () => {
  const channel = new ServiceChannel({ add: (a, b) => Number(a) + Number(b) });
  expect(ask(channel, 'add 2 -5')).toBe('-3\n');
});

test('a refusal is answered by its errno', () => {
  const channel = new ServiceChannel({
    never: () => {
      throw new ServiceError(wasi.ERRNO_PERM);
    },
  });
  expect(ask(channel, 'never')).toBe(`!${wasi.ERRNO_PERM}\n`);
});

test.each(['unknown', '', 'toString', '__proto__'])('there is no service %j', (name) => {
  expect(ask(new ServiceChannel({}), name)).toBe(`!${wasi.ERRNO_NOSYS}\n`);
});

test('an error of the host is not hidden', () => {
  const channel = new ServiceChannel({
    broken: () => {
      throw new TypeError('a bug');
    },
  });
  expect(() => ask(channel, 'broken')).toThrow('a bug');
});

test('an answer can be read in pieces', () => {
  const channel = new ServiceChannel({ number: () => 12345 });
  channel.fd_write(new TextEncoder().encode('number'));
  const pieces = [4, 4, 4].map((size) => new TextDecoder().decode(channel.fd_read(size).data));
  expect(pieces).toEqual(['1234', '5\n', '']);
});

test("libc's search for folders ends at the channel", () => {
  expect(new ServiceChannel({}).fd_prestat_get().ret).toBe(wasi.ERRNO_BADF);
});
