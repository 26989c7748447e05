/*
 * The library as index.ts has it, for Node before 20.19, which does not know the package's condition
 * "module-sync", for bundles ("module"), which may run there, and as CommonJS. Node before 20.16 lacks
 * what node-modules.ts asks. By default: webpack answers a createRequire that is imported by its name
 * itself, with what the bundle has.
 */
import nodeModule from 'node:module';

const require = nodeModule.createRequire('/');

process.getBuiltinModule ??= ((id: string): unknown =>
  nodeModule.isBuiltin(id) ? require(id) : undefined) as typeof process.getBuiltinModule;

export * from './index.js';
