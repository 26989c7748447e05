import { GpiodError } from '../../api/errors.js';
import { ERRNO } from '../../kernel/errno.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { GrantedLine } from '../granted-line.js';
import type { SandboxKernel } from '../sandbox-kernel.js';

/** Which plugin was granted which true line, by kernel. */
const claimed = new WeakMap<Kernel, Map<string, string>>();

const keyOf = ({ chip, trueOffset }: GrantedLine): string => `${chip.path}:${trueOffset}`;

/**
 * Takes the true lines of a sandbox for a plugin. Returns what gives back those that were revoked.
 *
 * @throws GpiodError EBUSY where one of them is another plugin's.
 */
export function claimLines(kernel: Kernel, box: SandboxKernel, plugin: string): () => void {
  const owners = claimed.get(kernel) ?? new Map<string, string>();
  claimed.set(kernel, owners);
  const lines = box.chips.flatMap((chip) => chip.lines);
  const taken = lines.find((line) => owners.has(keyOf(line)));
  if (taken !== undefined) {
    const key = keyOf(taken);
    throw new GpiodError({
      errno: ERRNO.EBUSY,
      operation: 'loadPlugin',
      message: `the line ${key} ${taken.trueName} is granted to the plugin '${owners.get(key)}'`,
      hint: 'A line belongs to one plugin at a time: end that one first, or grant it another line.',
    });
  }
  const mine = new Set(lines);
  for (const line of mine) owners.set(keyOf(line), plugin);
  return () => {
    for (const line of mine) {
      if (!line.revoked) continue;
      mine.delete(line);
      owners.delete(keyOf(line));
    }
  };
}
