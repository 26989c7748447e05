export { explain } from './sandbox/explain.js';
export type { ChipGrant, FixedSettings, Grants, LineGrant } from './sandbox/grants.js';
export type { PluginLimit, PluginLimits } from './sandbox/plugin/limits.js';
export { loadPlugin } from './sandbox/plugin/load-plugin.js';
export type { PluginValue } from './sandbox/plugin/messages.js';
export type { Plugin, RunOptions } from './sandbox/plugin/plugin.js';
export {
  PluginBusyError,
  PluginEndedError,
  PluginLimitError,
  PluginTrap,
} from './sandbox/plugin/plugin-error.js';
export type { PluginOptions } from './sandbox/plugin/plugin-options.js';
export { type Policy, parsePolicy } from './sandbox/policy.js';
export { type Right, rights } from './sandbox/rights.js';
export {
  type RevokedLine,
  type SandboxKernel,
  type SandboxOptions,
  sandbox,
} from './sandbox/sandbox-kernel.js';
