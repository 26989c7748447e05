import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { superviseChild } from '../../rig/supervise.js';
import { inRoot } from '../../support/root.js';
import { withTemporaryFolder } from '../../support/temporary-folder.js';
import type { Board } from './board.js';
import { Initramfs } from './initramfs.js';
import { Registers } from './registers.js';

/** QEMU's program: it emulates 32-bit processors as well. */
export const emulator = 'qemu-system-aarch64';

/** A Raspberry Pi with what programs need there. */
export interface GivenPi {
  readonly board: Board;
  /** The folder that `fetchKernel()` has returned. */
  readonly kernel: string;
  /** A Node.js, and a folder with the libraries for it. */
  readonly node: string;
  readonly libraries: string;
}

/** What a Raspberry Pi is to run. */
export interface BootOptions extends GivenPi {
  /** The folder with `program.mjs` and all that this needs. */
  readonly program: string;
  /** Receives each line that the program prints. What it returns is the program's next line of input. */
  onLine(line: string, registers: Registers): Promise<string | undefined>;
  /** Seconds after which the machine is taken for hung. 600 by default. */
  readonly timeout?: number;
}

/** What Node.js is linked with, and the loader. */
const isNeeded = RegExp.prototype.test.bind(
  /^(ld-linux[-\w]*|lib(atomic|c|dl|gcc_s|m|pthread|stdc\+\+))\.so\.\d+$/,
);

function writeInitramfs(file: string, options: BootOptions): void {
  const initramfs = new Initramfs(file);
  for (const folder of ['proc', 'sys', 'tmp']) initramfs.addDirectory(folder);
  initramfs.add('init', inRoot('scripts', 'machines', 'raspberry-pi', 'init.sh'));
  initramfs.add('bin/busybox', join(options.kernel, 'busybox'));
  initramfs.add('usr/bin/node', options.node);
  for (const library of readdirSync(options.libraries).filter(isNeeded)) {
    initramfs.add(`lib/${library}`, join(options.libraries, library));
  }
  initramfs.add('program', options.program);
  initramfs.close();
}

function qemuOptions({ board, kernel }: BootOptions, initramfs: string, socket: string): string[] {
  const {
    machine,
    soc,
    tree,
    console: [port, number],
  } = board;
  const serial = ['null', 'null'];
  serial[number] = 'stdio';
  return [
    ...['-machine', machine, '-m', '1G', '-no-reboot'],
    // The other processors would but compete for those of this machine.
    ...['-global', `${soc}.enabled-cpus=1`],
    ...['-kernel', join(kernel, 'vmlinuz'), '-dtb', join(kernel, 'trees', `${tree}.dtb`)],
    ...['-initrd', initramfs, '-append', `console=${port},115200 maxcpus=1 panic=-1`],
    ...['-display', 'none', '-monitor', 'none'],
    ...serial.flatMap((one) => ['-serial', one]),
    ...['-qtest', `unix:${socket},server=on,wait=off`, '-qtest-log', 'none'],
  ];
}

/**
 * Boots a Raspberry Pi and runs its program, as root. Returns the program's exit status.
 *
 * @throws Error with what the machine has printed, where the program does not come to its end.
 */
export function bootRaspberryPi(options: BootOptions): Promise<number> {
  return withTemporaryFolder(async (folder) => {
    const initramfs = join(folder, 'initramfs');
    writeInitramfs(initramfs, options);
    const socket = join(folder, 'registers');
    const command = [emulator, ...qemuOptions(options, initramfs, socket)];
    // Dies with this process, even where that is killed outright.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], { detached: true });
    const { name } = options.board;
    const ended = superviseChild(child, `the emulated ${name}`, options.timeout ?? 600);

    let log = '';
    let registers: Registers | undefined;
    let status: number | undefined;
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    const converse = async (): Promise<void> => {
      for await (const line of createInterface({ input: child.stdout })) {
        log += `${line}\n`;
        const end = /^== end (\d+)/.exec(line)?.[1];
        if (end !== undefined) status = Number(end);
        else if (line.trimEnd() === '== start') registers = await Registers.open(socket);
        else if (registers !== undefined) {
          const reply = await options.onLine(line, registers);
          if (reply !== undefined) child.stdin.write(`${reply}\n`);
        }
        if (status !== undefined) break;
      }
    };
    try {
      await Promise.race([converse(), ended]);
      if (status === undefined)
        throw new Error(`the emulated ${name} has ended before its program`);
    } catch (cause) {
      throw new Error(`${String(cause)}; it has printed:\n${log}`, { cause });
    } finally {
      registers?.close();
      child.kill();
    }
    await ended;
    return status;
  });
}
