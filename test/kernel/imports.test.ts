import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/support/root.js';
import { GuestMemory, gpioHostImports, type Kernel } from '../../ts/index.js';
import { sandbox } from '../../ts/sandbox.js';
import { createSim } from '../../ts/sim.js';

const tools = new WebAssembly.Module(readFileSync(inRoot('dist/gpio-tools.wasm')));

/** Runs one of upstream's tools by Node's own WASI, and returns its status and what it printed. */
function runByNode(kernel: Kernel, args: readonly string[]): { status: number; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-imports-'));
  const out = openSync(join(folder, 'output'), 'w');
  try {
    const memory = new GuestMemory();
    const wasi = new WASI({ version: 'preview1', args: [...args], stdout: out, stderr: out });
    const instance = new WebAssembly.Instance(tools, {
      ...wasi.getImportObject(),
      ...gpioHostImports(kernel, memory),
    });
    memory.use(instance.exports.memory as WebAssembly.Memory);
    const status = Number(wasi.start(instance));
    return { status, output: readFileSync(join(folder, 'output'), 'utf8') };
  } finally {
    closeSync(out);
    rmSync(folder, { recursive: true });
  }
}

describe('a program in another WASI runtime', () => {
  it('reads and sets lines of the kernel that answers its imports', () => {
    const sim = createSim('pi5');
    sim.line('GPIO17').pull('up');

    const read = ['gpioget', '--chip', '/dev/gpiochip0', '--numeric', 'GPIO17'];
    const set = ['gpioset', '--chip', '/dev/gpiochip0', '--toggle', '1ms,1ms,0', 'GPIO17=1'];

    expect(runByNode(sim.kernel, read)).toEqual({ status: 0, output: '1\n' });
    expect(runByNode(sim.kernel, set)).toEqual({ status: 0, output: '' });
    expect(
      sim
        .line('GPIO17')
        .history()
        .map(({ level }) => level),
    ).toEqual([1, 0, 1]);
    expect(sim.openHandles).toEqual([]);
  });

  it('reaches nothing but the granted lines where that kernel is a sandbox', () => {
    const kernel = sandbox(createSim('pi5').kernel, {
      gpiochip0: { lines: [{ line: 'GPIO17', name: 'LED', allow: ['input'] }] },
    });

    expect(runByNode(kernel, ['gpioget', '-c', '/dev/gpiochip0', 'LED'])).toMatchObject({
      status: 0,
    });
    expect(runByNode(kernel, ['gpioset', '-c', '/dev/gpiochip0', 'LED=1'])).toEqual({
      status: 1,
      output:
        "gpioset: unable to request lines on chip '/dev/gpiochip0': Operation not permitted\n",
    });
  });

  it('gets no imports of what is no kernel', () => {
    const sim = createSim('pi5');
    // @ts-expect-error a machine has a kernel, but is none
    expect(() => gpioHostImports(sim, new GuestMemory())).toThrow(TypeError);
  });
});
