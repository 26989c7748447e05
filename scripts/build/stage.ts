import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot, root } from '../support/root.js';

/**
 * One step of the build. It runs again only where its inputs, its key or its outputs have changed
 * since the last time it finished.
 */
export interface Stage {
  readonly name: string;
  /** Files and folders (read whole, except node_modules and generated outputs) below the top folder. */
  readonly inputs: readonly string[];
  /** What `run` writes, below the top folder: files only. */
  readonly outputs: readonly string[];
  /** Whatever else decides the result: versions, environment variables. */
  readonly key?: string;
  run(): Promise<void>;
}

const stampFile = inRoot('build', 'stamps.json');

function readStamps(): Record<string, string> {
  if (!existsSync(stampFile)) return {};
  return JSON.parse(readFileSync(stampFile, 'utf8')) as Record<string, string>;
}

function* filesBelow(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (name !== 'node_modules') yield* filesBelow(join(path, name));
  }
}

/** A hash over names and contents of all these files, folders read whole. */
function hashFiles(paths: readonly string[], key = ''): string {
  const hash = createHash('sha256').update(key);
  for (const path of paths) {
    for (const file of filesBelow(inRoot(path))) {
      hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Runs a stage unless nothing has changed. Returns true where it ran. */
export async function runStage(stage: Stage): Promise<boolean> {
  const fingerprint = (): string =>
    hashFiles([...stage.inputs, ...stage.outputs], `${stage.name}\0${stage.key ?? ''}`);
  const complete = stage.outputs.every((output) => existsSync(inRoot(output)));
  if (complete && readStamps()[stage.name] === fingerprint()) return false;

  const started = performance.now();
  for (const output of stage.outputs) mkdirSync(dirname(inRoot(output)), { recursive: true });
  await stage.run();
  const missing = stage.outputs.filter((output) => !existsSync(inRoot(output)));
  if (missing.length > 0) throw new Error(`${stage.name}: did not write ${missing.join(', ')}`);

  mkdirSync(dirname(stampFile), { recursive: true });
  const stamps = { ...readStamps(), [stage.name]: fingerprint() };
  writeFileSync(stampFile, `${JSON.stringify(stamps, null, 2)}\n`);
  console.log(`${stage.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return true;
}

/** The exact version of a development dependency, as package.json pins it. */
export function pinnedVersion(name: string): string {
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const version = manifest.devDependencies[name];
  if (version === undefined) throw new Error(`package.json has no ${name}`);
  return version;
}
