export { createSim } from './sim/create-sim.js';
export type {
  SimChipDescription,
  SimDescription,
  SimHog,
  SimLineDescription,
} from './sim/description.js';
export type { OpenHandle } from './sim/descriptor-table.js';
export { type SimMatchers, simMatchers } from './sim/matchers.js';
export { parseSimDescription } from './sim/parse-description.js';
export { type PresetName, presetNames } from './sim/presets/presets.js';
export type { Sim, SimChipId, SimLineId, SimOptions, SimTime } from './sim/sim.js';
export type { SimChip } from './sim/sim-chip.js';
export type { LevelChange, LevelListener, SimLine } from './sim/sim-line.js';
export type { Level } from './sim/wiring.js';
