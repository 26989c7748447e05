import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { inRoot } from '../../../scripts/support/root.js';
import { loadPlugin } from '../../../ts/sandbox.js';
import { temporaryFolder } from '../../package/npm.js';
import { readmeSnippets } from '../../readme/snippets.js';
import { chips, closePlugins, keepPlugin, Output, panel } from '../../sandbox/plugin-support.js';
import { requireLlvm } from './tools.js';

afterEach(closePlugins);

function code(wanted: string): string {
  const snippet = readmeSnippets().find(({ id }) => id === wanted);
  if (snippet === undefined) throw new Error(`the README has no snippet '${wanted}'`);
  return snippet.code;
}

it("the README's way with CMake makes its plugin", async () => {
  requireLlvm();
  const { folder, remove } = temporaryFolder();
  try {
    mkdirSync(join(folder, 'node_modules', '@yowasp'), { recursive: true });
    symlinkSync(inRoot(), join(folder, 'node_modules', 'libgpiod-wasm'));
    const clang = inRoot('node_modules', '@yowasp', 'clang');
    symlinkSync(clang, join(folder, 'node_modules', '@yowasp', 'clang'));
    writeFileSync(join(folder, 'led.c'), code('led'));
    const { WASI_SDK_PATH: _, ...env } = process.env;
    env.PATH = `${dirname(process.execPath)}:${env.PATH}`;
    const built = spawnSync('sh', ['-ec', code('cmake')], { cwd: folder, encoding: 'utf8', env });
    expect(built, built.stdout + built.stderr).toMatchObject({ status: 0 });

    const sim = panel();
    const stdout = new Output();
    const wasm = readFileSync(join(folder, 'build', 'led.wasm'));
    const plugin = keepPlugin(
      await loadPlugin(wasm, { kernel: sim.kernel, chips, stdout: stdout.write }),
    );
    expect(await plugin.run()).toBe(0);
    expect(stdout.lines).toEqual(['blinked']);
    expect(sim.line('LED').history()).toHaveLength(6);
  } finally {
    remove();
  }
});
