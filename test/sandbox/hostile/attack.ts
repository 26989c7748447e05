import { gpio_v2_line_flag } from '../../../ts/kernel/generated/uapi.js';
import type { Kernel } from '../../../ts/kernel/kernel.js';
import { type Grants, type SandboxKernel, sandbox } from '../../../ts/sandbox.js';
import { Random } from '../../differential/random.js';
import { HostileGuest } from './hostile-guest.js';
import { type Allowances, WatchfulKernel } from './watchful-kernel.js';

const flag = gpio_v2_line_flag;
const { INPUT, OUTPUT } = flag;
const EDGES = flag.EDGE_RISING | flag.EDGE_FALLING;
const DRIVE = flag.OPEN_DRAIN | flag.OPEN_SOURCE;
const BIAS = flag.BIAS_PULL_UP | flag.BIAS_PULL_DOWN | flag.BIAS_DISABLED;
const CLOCK = flag.EVENT_CLOCK_REALTIME | flag.EVENT_CLOCK_HTE;

/** No name or consumer that begins with this may ever be seen by the guest. */
export const SECRET = 'SECRET';

/** Of two true chips with eight lines each that are called SECRET0 to SECRET15. */
const grants: Grants = {
  gpiochip0: {
    label: 'plugin',
    lines: [
      { line: 'SECRET2', name: 'LED', allow: ['output'] },
      { line: 'SECRET3', allow: ['input', 'edges', 'bias'], fixed: { bias: 'pull-up' } },
      { line: 'SECRET12', name: 'FAR', allow: ['output', 'drive', 'active-low', 'watch'] },
      { line: 'SECRET5', name: 'BOTH', allow: ['input', 'output', 'debounce', 'clock', 'watch'] },
      { line: 'SECRET6', allow: [] },
      {
        line: 'SECRET7',
        allow: ['input', 'output'],
        fixed: { drive: 'open-drain', activeLow: true, debouncePeriodUs: 100 },
      },
    ],
  },
  gpiochip1: { lines: [{ line: 'SECRET14', name: 'KEY', allow: ['input', 'edges', 'watch'] }] },
};

/** The same in the kernel's terms, written down by hand. */
const allowed = (first: string, second: string): Allowances => ({
  [first]: {
    2: { flags: OUTPUT },
    3: { flags: INPUT | EDGES | BIAS, fixed: [{ mask: BIAS, flags: flag.BIAS_PULL_UP }] },
    5: { flags: INPUT | OUTPUT | CLOCK, debounce: true, watch: true },
    6: { flags: 0 },
    7: {
      flags: INPUT | OUTPUT,
      debounce: true,
      fixed: [
        { mask: DRIVE, flags: flag.OPEN_DRAIN },
        { mask: flag.ACTIVE_LOW, flags: flag.ACTIVE_LOW },
      ],
    },
  },
  [second]: {
    4: { flags: OUTPUT | DRIVE | flag.ACTIVE_LOW, watch: true },
    6: { flags: INPUT | EDGES, watch: true },
  },
});

/** The lines that the host may take back: as granted, then which of the two chips, and where. */
const revocable = [
  ['SECRET2', 0, 2],
  ['SECRET3', 0, 3],
  ['SECRET5', 0, 5],
  ['SECRET12', 1, 4],
  ['SECRET14', 1, 6],
] as const;

/** What else happens on the machine: another program, hands on the lines. */
export type Elsewhere = (random: Random) => void;

export interface Attack {
  readonly kernel: Kernel;
  /** The paths of the two true chips. */
  readonly chips: readonly [string, string];
  readonly seed: number;
  readonly count: number;
  readonly elsewhere: Elsewhere;
}

/** What an attack has come to. */
export interface Outcome {
  /** Calls that arrived at the kernel, by name. */
  readonly arrived: ReadonlyMap<string, number>;
  /** How often each result was returned to the guest. */
  readonly results: ReadonlyMap<number, number>;
}

function inspect(guest: HostileGuest, result: number): void {
  if (!Number.isInteger(result) || result < -133) throw new Error(`the result ${result}`);
  if (Buffer.from(guest.memory.bytes).includes(SECRET)) throw new Error('a secret in its memory');
}

/**
 * Lets a hostile guest make `count` calls to a sandbox over `kernel`. Throws at the first one that goes
 * beyond what was granted, with what the guest did last. `seed` decides everything.
 */
export function attack({ kernel, chips, seed, count, elsewhere }: Attack): Outcome {
  const random = new Random(seed);
  const watchful = new WatchfulKernel(kernel, allowed(...chips), 'plugin');
  const results = new Map<number, number>();
  const box: SandboxKernel = sandbox(watchful, grants, { name: 'plugin' });
  watchful.arm();
  const guest = new HostileGuest((memory) => box.attach(memory), random);
  /** Decided apart, so that older seeds still do what they did until then. */
  const fate = new Random(~seed >>> 0);
  const last = random.once(4) ? random.below(count) : count;
  try {
    for (let i = 0; i < count; i += 1) {
      if (random.once(5)) elsewhere(random);
      if (fate.once(count)) {
        const [line, chip, offset] = fate.pick(revocable);
        box.revoke(line);
        watchful.takeAway(chips[chip], offset);
      }
      if (i === last) box.revoke();
      const result = guest.step();
      results.set(result, (results.get(result) ?? 0) + 1);
      if (i % 500 === 0 || i === count - 1) inspect(guest, result);
    }
    box.closeAll();
    if (watchful.open !== 0) throw new Error(`${watchful.open} descriptors left open`);
  } catch (error) {
    const calls = guest.history.join('\n  ');
    throw new Error(`seed ${seed}, after\n  ${calls}`, { cause: error });
  }
  return { arrived: watchful.arrived, results };
}
