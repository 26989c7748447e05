import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../support/command.js';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** What to fetch from. */
export interface AptSource {
  /** Such as "trixie-backports". */
  readonly suite: string;
  /** Packages of source code in place of built ones. False by default. */
  readonly source?: boolean;
  /** Debian's names, such as "arm64"; the machine's own by default. */
  readonly architectures?: readonly string[];
}

/** Address of the Debian mirror that this machine's own apt is set up for. */
async function debianMirror(): Promise<string> {
  const listed = async (...args: string[]): Promise<string[]> =>
    (await runCommand('apt-get', ['indextargets', ...args, 'Created-By: Packages']))
      .split('\n')
      .filter((line) => line !== '' && !/-security\b/.test(line));
  const format = ['--format', '$(REPO_URI) $(RELEASE)'];
  // The origin of an archive is known only once its lists have been fetched.
  const fetched = await listed(...format, 'Origin: Debian');
  const lines = fetched.length > 0 ? fetched : await listed('--no-release-info', ...format);
  const uris = lines.map((line) => line.split(' ')[0] ?? '');
  const uri = uris.find((candidate) => /\/debian\/?$/.test(candidate)) ?? uris[0];
  if (uri === undefined) throw new Error('apt on this machine knows no Debian mirror');
  return uri;
}

function sourcesLine({ suite, source, architectures }: AptSource, mirror: string): string {
  const options = [
    ...(existsSync(keyring) ? [`signed-by=${keyring}`] : []),
    ...(architectures === undefined ? [] : [`arch=${architectures.join(',')}`]),
  ];
  const bracketed = options.length === 0 ? '' : `[${options.join(' ')}] `;
  return `${source ? 'deb-src' : 'deb'} ${bracketed}${mirror} ${suite} main\n`;
}

function settings(folder: string, architectures: readonly string[] | undefined): string {
  const lines = [
    `Dir::Etc::SourceList "${folder}/sources.list";`,
    'Dir::Etc::SourceParts "/dev/null";',
    `Dir::State::Lists "${folder}/lists";`,
    `Dir::Cache "${folder}/cache";`,
    'APT::Sandbox::User "root";',
    // Whatever the machine does after its own updates is not wanted after this one.
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
  ];
  if (architectures !== undefined) {
    lines.push(
      // Nothing is installed for them here.
      `Dir::State::status "${folder}/status";`,
      `APT::Architecture "${architectures[0]}";`,
      `APT::Architectures { ${architectures.map((one) => `"${one}";`).join(' ')} };`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/**
 * An apt with lists and settings of its own, so that a suite the machine does not use can be
 * fetched from, signatures and hashes verified, without touching the machine's apt or being root.
 */
export class PrivateApt {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Fetches the lists of one suite.
   *
   * @param folder an empty folder for apt's files.
   */
  static async open(folder: string, source: AptSource): Promise<PrivateApt> {
    for (const part of ['lists/partial', 'cache/archives/partial']) {
      mkdirSync(join(folder, part), { recursive: true });
    }
    writeFileSync(join(folder, 'sources.list'), sourcesLine(source, await debianMirror()));
    writeFileSync(join(folder, 'status'), '');
    writeFileSync(join(folder, 'apt.conf'), settings(folder, source.architectures));
    const apt = new PrivateApt(folder);
    await apt.#run('apt-get', 'update');
    return apt;
  }

  #run(command: string, ...args: string[]): Promise<string> {
    return runCommand(command, ['-c', join(this.#folder, 'apt.conf'), ...args], {
      cwd: this.#folder,
    });
  }

  #fetched(what: string, matches: (file: string) => boolean): string {
    const file = readdirSync(this.#folder).find(matches);
    if (file === undefined) throw new Error(`apt-get left no file of ${what}`);
    return join(this.#folder, file);
  }

  /** Names of the suite's packages that begin with a prefix. */
  async packageNames(prefix: string): Promise<string[]> {
    const names = await this.#run('apt-cache', 'pkgnames', prefix);
    return names.split('\n').filter((name) => name !== '');
  }

  /** Downloads one package, of an architecture other than the first one where it is named. */
  async download(name: string, architecture?: string): Promise<string> {
    const wanted = architecture === undefined ? name : `${name}:${architecture}`;
    await this.#run('apt-get', 'download', wanted);
    return this.#fetched(name, (file) => file.startsWith(`${name}_`));
  }

  /** Downloads the original tarball of a source package; the rest of it need not be there. */
  async downloadTarball(name: string): Promise<string> {
    await this.#run('apt-get', 'source', '--download-only', '--tar-only', name);
    return this.#fetched(name, (file) => file.includes('.orig.tar.'));
  }
}
