import { checkDescription, type SimDescription } from './description.js';
import { describeBoard } from './presets/describe-board.js';
import { type PresetName, preset } from './presets/presets.js';
import { Sim, type SimOptions } from './sim.js';

/** Any text, of which editors offer the presets' names. */
type MachineName = PresetName | (string & Record<never, never>);

/**
 * A simulated machine: one of the presets (`createSim('pi5')`), or one's own chips.
 *
 * @example
 * const sim = createSim({ chips: [{ label: 'panel', lines: ['BUTTON', 'LED'] }] });
 * const gpiod = await load({ kernel: sim.kernel });
 * @throws RangeError for a preset that does not exist (it lists those that do), TypeError for a
 * description that makes no machine (it says where).
 */
export function createSim(machine: MachineName | SimDescription, options?: SimOptions): Sim {
  if (typeof machine === 'string') return new Sim(describeBoard(preset(machine)), options);
  checkDescription(machine);
  return new Sim(machine, options);
}
