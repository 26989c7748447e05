import { dirname, join } from 'node:path';
import { PrivateApt } from '../../scripts/debian/private-apt.js';
import { cached } from '../../scripts/support/cache.js';
import { runCommand } from '../../scripts/support/command.js';
import { withTemporaryFolder } from '../../scripts/support/temporary-folder.js';

/** A library of C that a peer is built with: folders of its headers and of the library itself. */
export interface Library {
  readonly headers: string;
  readonly objects: string;
}

/** libgpiod 1: the last Debian to have it is bookworm. */
export async function libgpiod1(): Promise<Library> {
  const folder = await cached(join('bench', 'libgpiod-1'), (folder) =>
    withTemporaryFolder(async (work) => {
      const apt = await PrivateApt.open(work, { suite: 'bookworm' });
      for (const name of ['libgpiod-dev', 'libgpiod2']) {
        await runCommand('dpkg-deb', ['-x', await apt.download(name), join(folder, 'files')]);
      }
    }),
  );
  const found = await runCommand('find', [folder, '-name', 'libgpiod.so.2']);
  return {
    headers: join(folder, 'files', 'usr', 'include'),
    objects: dirname(found.trim().split('\n')[0] ?? ''),
  };
}

const lgVersion = '0.2.2.0';

/** The parts of lg that are its library. The others are its daemon. */
const lgParts = 'Ctx Dbg Err Gpio Hdl I2C Notify PthAlerts PthTx SPI Serial Thread Util'.split(' ');

/** lg, which Debian does not have: its sources are in those of its Python bindings. */
export async function lg(): Promise<Library> {
  const folder = await cached(join('bench', `lg-${lgVersion}`), async (folder) => {
    const run = (command: string, ...args: string[]): Promise<string> =>
      runCommand(command, args, { cwd: folder });
    await run('python3', '-m', 'venv', 'python');
    const sources = ['--disable-pip-version-check', '--no-deps', '--no-binary', ':all:'];
    await run('python/bin/pip', 'download', ...sources, `lgpio==${lgVersion}`);
    await run('tar', '-xzf', `lgpio-${lgVersion}.tar.gz`, '--strip-components=1');
    const options = ['-O3', '-w', '-shared', '-fPIC', '-pthread', '-Wl,-z,defs'];
    const files = lgParts.map((part) => join('src', `lg${part}.c`));
    await run('cc', ...options, '-o', 'liblgpio.so', ...files);
  });
  return { headers: join(folder, 'src'), objects: folder };
}
