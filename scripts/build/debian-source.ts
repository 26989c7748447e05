import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A source package in Debian's archive. */
export interface DebianSource {
  readonly package: string;
  readonly suite: string;
}

function run(program: string, args: readonly string[], cwd: string): string {
  const result = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (result.error !== undefined) throw new Error(`${program}: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${program} ${args[0]}: ${result.stderr.trim()}`);
  return result.stdout;
}

/** The Debian mirror that this machine's apt is set up with. */
export function debianMirror(): string {
  const targets = run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(ORIGIN)'], '/');
  const uris = targets.split('\n').map((line) => line.split(' ')[0] ?? '');
  const mirror = uris.find((uri) => /\/debian\/?$/.test(uri));
  if (mirror === undefined) throw new Error("apt knows no mirror of Debian's archive");
  return mirror;
}

/**
 * apt with its own sources list, lists and cache inside `folder`: the machine's settings stay as
 * they are. `line` is a sources.list line without the mirror, such as `deb-src trixie main`.
 */
export function privateApt(folder: string, line: string): (...args: string[]) => string {
  const [type, ...rest] = line.split(' ');
  const list = join(folder, 'sources.list');
  for (const sub of ['lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(folder, sub), { recursive: true });
  }
  writeFileSync(list, `${type} ${debianMirror()} ${rest.join(' ')}\n`);
  const options = {
    'Dir::Etc::SourceList': list,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Sandbox::User': '',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return (...args) => run('apt-get', [...flags, '-qq', ...args], folder);
}

/** Downloads the original tarball of a source package into `folder` and returns its path. */
export function fetchDebianSource(source: DebianSource, folder: string): string {
  const apt = privateApt(folder, `deb-src ${source.suite} main`);
  apt('update');
  apt('source', '--download-only', '--tar-only', source.package);
  const tarball = readdirSync(folder).find((name) => name.includes('.orig.tar.'));
  if (tarball === undefined) throw new Error(`apt-get source ${source.package} left no tarball`);
  return join(folder, tarball);
}
