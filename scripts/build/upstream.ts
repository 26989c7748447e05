import { spawnSync } from 'node:child_process';
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
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PrivateApt } from '../debian/private-apt.js';
import { cacheFolder } from '../support/cache.js';
import { inRoot } from '../support/root.js';
import type { Stage } from './stage.js';

/** What libgpiod/upstream.json says. */
interface Upstream {
  readonly name: string;
  readonly version: string;
  readonly tarball: string;
  readonly sha256: string;
  readonly mirrors: readonly string[];
  readonly debianSource: { readonly package: string; readonly suite: string };
}

/** Where upstream's source lies once fetched: git-ignored, never edited. */
export const sourceFolder = 'libgpiod/source';

function readUpstream(): Upstream {
  return JSON.parse(readFileSync(inRoot('libgpiod', 'upstream.json'), 'utf8')) as Upstream;
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

async function fromMirror(upstream: Upstream, target: string): Promise<string | undefined> {
  const failures: string[] = [];
  for (const url of upstream.mirrors) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
      if (response.ok) {
        writeFileSync(target, Buffer.from(await response.arrayBuffer()));
        return undefined;
      }
      failures.push(`${url}: HTTP ${response.status}`);
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      failures.push(`${url}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  return failures.join('; ');
}

async function fromDebian(upstream: Upstream, target: string): Promise<string | undefined> {
  const { package: name, suite } = upstream.debianSource;
  const folder = join(target, '..', 'apt');
  try {
    mkdirSync(folder);
    const apt = await PrivateApt.open(folder, { suite, source: true });
    copyFileSync(await apt.downloadTarball(name), target);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The hash the tarball must have: LIBGPIOD_SHA256 goes with a LIBGPIOD_TARBALL of another release. */
function expectedHash(upstream: Upstream): string {
  return process.env.LIBGPIOD_SHA256 || upstream.sha256;
}

function verify(path: string, expected: string, remedy: string): void {
  const actual = sha256(path);
  if (actual === expected) return;
  throw new Error(
    `${path} is not the libgpiod that was asked for:\n` +
      `  expected sha256 ${expected}\n  its sha256 is    ${actual}\n  ${remedy}`,
  );
}

/** Downloads into the cache unless the tarball is there. Returns its path; its hash is right. */
async function cachedTarball(upstream: Upstream): Promise<string> {
  const cached = join(cacheFolder(), upstream.tarball);
  const remedy = `Delete that file and build again, or see libgpiod/upstream.json.`;
  if (existsSync(cached)) {
    verify(cached, upstream.sha256, remedy);
    return cached;
  }

  mkdirSync(cacheFolder(), { recursive: true });
  const folder = mkdtempSync(join(cacheFolder(), 'download-'));
  try {
    const download = join(folder, upstream.tarball);
    const mirrorFailure = await fromMirror(upstream, download);
    if (mirrorFailure !== undefined) {
      const debianFailure = await fromDebian(upstream, download);
      if (debianFailure !== undefined) {
        throw new Error(
          `libgpiod ${upstream.version} could not be fetched.\n` +
            `  mirror: ${mirrorFailure}\n  Debian's source archive: ${debianFailure}\n` +
            `  Get ${upstream.tarball} by other means and set LIBGPIOD_TARBALL to its path.`,
        );
      }
    }
    verify(download, upstream.sha256, 'What was downloaded is damaged or has been tampered with.');
    renameSync(download, cached);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return cached;
}

async function tarball(upstream: Upstream): Promise<string> {
  const given = process.env.LIBGPIOD_TARBALL;
  if (!given) return cachedTarball(upstream);
  if (!existsSync(given)) {
    throw new Error(`LIBGPIOD_TARBALL is ${given}, but there is no such file.`);
  }
  verify(
    given,
    expectedHash(upstream),
    'To build another release on purpose, set LIBGPIOD_SHA256 to its hash.',
  );
  return given;
}

function unpack(path: string): void {
  const target = inRoot(sourceFolder);
  const fresh = `${target}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const tar = spawnSync('tar', ['-xf', path, '-C', fresh], { encoding: 'utf8' });
  if (tar.status !== 0) {
    throw new Error(
      `${path} could not be unpacked: ${tar.error?.message ?? tar.stderr}\n` +
        '  The build needs tar and xz (Debian: apt-get install tar xz-utils).',
    );
  }
  const [top, ...others] = readdirSync(fresh);
  if (top === undefined || others.length > 0) {
    throw new Error(`${path} does not hold one single folder, as libgpiod's releases do.`);
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(join(fresh, top), target);
  rmSync(fresh, { recursive: true });
  // The folder's name is the one place where every release states its version in the same form.
  writeFileSync(join(target, '.version'), `${top.replace(/^libgpiod-/, '')}\n`);
}

/** The version of the unpacked source. */
export function sourceVersion(): string {
  return readFileSync(inRoot(sourceFolder, '.version'), 'utf8').trim();
}

/** Brings upstream's source to libgpiod/source; a wrong hash stops the build. */
export function upstreamStage(): Stage {
  const upstream = readUpstream();
  return {
    name: 'upstream',
    inputs: ['libgpiod/upstream.json'],
    outputs: [`${sourceFolder}/.version`, `${sourceFolder}/include/gpiod.h`],
    key: `${process.env.LIBGPIOD_TARBALL ?? ''} ${expectedHash(upstream)}`,
    async run() {
      unpack(await tarball(upstream));
    },
  };
}
