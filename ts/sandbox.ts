export type { ChipGrant, FixedSettings, Grants, LineGrant } from './sandbox/grants.js';
export { type Right, rights } from './sandbox/rights.js';
export { type SandboxKernel, type SandboxOptions, sandbox } from './sandbox/sandbox-kernel.js';
