import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cached, cacheFolder, forget } from '../../scripts/support/cache.js';
import { setUpFolder } from '../support/temporary-folder.js';

const { join: inCache } = setUpFolder();
const PATH = join('kernels', '7.2');

beforeEach(() => {
  vi.stubEnv('XDG_CACHE_HOME', inCache());
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Fills a folder with one file that says who did. */
const by =
  (who: string) =>
  async (folder: string): Promise<void> => {
    writeFileSync(join(folder, 'by'), who);
  };

const filler = (folder: string): string => readFileSync(join(folder, 'by'), 'utf8');

test('a folder of the cache is filled once, until it is forgotten', async () => {
  const folder = await cached(PATH, by('first'));
  expect(folder).toBe(join(cacheFolder(), PATH));
  expect(filler(await cached(PATH, by('second')))).toBe('first');
  forget(PATH);
  expect(filler(await cached(PATH, by('third')))).toBe('third');
});

test('it is not there while it is being filled', async () => {
  await cached(PATH, async (folder) => {
    await by('first')(folder);
    expect(existsSync(join(cacheFolder(), PATH))).toBe(false);
  });
});

test('what fails half-way leaves nothing', async () => {
  const failing = cached(PATH, async (folder) => {
    await by('first')(folder);
    throw new Error('no network');
  });
  await expect(failing).rejects.toThrow('no network');
  expect(readdirSync(join(cacheFolder(), 'kernels'))).toEqual([]);
});

test('of two who fill it at once, the first to end has done it', async () => {
  const slow = cached(PATH, async (folder) => {
    await by('slow')(folder);
    await cached(PATH, by('quick'));
  });
  expect(filler(await slow)).toBe('quick');
  expect(readdirSync(join(cacheFolder(), 'kernels'))).toEqual(['7.2']);
});
