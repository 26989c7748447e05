import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, forget } from '../../scripts/support/cache.js';
import { runCommand } from '../../scripts/support/command.js';
import { inRoot } from '../../scripts/support/root.js';
import { type Library, lg, libgpiod1 } from './libraries.js';
import type { BenchMachine } from './machine.js';

/** A program that runs the loops. */
export interface Peer {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Of those whose lines are not a chip's, but files of the old /sys/class/gpio. */
  readonly sysfs?: true;
}

/** What a peer's process needs beside the environment of the fake chips. */
export function environmentOf({ env }: Peer): Readonly<Record<string, string>> {
  return env ?? {};
}

/** Where npm has installed a peer: what its program is told last. */
export function folderOf({ command }: Peer): string {
  return command.at(-1) ?? '';
}

/** One that cannot be measured here. */
export interface SkippedPeer {
  readonly name: string;
  readonly reason: string;
}

/** What npm offers. */
interface NpmPeer {
  /** npm's name and the version that is compared. */
  readonly spec: readonly [name: string, version: string];
  /** Where npm's name could be taken for another one's. */
  readonly title?: string;
  readonly library?: () => Promise<Library>;
  readonly sysfs?: true;
  /** Whether its addon has to be built here, as its own install script does not. */
  readonly rebuild?: true;
  /** Those that no program in contestants/ knows. */
  readonly unknown?: true;
}

const npmPeers: readonly NpmPeer[] = [
  { spec: ['node-libgpiod', '0.5.3'], library: libgpiod1 },
  {
    spec: ['libgpiod', '1.5.8'],
    title: "npm's libgpiod",
    library: libgpiod1,
    // It builds where dpkg knows libgpiod-dev, and elsewhere leaves it without saying so.
    rebuild: true,
  },
  { spec: ['node-gpiod', '1.0.2'] },
  { spec: ['lgpio', '1.0.6'], library: lg },
  { spec: ['onoff', '6.0.3'], sysfs: true },
  { spec: ['rpi-gpio', '2.1.7'], sysfs: true },
  { spec: ['opengpio', '2.0.2'], unknown: true },
  { spec: ['@iiot2k/gpiox', '2.1.4'], unknown: true },
];

/** Those that are not even installed: they write a Raspberry Pi's registers. */
const registerWriters = ['pigpio 3.3.1', 'rpio 2.4.2', 'array-gpio 1.7.2'];

const python = '2.2.1';

/** What npm may build: newer ones run no install script that has not been allowed. */
const built = ['node-libgpiod', 'libgpiod', 'lgpio', 'epoll', 'ioctl'];

/** The line that says what went wrong, out of all that npm, pip or Node printed. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').map((line) => line.trim());
  const telling = lines.filter(
    (line) => /\b(error|ERROR|Error|404|notsup)\b/.test(line) && !/complete log/.test(line),
  );
  const line =
    telling.find((line) => /404 +\S.*not|Unsupported|fatal error|No matching/.test(line)) ??
    telling.at(-1) ??
    lines[0] ??
    '';
  return line.replace(/^npm error +((404|notsup) +)?/, '').replace(/ Tried:$/, '');
}

/**
 * The peer, where it greets and ends: npm calls installed what it has not built, too, and a build may be
 * older than what it needs. The next run installs anew what does not start.
 */
async function started(peer: Peer, machine: BenchMachine, path: string): Promise<Peer> {
  const [program = '', ...args] = peer.command;
  const env = { ...machine.environment(), ...environmentOf(peer) };
  try {
    await runCommand(program, args, { env });
    return peer;
  } catch (error) {
    forget(path);
    throw new Error(`it is installed, but does not start: ${reasonOf(error)}`);
  }
}

function buildEnvironment(library: Library | undefined): NodeJS.ProcessEnv {
  if (library === undefined) return process.env;
  return { ...process.env, CPLUS_INCLUDE_PATH: library.headers, LIBRARY_PATH: library.objects };
}

async function npmPeer(
  { spec: [name, version], title = name, library, sysfs, rebuild, unknown }: NpmPeer,
  machine: BenchMachine,
): Promise<Peer> {
  const found = await library?.();
  const spec = `${name}@${version}`;
  // Addons are built for one Node.
  const path = join('bench', `${spec.replaceAll('/', '-')}-${process.versions.modules}`);
  const folder = await cached(path, async (folder) => {
    const allowScripts = Object.fromEntries(built.map((name) => [name, true]));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts }));
    const options = { cwd: folder, env: buildEnvironment(found) };
    await runCommand('npm', ['install', '--no-fund', '--no-audit', spec], options);
    if (rebuild) await runCommand('npm', ['explore', name, '--', 'node-gyp', 'rebuild'], options);
  });
  if (unknown) throw new Error('it installs, but no program here knows its API');
  const script = await machine.script(`contestants/${name}`);
  const peer = {
    name: title,
    command: [process.execPath, script, folder],
    ...(sysfs && { sysfs }),
    ...(found !== undefined && { env: { LD_LIBRARY_PATH: found.objects } }),
  };
  return started(peer, machine, path);
}

async function pythonPeer(machine: BenchMachine): Promise<Peer> {
  const path = join('bench', `gpiod-${python}`);
  const folder = await cached(path, async (folder) => {
    await runCommand('python3', ['-m', 'venv', folder]);
    const pip = join(folder, 'bin', 'pip');
    await runCommand(pip, ['install', '--disable-pip-version-check', '-q', `gpiod==${python}`]);
  });
  const program = inRoot('test', 'bench', 'contestants', 'python-gpiod.py');
  const peer = { name: 'Python gpiod', command: [join(folder, 'bin', 'python'), program] };
  return started(peer, machine, path);
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

/** All others that can be installed on this machine and start, and why the rest cannot be compared. */
export async function otherPeers(machine: BenchMachine): Promise<(Peer | SkippedPeer)[]> {
  const install: [string, () => Promise<Peer>][] = [
    ...npmPeers.map((peer): [string, () => Promise<Peer>] => [
      peer.title ?? peer.spec[0],
      () => npmPeer(peer, machine),
    ]),
    ['Python gpiod', () => pythonPeer(machine)],
  ];
  const peers: (Peer | SkippedPeer)[] = [];
  for (const [name, make] of install) {
    try {
      peers.push(await make());
    } catch (error) {
      peers.push({ name, reason: reasonOf(error) });
    }
  }
  const reason =
    "it writes a Raspberry Pi's registers, past the kernel, which no fake chip can answer.";
  return [...peers, ...registerWriters.map((name) => ({ name, reason }))];
}
