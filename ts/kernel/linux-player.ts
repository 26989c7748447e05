import { ERRNO } from './errno.js';
import type { LinuxAddon, TrainArguments } from './linux-addon.js';
import type { Playing, Train, TrainEnd } from './player.js';

/** The addon's idea of `rounds`, which knows no infinity. */
const UNTIL_STOPPED = 0;

/** Undefined where a number makes no sense; the addon looks at everything else. */
function trainArguments(fd: number, train: Train): TrainArguments | undefined {
  const { steps, rounds, waitsFrom, spinNs, stamps, reads } = train;
  const endless = rounds === Number.POSITIVE_INFINITY;
  if (!endless && !(Number.isSafeInteger(rounds) && rounds > 0)) return undefined;
  if (!(spinNs >= 0)) return undefined;
  return [
    fd,
    steps,
    endless ? UNTIL_STOPPED : rounds,
    waitsFrom === 'start',
    Math.min(spinNs, Number.MAX_SAFE_INTEGER),
    stamps,
    reads,
  ];
}

/** {@link Kernel.play} on Linux. */
export function playOnThread(
  addon: LinuxAddon,
  fd: number,
  train: Train,
  onEnd: (end: TrainEnd) => void,
): Playing | number {
  const args = trainArguments(fd, train);
  if (args === undefined) return -ERRNO.EINVAL;
  const player = addon.play(...args, onEnd);
  if (player < 0) return player;
  return { stop: () => void addon.stop(player) };
}

/** {@link Kernel.playSync} on Linux. */
export function playOnThisThread(addon: LinuxAddon, fd: number, train: Train): TrainEnd {
  const args = trainArguments(fd, train);
  return args === undefined ? { errno: ERRNO.EINVAL, steps: 0 } : addon.playSync(...args);
}
