import { vi } from 'vitest';
import type { Kernel } from '../../ts/kernel/kernel.js';
import { load } from '../../ts/load.js';
import type { Sim } from '../../ts/sim/sim.js';

/** How many milliseconds pass at a time. */
const TICK_MS = 50;

/** What the test runner itself does at Ctrl-C. */
let others: NodeJS.SignalsListener[] = [];

function listenersOfExample(): NodeJS.SignalsListener[] {
  return process.listeners('SIGINT').filter((listener) => !others.includes(listener));
}

/** Ctrl-C, for the example that runs. */
export function interrupt(): void {
  for (const listener of listenersOfExample()) listener('SIGINT');
}

/**
 * Runs a program of ts/examples as `node NAME.js ARGS…` would, on a simulated machine in virtual time,
 * which passes until the program has ended. Returns what it printed; rejects as it fails.
 *
 * @param kernel - what the program sees of the machine, where that is not the machine itself.
 */
export async function runExample(
  sim: Sim,
  name: string,
  args: readonly string[],
  kernel: Kernel = sim.kernel,
): Promise<string> {
  let printed = '';
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => {
    printed += `${text}\n`;
  });
  const { argv } = process;
  process.argv = [process.execPath, `${name}.js`, ...args];
  vi.resetModules();
  vi.doMock('libgpiod-wasm', () => ({ load: () => load({ kernel }) }));
  let running = true;
  others = process.listeners('SIGINT');
  try {
    const program = import(`../../ts/examples/${name}.ts`).finally(() => {
      running = false;
    });
    // Who fails while time passes below is heard of after that.
    program.catch(() => {});
    while (running) {
      await sim.settle();
      sim.clock.advance(TICK_MS);
    }
    await program;
    return printed;
  } finally {
    process.argv = argv;
    for (const listener of listenersOfExample()) process.off('SIGINT', listener);
    log.mockRestore();
    vi.doUnmock('libgpiod-wasm');
  }
}
