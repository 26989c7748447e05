import { parseArgs } from 'node:util';
import { GPIO_GET_LINEINFO_IOCTL } from '../../ts/kernel/generated/uapi.js';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { type Difference, Episode } from './episode.js';
import { OperationGenerator } from './generate.js';
import { type Operation, operationText } from './operation.js';
import { RigBoard } from './rig-board.js';
import { shrink } from './shrink.js';
import { Side } from './side.js';
import { Tally } from './tally.js';

// Runs inside the rig: scripts/differential.ts boots it.
const { values } = parseArgs({
  options: {
    operations: { type: 'string' },
    seed: { type: 'string' },
    length: { type: 'string' },
  },
});
const total = Number(values.operations);
const firstSeed = Number(values.seed);
const length = Number(values.length);

/** Whether the kernel answers ioctls of version 1. */
function hasV1(): boolean {
  const side = new Side(linuxKernel(), new RigBoard());
  const options = { lines: 1, label: 'probe', names: {}, hogs: [], reserved: [] };
  side.apply({ type: 'plug', chip: 0, options });
  side.apply({ type: 'open', file: 0, path: 0 });
  const request = GPIO_GET_LINEINFO_IOCTL;
  const bytes = new Uint8Array((request >>> 16) & 0x3fff);
  const { result } = side.apply({ type: 'ioctl', file: 0, request, bytes });
  side.dispose();
  return result === 0;
}

const v1 = hasV1();
const tally = new Tally();
let compared = 0;
let skipped = 0;

interface Found {
  /** The last of them differs. */
  readonly operations: readonly Operation[];
  readonly difference: Difference;
}

/** Runs an episode of operations, which `learn` is told the results of, until the kernels differ. */
function run(
  operations: Iterable<Operation>,
  learn: (operation: Operation, result: number) => void = () => {},
): Found | undefined {
  const episode = new Episode(v1, tally);
  const done: Operation[] = [];
  try {
    for (const operation of operations) {
      done.push(operation);
      const { result, difference } = episode.step(operation);
      if (difference !== undefined) return { operations: done, difference };
      if (result !== undefined) learn(operation, result);
    }
    return undefined;
  } finally {
    episode.dispose();
    compared += episode.compared;
    skipped += episode.skipped;
  }
}

function* generated(generator: OperationGenerator): Generator<Operation> {
  for (let i = 0; i < length; i += 1) yield generator.next();
}

function report(seed: number, found: Found): void {
  console.log(`seed ${seed} differs at operation ${found.operations.length}; shrinking`);
  const shrunk = shrink(found.operations, (some) => run(some) !== undefined);
  const { operations, difference } = run(shrunk) ?? found;
  console.log(operations.map(operationText).join('\n'));
  console.log(`  Linux: ${difference.linux}\n  sim:   ${difference.sim}`);
  console.log(`To see it again: --seed ${seed} --operations 1 --length ${length}`);
}

console.log(`Kernel ${v1 ? 'with' : 'without'} CONFIG_GPIO_CDEV_V1, from seed ${firstSeed}`);
let seed = firstSeed;
let shown = 0;
for (; compared < total; seed += 1) {
  const generator = new OperationGenerator(seed);
  const found = run(generated(generator), (operation, result) => generator.note(operation, result));
  if (found !== undefined) {
    report(seed, found);
    process.exit(1);
  }
  if (compared - shown >= 10_000) {
    shown = compared;
    console.log(`${compared} operations, seed ${seed}`);
  }
}
console.log(tally.text);
console.log(
  `No difference in ${compared} operations, seeds ${firstSeed} to ${seed - 1} ` +
    `(${skipped} more could not be compared)`,
);
