import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.js';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

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
   * @param suite such as "trixie-backports".
   */
  static async open(folder: string, suite: string): Promise<PrivateApt> {
    for (const part of ['lists/partial', 'cache/archives/partial']) {
      mkdirSync(join(folder, part), { recursive: true });
    }
    const signedBy = existsSync(keyring) ? `[signed-by=${keyring}] ` : '';
    const mirror = await debianMirror();
    writeFileSync(join(folder, 'sources.list'), `deb ${signedBy}${mirror} ${suite} main\n`);
    writeFileSync(
      join(folder, 'apt.conf'),
      [
        `Dir::Etc::SourceList "${folder}/sources.list";`,
        'Dir::Etc::SourceParts "/dev/null";',
        `Dir::State::Lists "${folder}/lists";`,
        `Dir::Cache "${folder}/cache";`,
        'APT::Sandbox::User "root";',
        // Whatever the machine does after its own updates is not wanted after this one.
        '#clear APT::Update::Pre-Invoke;',
        '#clear APT::Update::Post-Invoke;',
        '#clear APT::Update::Post-Invoke-Success;',
        '',
      ].join('\n'),
    );
    const apt = new PrivateApt(folder);
    await apt.#run('apt-get', 'update');
    return apt;
  }

  #run(command: string, ...args: string[]): Promise<string> {
    return runCommand(command, ['-c', join(this.#folder, 'apt.conf'), ...args], {
      cwd: this.#folder,
    });
  }

  /** Names of the suite's packages that begin with a prefix. */
  async packageNames(prefix: string): Promise<string[]> {
    const names = await this.#run('apt-cache', 'pkgnames', prefix);
    return names.split('\n').filter((name) => name !== '');
  }

  /** Downloads one package. Returns the path of the .deb file. */
  async download(name: string): Promise<string> {
    await this.#run('apt-get', 'download', name);
    const file = readdirSync(this.#folder).find((entry) => entry.startsWith(`${name}_`));
    if (file === undefined) throw new Error(`apt-get download ${name} left no file`);
    return join(this.#folder, file);
  }
}
