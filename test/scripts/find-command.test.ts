import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findCommand } from '../../scripts/support/find-command.js';
import { setUpFolder } from '../support/temporary-folder.js';

const folder = setUpFolder();

/** Makes a file below the test's own folder. */
function file(path: string, mode: number): string {
  const whole = folder.join(path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, '');
  chmodSync(whole, mode);
  return whole;
}

beforeEach(() => {
  vi.stubEnv('PATH', `${folder.join('first')}:${folder.join('second')}`);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

test('the first program of PATH is found, past folders and files that nobody may run', () => {
  mkdirSync(folder.join('first', 'one'), { recursive: true });
  file('first/two', 0o644);
  const [one, two] = [file('second/one', 0o755), file('second/two', 0o755)];
  expect(findCommand('one')).toBe(one);
  expect(findCommand('two')).toBe(two);
  const before = file('first/three', 0o755);
  file('second/three', 0o755);
  expect(findCommand('three')).toBe(before);
});

test('a path is taken as it is, whatever PATH says', () => {
  const path = file('elsewhere/program', 0o755);
  expect(findCommand(path)).toBe(path);
  expect(findCommand('program')).toBeUndefined();
  expect(findCommand(file('elsewhere/text', 0o644))).toBeUndefined();
});

test('other folders come after those of PATH', () => {
  const more = [folder.join('more')];
  const last = file('more/program', 0o755);
  expect(findCommand('program', more)).toBe(last);
  const first = file('second/program', 0o755);
  expect(findCommand('program', more)).toBe(first);
});

test('what is nowhere is undefined', () => {
  expect(findCommand('program')).toBeUndefined();
  vi.stubEnv('PATH', undefined);
  expect(findCommand('program')).toBeUndefined();
});
