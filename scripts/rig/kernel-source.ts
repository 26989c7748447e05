import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PrivateApt } from '../debian/private-apt.js';
import { runCommand } from '../support/command.js';

const suite = 'trixie-backports';

/** The series this rig has been proved on. A newer one is taken where the suite has dropped it. */
const preferredSeries = '7.2';

/** Before 6.16 user-mode Linux had no SPARSE_IRQ: edges on gpio-sim failed with ENXIO. */
const oldestSeries = [6, 16] as const;

/** The source of a kernel as Debian ships it. */
export interface KernelSource {
  /** Such as "7.2". */
  readonly series: string;
  /** SHA-256 of the Debian package, in hex. */
  readonly sha256: string;
  /** Where the unpacked package has the tarball. */
  readonly tarball: string;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The kernel series to take out of the package names of a suite. */
export function chooseSeries(packages: readonly string[]): string | undefined {
  const series: { text: string; major: number; minor: number }[] = [];
  for (const name of packages) {
    const match = /^linux-source-((\d+)\.(\d+))$/.exec(name);
    if (match === null) continue;
    const [text, major, minor] = [match[1] ?? '', Number(match[2]), Number(match[3])];
    const [oldestMajor, oldestMinor] = oldestSeries;
    if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) continue;
    if (text === preferredSeries) return text;
    series.push({ text, major, minor });
  }
  series.sort((a, b) => b.major - a.major || b.minor - a.minor);
  return series[0]?.text;
}

/**
 * Fetches the kernel's source through apt, which verifies signature and hash.
 *
 * @param folder an existing folder of at least 400 MB to work in.
 */
export async function fetchKernelSource(folder: string): Promise<KernelSource> {
  const aptFolder = join(folder, 'apt');
  mkdirSync(aptFolder);
  const apt = await PrivateApt.open(aptFolder, { suite });
  const series = chooseSeries(await apt.packageNames('linux-source-'));
  if (series === undefined) {
    throw new Error(`${suite} has no linux-source of ${oldestSeries.join('.')} or newer`);
  }
  const name = `linux-source-${series}`;
  console.error(`Fetching ${name} from Debian's ${suite} (165 MB)`);
  const deb = await apt.download(name);
  const unpacked = join(folder, 'package');
  await runCommand('dpkg-deb', ['-x', deb, unpacked]);
  return {
    series,
    sha256: await sha256Of(deb),
    tarball: join(unpacked, 'usr', 'src', `${name}.tar.xz`),
  };
}
