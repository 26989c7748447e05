/*
 * The library as index.ts has it, for those to whom the package's condition "module-sync" means nothing:
 * Node before 20.19, many bundlers, CommonJS. Node before 20.16 lacks what node-modules.ts asks.
 */
import { createRequire, isBuiltin } from 'node:module';

const require = createRequire('/');

process.getBuiltinModule ??= ((id: string): unknown =>
  isBuiltin(id) ? require(id) : undefined) as typeof process.getBuiltinModule;

export * from './index.js';
