import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PrivateApt } from '../../debian/private-apt.js';
import { cached } from '../../support/cache.js';
import { runCommand } from '../../support/command.js';
import type { Board, DebianKernel } from './board.js';

/** What has to be there to fetch one. */
export const kernelCommands = ['apt-get', 'dpkg-deb'] as const;

/** Thrown where Debian's packages cannot be had. */
export class KernelMissingError extends Error {}

/** The newest kernel of a flavour, out of names of packages: such as "6.12.107+deb13-arm64". */
export function newestRelease(packages: readonly string[], flavour: string): string | undefined {
  const pattern = new RegExp(`^linux-image-(\\d[\\d.]*(?:\\+deb|-)\\d+-${flavour})$`);
  const releases = packages.flatMap((name) => pattern.exec(name)?.[1] ?? []);
  return releases.sort(new Intl.Collator('en', { numeric: true }).compare).at(-1);
}

async function fromDebian<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new KernelMissingError(`Debian's kernel cannot be fetched: ${said}`, { cause });
  }
}

async function unpack(apt: PrivateApt, name: string, folder: string): Promise<string> {
  await runCommand('dpkg-deb', ['-x', await fromDebian(apt.download(name)), folder]);
  return folder;
}

/** Moves the first of these that there is: suites and architectures have it in other places. */
function moveFirst(sources: readonly string[], target: string): void {
  const source = sources.find((path) => existsSync(path));
  if (source === undefined) throw new Error(`a package has no ${sources.join(' and no ')}`);
  renameSync(source, target);
}

async function fetchInto(folder: string, kernel: DebianKernel): Promise<void> {
  const { suite, architecture, flavour } = kernel;
  const work = join(folder, 'work');
  mkdirSync(work);
  const apt = await fromDebian(PrivateApt.open(work, { suite, architectures: [architecture] }));
  const release = newestRelease(await apt.packageNames('linux-image-'), flavour);
  // Where the network is not there, apt has but empty lists, and calls that no failure.
  if (release === undefined) throw new KernelMissingError(`apt finds no ${flavour} in ${suite}`);
  console.log(`Fetching Linux ${release} from Debian's ${suite} (up to 90 MB)`);

  const image = await unpack(apt, `linux-image-${release}`, join(work, 'kernel'));
  renameSync(join(image, 'boot', `vmlinuz-${release}`), join(folder, 'vmlinuz'));
  const trees = join(image, 'usr', 'lib', `linux-image-${release}`);
  moveFirst([join(trees, 'broadcom'), trees], join(folder, 'trees'));
  const busybox = await unpack(apt, 'busybox-static', join(work, 'busybox'));
  const programs = ['bin', join('usr', 'bin')].map((bin) => join(busybox, bin, 'busybox'));
  moveFirst(programs, join(folder, 'busybox'));
  rmSync(work, { recursive: true });
}

/**
 * Brings the kernel for a board into the cache. apt verifies signature and hash. Returns the folder
 * with `vmlinuz`, the device trees in `trees`, and a static `busybox` for the board.
 *
 * @throws KernelMissingError where apt cannot fetch it.
 */
export function fetchKernel({ kernel }: Board): Promise<string> {
  const path = join('raspberry-pi', `${kernel.suite}-${kernel.flavour}`);
  return cached(path, (folder) => fetchInto(folder, kernel));
}
