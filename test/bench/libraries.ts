import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../scripts/build/upstream.js';
import { PrivateApt } from '../../scripts/debian/private-apt.js';
import { runCommand } from '../../scripts/support/command.js';

/** A library of C that a peer is built with: folders of its headers and of the library itself. */
export interface Library {
  readonly headers: string;
  readonly objects: string;
}

const cacheOf = (name: string): string => join(cacheFolder(), 'bench', name);

/** Has a folder of the cache filled anew the next time. */
export function forget(name: string): void {
  rmSync(cacheOf(name), { recursive: true, force: true });
}

/** Fills a folder of the cache once. What fails half-way leaves nothing. */
export async function cached(
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = cacheOf(name);
  if (existsSync(join(folder, '.complete'))) return folder;
  forget(name);
  mkdirSync(folder, { recursive: true });
  try {
    await fill(folder);
  } catch (error) {
    forget(name);
    throw error;
  }
  writeFileSync(join(folder, '.complete'), '');
  return folder;
}

/** libgpiod 1: the last Debian to have it is bookworm. */
export async function libgpiod1(): Promise<Library> {
  const folder = await cached('libgpiod-1', async (folder) => {
    const work = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-'));
    try {
      const apt = await PrivateApt.open(work, { suite: 'bookworm' });
      for (const name of ['libgpiod-dev', 'libgpiod2']) {
        await runCommand('dpkg-deb', ['-x', await apt.download(name), join(work, 'files')]);
      }
      renameSync(join(work, 'files'), join(folder, 'files'));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
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
  const folder = await cached(`lg-${lgVersion}`, async (folder) => {
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
