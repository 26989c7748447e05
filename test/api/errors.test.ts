import { expect, test } from 'vitest';
import { AbortError, GpiodError, valuesError } from '../../ts/api/errors.js';

test('a GpiodError carries code, errno, operation, hint and cause', () => {
  const cause = new Error('why');
  const error = new GpiodError({
    errno: 16,
    operation: 'gpiod_chip_request_lines',
    message: 'cannot request lines of gpiochip0',
    hint: 'Release it.',
    cause,
  });
  expect(error).toBeInstanceOf(Error);
  expect({ ...error }).toMatchObject({ code: 'EBUSY', errno: 16, hint: 'Release it.' });
  expect(error.cause).toBe(cause);
  expect(`${error}`).toBe(
    'GpiodError: cannot request lines of gpiochip0 (EBUSY from gpiod_chip_request_lines)',
  );
});

test('without a hint or cause it has neither property', () => {
  const error = new GpiodError({ errno: 2, operation: 'gpiod_chip_open', message: 'cannot' });
  expect('hint' in error).toBe(false);
  expect('cause' in error).toBe(false);
});

test("an AbortError is named so, and its cause is the signal's reason", () => {
  const error = new AbortError(AbortSignal.abort('enough'));
  expect(error).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
});

test('values of no line at all are EINVAL, and it is said what is missing', () => {
  expect(valuesError('gpiod_line_request_get_values', 'cannot read the lines', 22).hint).toMatch(
    /one line at least/,
  );
});
