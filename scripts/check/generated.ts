import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { functionNames } from '../../ts/raw/generated/functions.js';
import { guestFunctions } from '../../ts/raw/raw-gpiod.js';
import { generate } from '../generate/outputs.js';
import { inRoot } from '../support/root.js';

const folders = ['ts/raw/generated', 'ts/kernel/generated'];
const wasm = 'dist/libgpiod.wasm';

/** What a reactor exports beside functions of a library. */
const reactorExports = ['memory', '_initialize'];

/** Differences between the committed files and a fresh run. */
export function compareFiles(
  fresh: ReadonlyMap<string, string>,
  committed: ReadonlyMap<string, string>,
): string[] {
  const problems: string[] = [];
  for (const [path, text] of fresh) {
    const found = committed.get(path);
    if (found === undefined) problems.push(`${path} is missing: run npm run generate`);
    else if (found !== text) problems.push(`${path} is out of date: run npm run generate`);
  }
  for (const path of committed.keys()) {
    if (!fresh.has(path)) problems.push(`${path} is not written by npm run generate: remove it`);
  }
  return problems;
}

/** Whether header, types and wasm agree, name by name and both ways. */
export function compareNames(
  header: readonly string[],
  typed: readonly string[],
  exported: readonly string[],
): string[] {
  const known = new Set([...header, ...guestFunctions, ...reactorExports]);
  return [
    ...missing(header, typed).map((name) => `${name} of gpiod.h is not in the generated types`),
    ...missing(typed, header).map((name) => `${name} has a type but is not in gpiod.h`),
    ...missing([...known], exported).map((name) => `${wasm} does not export ${name}`),
    ...missing(exported, [...known]).map(
      (name) => `${wasm} exports ${name}, which is neither in gpiod.h nor documented`,
    ),
  ];
}

function missing(wanted: readonly string[], present: readonly string[]): string[] {
  const set = new Set(present);
  return wanted.filter((name) => !set.has(name));
}

/**
 * Problems of the generated code: files that differ from a fresh run, and functions of gpiod.h that
 * the wasm does not export or that have no type. Empty where all is well. Needs a built wasm.
 */
export async function checkGenerated(): Promise<string[]> {
  if (!existsSync(inRoot(wasm))) return [`${wasm} is missing: run npm run build`];
  const { header, files } = await generate();
  const committed = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(inRoot(folder))) {
      committed.set(`${folder}/${name}`, readFileSync(inRoot(folder, name), 'utf8'));
    }
  }
  const module = new WebAssembly.Module(readFileSync(inRoot(wasm)));
  return [
    ...compareFiles(files, committed),
    ...compareNames(
      header.functions.map((fn) => fn.name),
      functionNames,
      WebAssembly.Module.exports(module).map((each) => each.name),
    ),
  ];
}
