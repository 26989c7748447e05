import { GpiodError } from '../../api/errors.js';
import { ERRNO } from '../../kernel/errno.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { SandboxKernel } from '../sandbox-kernel.js';

/** Which plugin was granted which true line, by kernel. */
const claimed = new WeakMap<Kernel, Map<string, string>>();

/**
 * Takes the true lines of a sandbox for a plugin. Returns what gives them back.
 *
 * @throws GpiodError EBUSY where one of them is another plugin's.
 */
export function claimLines(kernel: Kernel, box: SandboxKernel, plugin: string): () => void {
  const owners = claimed.get(kernel) ?? new Map<string, string>();
  claimed.set(kernel, owners);
  const lines = box.chips.flatMap((chip) => chip.lines);
  const keys = lines.map(({ chip, trueOffset }) => `${chip.path}:${trueOffset}`);
  const taken = keys.findIndex((key) => owners.has(key));
  const key = keys[taken];
  if (key !== undefined) {
    throw new GpiodError({
      errno: ERRNO.EBUSY,
      operation: 'loadPlugin',
      message: `the line ${key} ${lines[taken]?.trueName} is granted to the plugin '${owners.get(key)}'`,
      hint: 'A line belongs to one plugin at a time: end that one first, or grant it another line.',
    });
  }
  for (const each of keys) owners.set(each, plugin);
  return () => {
    for (const each of keys.splice(0)) owners.delete(each);
  };
}
