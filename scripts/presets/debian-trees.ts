import { join } from 'node:path';
import { PrivateApt } from '../debian/private-apt.js';
import { runCommand } from '../support/command.js';

/** The suite with the newest kernel for both architectures. */
const suite = 'sid';

/** Kernel flavours by Debian architecture. */
const flavours = { arm64: 'arm64', armhf: 'armmp' } as const;

type Architecture = keyof typeof flavours;

/** Compiled device trees as Debian's kernels carry them. */
export interface DebianTrees {
  /** Such as "7.2.13+deb14". */
  readonly kernel: string;
  /** The folder with the .dtb files of Raspberry Pis, by architecture. */
  readonly folders: Readonly<Record<Architecture, string>>;
}

/** The newest kernel that there is for every architecture, out of names of packages. */
export function newestKernel(packages: readonly string[]): string | undefined {
  const known = new Set(packages);
  const versions = packages
    .flatMap((name) => /^linux-base-(\d[\d.]*\+deb\d+)-arm64$/.exec(name)?.[1] ?? [])
    .filter((version) => known.has(`linux-base-${version}-${flavours.armhf}`));
  return versions.sort(new Intl.Collator('en', { numeric: true }).compare).at(-1);
}

/**
 * Fetches the newest kernels' device trees with an apt of its own: the machine's settings stay as
 * they are. The trees are in linux-base-VERSION-FLAVOUR, a few megabytes each.
 *
 * @param folder an empty folder to work in.
 */
export async function fetchDebianTrees(folder: string): Promise<DebianTrees> {
  const apt = await PrivateApt.open(folder, { suite, architectures: Object.keys(flavours) });
  const packages = await apt.packageNames('linux-base-');
  const kernel = newestKernel(packages);
  if (kernel === undefined) throw new Error(`${suite} has no linux-base for arm64 and armhf`);

  const fetched = async (architecture: Architecture): Promise<string> => {
    const name = `linux-base-${kernel}-${flavours[architecture]}`;
    const file = await apt.download(name, architecture);
    const unpacked = join(folder, architecture);
    await runCommand('dpkg-deb', ['-x', file, unpacked]);
    return join(unpacked, 'usr/lib/modules', `${kernel}-${flavours[architecture]}`, 'dtb');
  };
  return {
    kernel,
    folders: { arm64: join(await fetched('arm64'), 'broadcom'), armhf: await fetched('armhf') },
  };
}
