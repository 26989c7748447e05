import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianMirror } from '../build/debian-source.js';
import { runCommand } from '../rig/command.js';

/** The suite with the newest kernel for both architectures. */
const suite = 'sid';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

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
  for (const part of ['lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  const architectures = Object.keys(flavours);
  const options = `[signed-by=${keyring} arch=${architectures.join(',')}]`;
  writeFileSync(join(folder, 'sources.list'), `deb ${options} ${debianMirror()} ${suite} main\n`);
  writeFileSync(join(folder, 'status'), '');
  writeFileSync(
    join(folder, 'apt.conf'),
    [
      `Dir::Etc::SourceList "${folder}/sources.list";`,
      'Dir::Etc::SourceParts "/dev/null";',
      `Dir::State::Lists "${folder}/lists";`,
      `Dir::State::status "${folder}/status";`,
      `Dir::Cache "${folder}/cache";`,
      'APT::Sandbox::User "root";',
      `APT::Architecture "${architectures[0]}";`,
      `APT::Architectures { ${architectures.map((one) => `"${one}";`).join(' ')} };`,
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
      '',
    ].join('\n'),
  );
  const apt = (command: string, ...args: string[]): Promise<string> =>
    runCommand(command, ['-c', join(folder, 'apt.conf'), ...args], { cwd: folder });

  await apt('apt-get', 'update');
  const packages = (await apt('apt-cache', 'pkgnames', 'linux-base-')).split('\n');
  const kernel = newestKernel(packages);
  if (kernel === undefined) throw new Error(`${suite} has no linux-base for arm64 and armhf`);

  const fetched = async (architecture: Architecture): Promise<string> => {
    const name = `linux-base-${kernel}-${flavours[architecture]}`;
    await apt('apt-get', 'download', `${name}:${architecture}`);
    const file = readdirSync(folder).find((entry) => entry.startsWith(`${name}_`));
    if (file === undefined) throw new Error(`apt-get download ${name} left no file`);
    const unpacked = join(folder, architecture);
    await runCommand('dpkg-deb', ['-x', join(folder, file), unpacked]);
    return join(unpacked, 'usr/lib/modules', `${kernel}-${flavours[architecture]}`, 'dtb');
  };
  return {
    kernel,
    folders: { arm64: join(await fetched('arm64'), 'broadcom'), armhf: await fetched('armhf') },
  };
}
