import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/support/root.js';

/** dist/browser.js and, file by file, all that it imports. */
function reachable(): Map<string, string> {
  const files = new Map<string, string>();
  const names = ['./browser.js'];
  for (const name of names) {
    if (files.has(name)) continue;
    const code = readFileSync(inRoot('dist', name), 'utf8');
    files.set(name, code);
    for (const [, imported = ''] of code.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
      names.push(imported);
    }
  }
  return files;
}

describe('libgpiod-wasm/browser', () => {
  it('imports nothing but files beside it, and nothing of Node', () => {
    const files = reachable();

    expect(files.size).toBeGreaterThan(1);
    for (const [name, code] of files) {
      expect(name).toMatch(/^\.\/[\w-]+\.js$/);
      expect(code, name).not.toMatch(/["']node:|\brequire\s*\(|\bprocess\./);
    }
  });

  it('names no file for bundlers to copy but libgpiod.wasm', () => {
    const code = [...reachable().values()].join('');
    const named = [...code.matchAll(/new URL\(([^,()]*),/g)].map(([, file]) => file);

    expect(named).toEqual(['"./libgpiod.wasm"']);
  });

  it('is small', () => {
    const sizes = [...reachable().values()].map((code) => gzipSync(code).length);

    expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(60_000);
  });

  it('exports what the package and its simulator do, but for Linux', async () => {
    const [index, sim, browser] = await Promise.all([
      import('../../ts/index.js'),
      import('../../ts/sim.js'),
      import('../../ts/browser.js'),
    ]);
    const expected = [...Object.keys(index), ...Object.keys(sim)].filter(
      (name) => !['linuxKernel', 'loadSync'].includes(name),
    );

    expect(Object.keys(browser).sort()).toEqual(expected.sort());
  });
});
