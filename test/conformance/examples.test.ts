import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/support/root.js';
import { setUpRaspberryPi } from './raspberry-pi.js';

describe('the examples, as programs of the built package', () => {
  const pi = setUpRaspberryPi();

  it.each([
    ['stepper', ['0.02', '30'], /^82 half steps\n$/],
    ['spi', ['3', '2'], /^(1023 of 1023: 3\.300 V\n){2}$/],
    ['pwm', ['500', '50', '0.1'], /^100 edges; off by\n {2}p50 \d+\.\d µs, p99 .*, max .*\n$/],
    ['remote', ['0x5510f1', '100', '2'], /^sent 010101010001000011110001 2 times\n$/],
  ] as const)('%s runs', async (name, args, prints) => {
    pi.sim.pull(6, 'up'); // DOUT of the converter that is not there
    const source = readFileSync(inRoot('ts', 'examples', `${name}.ts`), 'utf8');
    const file = await pi.folder.writeProgram(name, source);
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
