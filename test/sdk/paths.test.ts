import { existsSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { expect, test } from 'vitest';
import * as sdk from '../../ts/sdk.js';

test.each(Object.entries(sdk))('%s is an absolute path of something', (name, path) => {
  expect(isAbsolute(path)).toBe(true);
  expect(path).not.toMatch(/\/$/);
  expect(existsSync(path)).toBe(true);
  expect(statSync(path).isDirectory()).toBe(name.endsWith('Folder'));
});
