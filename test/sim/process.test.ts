import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const top = fileURLToPath(new URL('../..', import.meta.url));

const start = `
import { INPUT, EDGE } from './ts/sim/line-flags.js';
import { SimKernel } from './ts/sim/sim-kernel.js';
import { SimGuest } from './test/support/sim-guest.js';

const kernel = new SimKernel();
const chip = kernel.plug();
const guest = new SimGuest(kernel);
const request = guest.request(guest.open(chip.path), [0], INPUT | EDGE);
const watch = kernel.watch(request, () => {
  guest.read(request);
  console.log('edge');
  watch.close();
});
`;

/** What a program prints that goes on like this; it has to end by itself. */
function run(rest: string): string {
  return execFileSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', start + rest],
    { cwd: top, encoding: 'utf8', timeout: 60_000 },
  );
}

describe('a watch of the simulated kernel and its process', () => {
  it('holds it until it is closed', () => {
    const pull = "setTimeout(() => chip.line(0).pull('up'), 50).unref();";
    expect(run(pull)).toBe('edge\n');
  });

  it('does not hold it once let go, or paused', () => {
    const pull = "setTimeout(() => chip.line(0).pull('up'), 60_000).unref();";
    expect(run(`${pull} watch.unref(); watch.ref(); watch.unref();`)).toBe('');
    expect(run(`${pull} watch.pause();`)).toBe('');
    expect(run(`${pull} watch.unref(); watch.pause(); watch.resume();`)).toBe('');
  });
});
