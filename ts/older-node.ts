/*
 * The library as index.ts has it, for Node that does not know the package's condition "module-sync"
 * (before 20.19, and 22.12), for bundles ("module"), which may run there, and as CommonJS. Node before
 * 20.16 lacks what node-modules.ts asks.
 */
// Not by name: webpack answers a createRequire imported so itself, with what the bundle has.
import nodeModule from 'node:module';

const require = nodeModule.createRequire('/');

process.getBuiltinModule ??= ((id: string): unknown =>
  nodeModule.isBuiltin(id) ? require(id) : undefined) as typeof process.getBuiltinModule;

export * from './index.js';
