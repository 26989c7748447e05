import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { inRoot, root } from '../support/root.js';

/** The files of the project that git knows or would add. */
function projectFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`a clone of the project is needed: ${stderr.trim()}`);
  return stdout.split('\0').filter((path) => path !== '');
}

function buildCopy(folder: string, environment: NodeJS.ProcessEnv): void {
  for (const file of projectFiles()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(inRoot(file), join(folder, file));
  }
  symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'));
  const tsx = inRoot('node_modules', 'tsx', 'dist', 'cli.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, 'scripts/build.ts'], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the build in ${folder} failed:\n${stdout}${stderr}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

function contents(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'latin1') : undefined;
}

/**
 * Builds the project twice, in folders of different lengths and with different surroundings, and
 * returns what differs between the two. Takes two builds' time.
 */
export function checkReproducible(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-'));
  try {
    const first = join(folder, 'a');
    const second = join(folder, 'another-folder', 'with-a-longer-name');
    buildCopy(first, { TZ: 'UTC', LANG: 'C', SOURCE_DATE_EPOCH: '0' });
    buildCopy(second, { TZ: 'Asia/Kolkata', LANG: 'C.UTF-8', SOURCE_DATE_EPOCH: undefined });
    const [one, two] = [join(first, 'dist'), join(second, 'dist')];
    const names = new Set([...filesBelow(one), ...filesBelow(two)]);
    const problems: string[] = [];
    for (const name of names) {
      const [a, b] = [one, two].map((dist) => contents(join(dist, name)));
      if (a !== b) problems.push(`dist/${name} differs between two builds`);
    }
    console.log(`built twice: ${names.size} files compared`);
    return problems;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
