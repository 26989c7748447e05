import { WASI, WASIProcExit } from '@bjorn3/browser_wasi_shim';
import { GuestMemory } from '../../kernel/guest-memory.js';
import { HOST_MODULE } from '../../kernel/imports.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { Clock } from '../../wasi/clock.js';
import { DeviceFolder } from '../../wasi/device-folder.js';
import { localTimeOffset } from '../../wasi/local-time.js';
import { wasiImports } from '../../wasi/overrides.js';
import { pollOneoffPauses } from '../../wasi/poll-oneoff.js';
import { FIRST_EXTRA_FD } from '../../wasi/program.js';
import { SERVICE_FD_VARIABLE, ServiceChannel } from '../../wasi/service-channel.js';
import { InputFd, type Output, OutputFd } from '../../wasi/stdio.js';
import { lateHostCalls } from './late-host-calls.js';
import { createSuspension } from './suspension.js';
import { TerminalInput } from './terminal-input.js';
import { TrackedKernel } from './tracked-kernel.js';
import { Killed, Waiting } from './waiting.js';

/** What shells report for a program that Ctrl-C ended, and for one that called abort(). */
const INTERRUPTED = 130;
const ABORTED = 134;

/** What a tool runs on. */
export interface ToolProcessOptions {
  readonly module: WebAssembly.Module;
  readonly kernel: Kernel;
  readonly clock: Clock;
  /** The tool's name and its arguments. */
  readonly argv: readonly string[];
  /** The terminal's width. */
  readonly columns: number;
  /** Told of every call to the kernel. */
  onCall(): void;
  onOutput(text: string): void;
  onMode(raw: boolean): void;
  /** It has become a daemon: the terminal is free again. */
  onDetach(): void;
}

/**
 * One of upstream's tools, running on a simulated kernel without blocking the thread: where it waits,
 * its stack is put aside.
 */
export class ToolProcess {
  readonly #options: ToolProcessOptions;
  readonly #kernel: TrackedKernel;
  readonly #waiting = new Waiting();
  readonly #stdin = new TerminalInput();
  #detached = false;

  constructor(options: ToolProcessOptions) {
    this.#options = options;
    this.#kernel = new TrackedKernel(options.kernel, options.onCall);
  }

  /** Types text; an empty one is Ctrl-D. */
  type(text: string): void {
    this.#stdin.type(text);
  }

  kill(): void {
    this.#waiting.kill();
  }

  /** Runs to the end and returns the exit status. Closes all that the tool has open then. */
  async run(): Promise<number> {
    try {
      return await this.#start();
    } catch (error) {
      if (error instanceof WASIProcExit) return error.code;
      if (error instanceof Killed) return INTERRUPTED;
      const message = error instanceof Error ? error.message : String(error);
      this.#options.onOutput(`${this.#options.argv[0]}: aborted: ${message}\n`);
      return ABORTED;
    } finally {
      this.#kernel.end();
    }
  }

  async #start(): Promise<number> {
    const { module, clock, argv } = this.#options;
    const memory = new GuestMemory();
    const suspension = createSuspension();
    const calls = this.#kernel.attach(memory);
    const shim = new WASI(
      [...argv],
      [`${SERVICE_FD_VARIABLE}=${FIRST_EXTRA_FD}`],
      [
        new InputFd(this.#stdin),
        new OutputFd(this.#output()),
        new OutputFd(this.#output()),
        new DeviceFolder(this.#kernel),
        this.#services(),
      ],
      { debug: false },
    );
    const late = lateHostCalls({
      kernel: this.#kernel,
      calls,
      memory,
      clock,
      waiting: this.#waiting,
    });
    const wasi = wasiImports(shim, memory, clock);
    const instance = await WebAssembly.instantiate(module, {
      [HOST_MODULE]: {
        ...calls,
        poll: suspension.import(late.poll),
        read: suspension.import(late.read),
      },
      wasi_snapshot_preview1: {
        ...wasi,
        fd_read: suspension.import(this.#fdRead(wasi.fd_read as FdRead)),
        poll_oneoff: suspension.import(this.#pollOneoff(shim, memory)),
      },
    });
    const { memory: linear } = instance.exports;
    if (!(linear instanceof WebAssembly.Memory)) throw new TypeError('not a WASI command');
    memory.use(linear);
    // Tells the shim its instance; the program itself is run by the suspension.
    shim.start({ exports: { memory: linear, _start: () => {} } });
    await suspension.run(instance, '_start');
    return 0;
  }

  #output(): Output {
    const decoder = new TextDecoder();
    return {
      isTerminal: true,
      write: (bytes) => {
        if (!this.#detached) this.#options.onOutput(decoder.decode(bytes, { stream: true }));
        return 0;
      },
    };
  }

  #services(): ServiceChannel {
    const { columns, onMode, onDetach } = this.#options;
    return new ServiceChannel({
      localtime: localTimeOffset,
      terminal: (mode) => {
        onMode(mode === 'raw');
        return mode === 'raw' ? columns : 0;
      },
      detach: () => 0,
      daemon: () => {
        onDetach();
        this.#detached = true;
        return 0;
      },
    });
  }

  /** Only standard input is worth waiting for. */
  #fdRead(read: FdRead): (...args: Parameters<FdRead>) => Promise<number> {
    return async (fd, ...rest) => {
      while (fd === 0 && !this.#stdin.waitReadable()) await this.#untilTyped(-1n);
      return read(fd, ...rest);
    };
  }

  #pollOneoff(shim: WASI, memory: GuestMemory): (...args: PollArguments) => Promise<number> {
    const { clock } = this.#options;
    return async (...args) => {
      await this.#waiting.breathe();
      const pauses = pollOneoffPauses(memory, shim.fds, clock, ...args);
      for (;;) {
        const step = pauses.next();
        if (step.done === true) return step.value;
        const { leftNs, sources } = step.value;
        if (sources.size > 0) await this.#untilTyped(leftNs);
        else await this.#waiting.until(leftNs, () => () => {});
      }
    };
  }

  async #untilTyped(timeoutNs: bigint): Promise<void> {
    await this.#waiting.until(timeoutNs, (wake) => this.#stdin.onTyped(wake));
  }
}

type FdRead = (fd: number, buffers: number, count: number, readAt: number) => number;
type PollArguments = [subscriptions: number, events: number, count: number, countAt: number];
