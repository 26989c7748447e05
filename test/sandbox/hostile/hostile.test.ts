import { expect, test } from 'vitest';
import type { Chip } from '../../../ts/api/chip.js';
import type { LineRequest } from '../../../ts/api/line-request.js';
import { loadSync } from '../../../ts/load.js';
import { createSim, type Sim } from '../../../ts/sim.js';
import { attack, type Elsewhere, SECRET } from './attack.js';

const CALLS = 1_000_000;
const CALLS_EACH = 5000;
/** Seeds that once found something, or the one to replay. */
const { HOSTILE_SEED } = process.env;
const replayed = HOSTILE_SEED === undefined ? [1, 2, 3] : [Number(HOSTILE_SEED)];

function target(): Sim {
  const names = (from: number): string[] =>
    Array.from({ length: 8 }, (_, i) => `${SECRET}${from + i}`);
  return createSim({ chips: [{ lines: names(0) }, { lines: names(8) }] }, { clock: 'virtual' });
}

/** Another program requests lines under a name nobody may see, and levels change. */
function elsewhere(sim: Sim, chips: readonly [Chip, Chip], held: Set<LineRequest>): Elsewhere {
  return (random) => {
    const chip = random.pick(chips);
    const { name } = chip.info;
    if (!random.once(4)) {
      sim
        .chip(name)
        .line(random.below(8))
        .pull(random.pick(['up', 'down']));
      return;
    }
    for (const request of held) request.release();
    held.clear();
    const { offset } = random.pick(chip.lines().filter(({ used }) => !used));
    held.add(chip.requestLines({ consumer: `${SECRET} program`, lines: { [offset]: {} } }));
  };
}

function run(seed: number): ReturnType<typeof attack> {
  const sim = target();
  const gpiod = loadSync({ kernel: sim.kernel });
  const chips = [gpiod.openChip(0), gpiod.openChip(1)] as const;
  const held = new Set<LineRequest>();
  try {
    return attack({
      kernel: sim.kernel,
      chips: ['/dev/gpiochip0', '/dev/gpiochip1'],
      seed,
      count: CALLS_EACH,
      elsewhere: elsewhere(sim, chips, held),
    });
  } finally {
    for (const request of held) request.release();
    for (const chip of chips) chip.close();
    expect(sim.openHandles).toEqual([]);
  }
}

test.each(replayed)('the attack %i is repelled', (seed) => {
  run(seed);
});

test(`${CALLS} hostile calls reach granted lines only, in granted modes`, {
  timeout: 300_000,
}, () => {
  const first = Math.floor(Math.random() * 2 ** 31);
  console.log(`hostile guest: seeds ${first} to ${first + CALLS / CALLS_EACH - 1}`);
  const arrived = new Map<string, number>();
  for (let i = 0; i < CALLS / CALLS_EACH; i += 1) {
    const outcome = run(first + i);
    for (const [name, times] of outcome.arrived) {
      arrived.set(name, (arrived.get(name) ?? 0) + times);
    }
  }
  // It was no empty exercise: the guest got through to the kernel with all that it may do.
  for (const name of [
    'GPIO_V2_GET_LINE_IOCTL',
    'GPIO_V2_LINE_SET_VALUES_IOCTL',
    'GPIO_V2_LINE_GET_VALUES_IOCTL',
    'GPIO_V2_LINE_SET_CONFIG_IOCTL',
    'GPIO_V2_GET_LINEINFO_WATCH_IOCTL',
    'GPIO_GET_LINEINFO_UNWATCH_IOCTL',
    'read',
    'poll',
  ]) {
    expect(arrived.get(name), name).toBeGreaterThan(CALLS / 10_000);
  }
});
