import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../../scripts/support/root.js';
import { loadPlugin } from '../../../ts/sandbox.js';
import { cliCommand, type Finished, run } from '../../cli/support/process.js';
import { temporaryFolder } from '../../package/npm.js';
import { chips, closePlugins, keepPlugin, panel } from '../../sandbox/plugin-support.js';
import { layOutWasiSdk } from './wasi-sdk.js';

let folder: string;

beforeAll(() => {
  const { folder: top, remove } = temporaryFolder();
  folder = top;
  layOutWasiSdk(join(folder, 'wasi sdk'));
  return remove;
});

afterEach(closePlugins);

function cc(...args: string[]): Finished {
  return run(cliCommand, ['cc', ...args], { env: { WASI_SDK_PATH: join(folder, 'wasi sdk') } });
}

const blink = inRoot('wasm', 'examples', 'blink.c');

describe('libgpiod-wasm cc with WASI_SDK_PATH', () => {
  it('makes a plugin', async () => {
    const output = join(folder, 'blink.wasm');
    expect(cc(blink, '-o', output)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const sim = panel();
    const options = { kernel: sim.kernel, chips, args: ['1', '10'] };
    const plugin = keepPlugin(await loadPlugin(readFileSync(output), options));
    expect(await plugin.run()).toBe(0);
    expect(sim.line('LED').history()).toHaveLength(2);
  });

  it('compiles and links apart', () => {
    const object = join(folder, 'blink.o');
    expect(cc('-c', blink, '-o', object)).toMatchObject({ status: 0, stderr: '' });
    expect(cc(object, '-o', join(folder, 'apart.wasm'))).toMatchObject({ status: 0, stderr: '' });
  });

  it('passes on what the compiler says, and its status', () => {
    writeFileSync(join(folder, 'wrong.c'), 'int main(void) { return wrong; }\n');
    const { status, stdout, stderr } = cc('-c', join(folder, 'wrong.c'), '-o', 'x.wasm');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/wrong\.c:1:25: error: use of undeclared identifier 'wrong'/);
    expect(cc('-E', '-P', blink).stdout).toContain('int main(int argc, char **argv)');
  });

  it('passes on megabytes', () => {
    const [source, object] = [join(folder, 'noisy.c'), join(folder, 'noisy.o')];
    writeFileSync(source, `#warning ${'x'.repeat(2 ** 20)}\n`);
    const { status, stderr } = cc('-c', source, '-o', object);
    expect(stderr).not.toContain('does not run');
    expect(status).toBe(0);
  });
});
