import { createRequire } from 'node:module';

/**
 * Node's own modules without what they load lazily: an `import` reads every export of node:fs once, and
 * with them come all its streams, which takes longer than to load libgpiod. Before 20.16 Node has no
 * getBuiltinModule.
 */
const builtin = process.getBuiltinModule ?? createRequire('/');

export const fs = builtin('node:fs') as typeof import('node:fs');
export const url = builtin('node:url') as typeof import('node:url');
