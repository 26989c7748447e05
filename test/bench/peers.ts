import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/stage.js';
import { cacheFolder } from '../../scripts/build/upstream.js';
import { PrivateApt } from '../../scripts/debian/private-apt.js';
import { runCommand } from '../../scripts/rig/command.js';
import type { BenchMachine } from './machine.js';

/** A program that runs the loops. */
export interface Peer {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** What a peer's process needs beside the environment of the fake chips. */
export function environmentOf({ env }: Peer): NodeJS.ProcessEnv {
  return env === undefined ? {} : { LD_LIBRARY_PATH: env.LD_LIBRARY_PATH };
}

/** One that cannot be measured here. */
export interface SkippedPeer {
  readonly name: string;
  readonly reason: string;
}

const python = '2.2.1';

/** What npm offers under these names, and the versions that were compared. */
const npmPeers = {
  'node-libgpiod': '0.5.3',
  onoff: '6.0.3',
  opengpio: 'latest',
  '@iiot2k/gpiox': '2.1.4',
} as const;

/** Those of them that have a program in contestants/. */
const runnable: readonly string[] = ['node-libgpiod', 'onoff'];

/** Fills a folder of the cache once. What fails half-way leaves nothing. */
async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder(), 'bench', name);
  if (existsSync(join(folder, '.complete'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await fill(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  writeFileSync(join(folder, '.complete'), '');
  return folder;
}

/** libgpiod 1 with its headers, which node-libgpiod needs: the last Debian to have it is bookworm. */
async function libgpiod1(): Promise<string> {
  return cached('libgpiod-1', async (folder) => {
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
}

async function libraryFolder(files: string): Promise<string> {
  const found = await runCommand('find', [files, '-name', 'libgpiod.so.2']);
  return join(found.trim().split('\n')[0] ?? '', '..');
}

async function npmPeer(name: keyof typeof npmPeers, machine: BenchMachine): Promise<Peer> {
  const env = { ...process.env };
  if (name === 'node-libgpiod') {
    const files = join(await libgpiod1(), 'files');
    const library = await libraryFolder(files);
    env.CPLUS_INCLUDE_PATH = join(files, 'usr', 'include');
    env.LIBRARY_PATH = library;
    env.LD_LIBRARY_PATH = library;
  }
  const spec = `${name}@${npmPeers[name]}`;
  const folder = await cached(spec.replaceAll('/', '-'), async (folder) => {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await runCommand('npm', ['install', '--no-fund', '--no-audit', spec], { cwd: folder, env });
  });
  if (!runnable.includes(name)) throw new Error('it installs, but no program here knows its API');
  const script = await machine.script(`contestants/${name}`);
  return { name, command: [process.execPath, script, folder], env };
}

async function pythonPeer(): Promise<Peer> {
  const folder = await cached(`gpiod-${python}`, async (folder) => {
    await runCommand('python3', ['-m', 'venv', folder]);
    const pip = join(folder, 'bin', 'pip');
    await runCommand(pip, ['install', '--disable-pip-version-check', '-q', `gpiod==${python}`]);
  });
  const program = inRoot('test', 'bench', 'contestants', 'python-gpiod.py');
  return { name: 'Python gpiod', command: [join(folder, 'bin', 'python'), program] };
}

/** The line that says what went wrong, out of all that npm or pip printed. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => /\b(error|ERROR|Error|404|notsup)\b/.test(line));
  return (
    telling.find((line) => /404 +\S.*not|Unsupported|fatal error|No matching/.test(line)) ??
    telling.at(-1) ??
    lines[0] ??
    ''
  );
}

/** This project. */
export async function ourselves(machine: BenchMachine): Promise<Peer> {
  const script = await machine.script('contestants/libgpiod-wasm');
  return { name: 'libgpiod-wasm', command: [process.execPath, script, machine.bundle] };
}

/** C on native libgpiod. */
export function native(machine: BenchMachine): Peer {
  return { name: 'C', command: [machine.path('libgpiod')] };
}

/** All others that can be installed on this machine, and why the rest cannot. */
export async function otherPeers(machine: BenchMachine): Promise<(Peer | SkippedPeer)[]> {
  const names = Object.keys(npmPeers) as (keyof typeof npmPeers)[];
  const install: [string, () => Promise<Peer>][] = [
    ...names.map((name): [string, () => Promise<Peer>] => [name, () => npmPeer(name, machine)]),
    ['Python gpiod', pythonPeer],
  ];
  const peers: (Peer | SkippedPeer)[] = [];
  for (const [name, make] of install) {
    try {
      peers.push(await make());
    } catch (error) {
      peers.push({ name, reason: reasonOf(error) });
    }
  }
  return peers;
}
