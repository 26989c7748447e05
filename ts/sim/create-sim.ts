import { checkDescription, type SimDescription } from './description.js';
import { describeBoard } from './presets/describe-board.js';
import { preset } from './presets/presets.js';
import { Sim, type SimOptions } from './sim.js';

/**
 * A simulated machine: one of the presets (`createSim('pi5')`), or one's own chips.
 *
 * @example
 * const sim = createSim({ chips: [{ label: 'panel', lines: ['BUTTON', 'LED'] }] });
 * const gpiod = await load({ kernel: sim.kernel });
 * @throws RangeError for a preset that does not exist (it lists those that do), TypeError for a
 * description that makes no machine (it says where).
 */
export function createSim(machine: string | SimDescription, options?: SimOptions): Sim {
  if (typeof machine === 'string') return new Sim(describeBoard(preset(machine)), options);
  checkDescription(machine);
  return new Sim(machine, options);
}
