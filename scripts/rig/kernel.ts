import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../support/cache.js';
import { runCommand } from '../support/command.js';
import { inRoot } from '../support/root.js';
import { fetchKernelSource } from './kernel-source.js';
import { requireCommands } from './packages.js';

/** What the build runs, and the Debian packages of each. */
const buildCommands = {
  'apt-get': ['apt'],
  'dpkg-deb': ['dpkg'],
  tar: ['tar'],
  xz: ['xz-utils'],
  make: ['make'],
  gcc: ['gcc', 'libc6-dev'],
  flex: ['flex'],
  bison: ['bison'],
  bc: ['bc'],
};

const configFile = inRoot('scripts', 'rig', 'uml.config');

/** Where built kernels are kept: outside the tree, shared by all clones. */
function kernelFolder(): string {
  return join(cacheFolder(), 'rig');
}

function configHash(): string {
  return createHash('sha256').update(readFileSync(configFile)).digest('hex').slice(0, 16);
}

/** The newest kernel in the cache that was built with today's configuration. */
function cachedKernel(): string | undefined {
  const cache = kernelFolder();
  if (!existsSync(cache)) return undefined;
  const kernels = readdirSync(cache)
    .filter((name) => name.startsWith(`${configHash()}-`))
    .map((name) => join(cache, name, 'linux'))
    .filter((path) => existsSync(path))
    .map((path) => ({ path, built: statSync(path).mtimeMs }))
    .sort((a, b) => b.built - a.built);
  return kernels[0]?.path;
}

/** Removes what builds that were killed have left: each is 2 GB. */
function removeAbandonedBuilds(cache: string): void {
  for (const name of readdirSync(cache)) {
    const pid = /^\.build-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(join('/proc', pid))) {
      rmSync(join(cache, name), { recursive: true, force: true });
    }
  }
}

async function compile(tarball: string, folder: string): Promise<string> {
  const tree = join(folder, 'tree');
  mkdirSync(tree);
  await runCommand('tar', ['-xJf', tarball, '-C', tree, '--strip-components=1']);
  copyFileSync(configFile, join(tree, 'uml.config'));
  const make = (...args: string[]): Promise<string> =>
    runCommand('make', ['ARCH=um', ...args], { cwd: tree });
  await make('allnoconfig', 'KCONFIG_ALLCONFIG=uml.config');
  await make(`-j${availableParallelism()}`, 'linux');
  return join(tree, 'linux');
}

async function buildKernel(): Promise<string> {
  await requireCommands(buildCommands, 'Building the kernel of the test rig');
  const cache = kernelFolder();
  mkdirSync(cache, { recursive: true });
  removeAbandonedBuilds(cache);
  const work = mkdtempSync(join(cache, `.build-${process.pid}-`));
  try {
    const source = await fetchKernelSource(work);
    console.error(`Building user-mode Linux ${source.series} (once, about three minutes)`);
    const kernel = await compile(source.tarball, work);

    // Complete before it gets its name, so that nobody sees half of it.
    const finished = join(work, 'finished');
    mkdirSync(finished);
    renameSync(kernel, join(finished, 'linux'));
    const about = { series: source.series, packageSha256: source.sha256 };
    writeFileSync(join(finished, 'source.json'), `${JSON.stringify(about, null, 2)}\n`);
    const entry = join(cache, `${configHash()}-${source.sha256.slice(0, 16)}`);
    try {
      renameSync(finished, entry);
    } catch (error) {
      // Another process has built the same meanwhile.
      if (!existsSync(join(entry, 'linux'))) throw error;
    }
    return join(entry, 'linux');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Why the rig cannot run on this machine, or undefined where it can. */
export function rigObstacle(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `user-mode Linux runs on x86-64 Linux only, this is ${process.platform} ${process.arch}`;
  }
  return undefined;
}

/**
 * Path of the rig's kernel. Built from Debian's source the first time, found in the cache without
 * any network from then on. LIBGPIOD_WASM_RIG_KERNEL names one that is already there.
 *
 * @throws Error saying what is missing on this machine and how to get it.
 */
export async function rigKernel(): Promise<string> {
  const given = process.env.LIBGPIOD_WASM_RIG_KERNEL;
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new Error(`LIBGPIOD_WASM_RIG_KERNEL: ${given} does not exist`);
    return given;
  }
  const obstacle = rigObstacle();
  if (obstacle !== undefined) throw new Error(obstacle);
  return cachedKernel() ?? (await buildKernel());
}
