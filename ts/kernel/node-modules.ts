/*
 * Node's own modules, each asked for when it is first needed: an `import` takes a third of a
 * millisecond, and reads every export of the module, with which come all of node:fs's streams. Node
 * before 20.16 has no getBuiltinModule: older-node.ts brings it along.
 */

export function fs(): typeof import('node:fs') {
  return process.getBuiltinModule('node:fs');
}

export function url(): typeof import('node:url') {
  return process.getBuiltinModule('node:url');
}

export function nodeModule(): typeof import('node:module') {
  return process.getBuiltinModule('node:module');
}
