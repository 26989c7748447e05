import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { inRoot, root } from '../support/root.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';
import { rigKernel } from './kernel.js';
import { superviseChild } from './supervise.js';

/** What to run inside the rig. */
export interface RigOptions {
  /** The command and its arguments; the command is looked up in PATH. */
  readonly command: readonly string[];
  /** Current folder of the command. The project's top folder by default. */
  readonly cwd?: string;
  /** Added to the command's environment, which has PATH, HOME, TMPDIR and LANG only. */
  readonly env?: Readonly<Record<string, string>>;
  /** Existing folders the command may write into. All else is read-only, or gone afterwards. */
  readonly writable?: readonly string[];
  /** Folders below /tmp or /run that the command has to see, besides the project's own. */
  readonly readable?: readonly string[];
  /**
   * Lets time stand still while anything computes and jump ahead while everything sleeps, so that
   * no wait is ever too short. False by default.
   */
  readonly timeTravel?: boolean;
  /** Real seconds after which the rig is killed. 600 by default. */
  readonly timeout?: number;
  /** Receives what the command prints, but for its errors. Default: this process's own standard output. */
  readonly onStdout?: (chunk: Buffer) => void;
}

const memoryMegabytes = 2048;

const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function isHidden(folder: string): boolean {
  return ['/tmp', '/run', '/dev/shm'].some((top) => `${folder}/`.startsWith(`${top}/`));
}

/** A folder for the file that is the kernel's memory: roomy, and programs may run from it. */
function memoryFolder(): string {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const suits = (folder: string): boolean => {
    if (!existsSync(folder)) return false;
    const { bavail, bsize } = statfsSync(folder);
    const flags = mounts.find((line) => line.split(' ')[1] === folder)?.split(' ')[3] ?? '';
    return bavail * bsize >= memoryMegabytes * 2 ** 20 && !flags.split(',').includes('noexec');
  };
  return ['/dev/shm', tmpdir(), '/var/tmp'].find(suits) ?? tmpdir();
}

function writeInstructions(folder: string, options: RigOptions): void {
  const env = {
    PATH: `${dirname(process.execPath)}:${systemPath}`,
    HOME: '/tmp',
    TMPDIR: '/tmp',
    LANG: 'C.UTF-8',
    ...options.env,
  };
  const script = [
    ...Object.entries(env).map(([name, value]) => `export ${name}=${shellQuote(value)}`),
    `cd ${shellQuote(options.cwd ?? root)} || exit 126`,
    `exec ${options.command.map(shellQuote).join(' ')}`,
  ];
  writeFileSync(join(folder, 'command'), `${script.join('\n')}\n`);

  const seen = [root, dirname(process.execPath), ...(options.readable ?? [])].filter(isHidden);
  const mounts = [
    ...seen.map((path) => `ro ${path}\n`),
    ...(options.writable ?? []).map((path) => `rw ${path}\n`),
  ];
  writeFileSync(join(folder, 'mounts'), mounts.join(''));
  copyFileSync(inRoot('scripts', 'rig', 'init.sh'), join(folder, 'init'));
}

/**
 * Boots the rig, runs one command inside as root, and returns the command's exit status.
 *
 * Inside, the root folder is this machine's, read-only; /tmp, /run and /dev are the rig's own. It has
 * one processor, 2 GB of memory, no GPIO chips until somebody makes one, and no network.
 *
 * @throws Error where the rig cannot be had, does not boot, or runs longer than its timeout.
 */
export async function bootRig(options: RigOptions): Promise<number> {
  const kernel = await rigKernel();
  const onStdout = options.onStdout ?? ((chunk) => process.stdout.write(chunk));
  const onStderr = (chunk: Buffer): unknown => process.stderr.write(chunk);
  return withTemporaryFolder(async (folder) => {
    writeInstructions(folder, options);
    const parameters = [
      'rootfstype=hostfs',
      'ro',
      `mem=${memoryMegabytes}M`,
      'seccomp=auto',
      // The kernel splits its command line at spaces outside quotes.
      `init="${folder}/init"`,
      `uml_dir=${folder}`,
      // Kernel messages, then the command's standard output and standard error.
      'con=null',
      'con0=null,fd:2',
      'con1=null,fd:3',
      'con2=null,fd:4',
      'ssl=null',
      'panic=1',
      ...(options.timeTravel ? ['time-travel=inf-cpu'] : []),
    ];
    // Dies with this process, even where that is killed outright.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', kernel, ...parameters], {
      cwd: folder,
      detached: true,
      env: { HOME: folder, TMPDIR: memoryFolder(), PATH: systemPath },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    let log = '';
    const toLog = (chunk: Buffer): void => {
      log = (log + chunk.toString()).slice(-20_000);
    };
    const listeners = [undefined, toLog, toLog, onStdout, onStderr];
    for (const [index, listener] of listeners.entries()) {
      if (listener !== undefined) (child.stdio[index] as Readable).on('data', listener);
    }
    await superviseChild(child, 'the rig', options.timeout ?? 600);

    const statusFile = join(folder, 'status');
    if (!existsSync(statusFile)) {
      throw new Error(`the rig ended without running its command to the end:\n${log}`);
    }
    return Number(readFileSync(statusFile, 'utf8'));
  });
}
