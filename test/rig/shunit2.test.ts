import { describe, expect, it } from 'vitest';
import { parseShunit2, shunit2Tests } from '../../scripts/rig/shunit2.js';

const tests = ['test_one', 'test_two', 'test_three'];

describe('shunit2Tests', () => {
  it('finds the test functions of a script and no others', () => {
    const script = 'helper() {\n}\ntest_one() {\n\ttest_inner() { :; }\n}\n\ntest_two () {\n}\n';
    expect(shunit2Tests(script)).toEqual(['test_one', 'test_two']);
  });
});

describe('parseShunit2', () => {
  it('passes each test that was named and had no failed assertion', () => {
    const output = 'test_one\ntest_two\ntest_three\n\nRan 3 tests.\n\nOK\n';
    expect(parseShunit2(output, tests)).toEqual({ passed: tests, failed: [] });
  });

  it('counts a test once however many of its assertions fail, colours or not', () => {
    const output =
      'test_one\ntest_two\n\u001b[1;31mASSERT:\u001b[0m a\nASSERT: b\ntest_three\nRan 3 tests.\n';
    expect(parseShunit2(output, tests)).toEqual({
      passed: ['test_one', 'test_three'],
      failed: ['test_two'],
    });
  });

  it('fails a test that returned another status than 0', () => {
    const output = 'test_one\nshunit2:ERROR test_one() returned non-zero return code.\ntest_two\n';
    expect(parseShunit2(output, ['test_one', 'test_two']).failed).toEqual(['test_one']);
  });

  it('fails the tests that were not reached', () => {
    expect(parseShunit2('test_one\n', tests)).toEqual({
      passed: ['test_one'],
      failed: ['test_two', 'test_three'],
    });
  });
});
