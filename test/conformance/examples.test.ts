import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/build/stage.js';
import { GpioSim } from '../support/gpio-sim.js';

describe('the examples, as programs of the built package', () => {
  let sim: GpioSim;
  let folder: string;

  beforeAll(() => {
    const names = Object.fromEntries(Array.from({ length: 28 }, (_, i) => [i, `GPIO${i}`]));
    sim = new GpioSim({ lines: 54, label: 'pinctrl-rp1', names });
    folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(inRoot(), join(folder, 'node_modules', 'libgpiod-wasm'));
  });

  afterAll(() => {
    sim.dispose();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['stepper', ['0.02', '30'], /^82 half steps\n$/],
    ['spi', ['3', '2'], /^(1023 of 1023: 3\.300 V\n){2}$/],
    ['pwm', ['500', '50', '0.1'], /^100 edges; off by\n {2}p50 \d+\.\d µs, p99 .*, max .*\n$/],
    ['remote', ['0x5510f1', '100', '2'], /^sent 010101010001000011110001 2 times\n$/],
  ] as const)('%s runs', async (name, args, prints) => {
    sim.pull(6, 'up'); // DOUT of the converter that is not there
    const source = readFileSync(inRoot('ts', 'examples', `${name}.ts`), 'utf8');
    const { code } = await transform(source, { loader: 'ts', target: 'node20' });
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, code);
    const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
      });
    }
    const [status] = await once(child, 'close');
    expect({ status, printed }).toEqual({ status: 0, printed: expect.stringMatching(prints) });
  });
});
