import { Worker } from 'node:worker_threads';
import { signalOf } from '../../api/abort-signal.js';
import { AbortError } from '../../api/errors.js';
import type { Kernel } from '../../kernel/kernel.js';
import { pluginWorker } from '../../sandbox-assets.js';
import type { RevokedLine, SandboxKernel } from '../sandbox-kernel.js';
import { createChannel, openChannel } from './channel.js';
import { cpuClock } from './cpu-clock.js';
import { HostBridge } from './host-bridge.js';
import type { CheckedLimits, PluginLimit } from './limits.js';
import type { Order, PluginValue, Report, WorkerStart } from './messages.js';
import { PluginBusyError, PluginEndedError, PluginLimitError, PluginTrap } from './plugin-error.js';
import { RateLimit } from './rate-limit.js';
import { watchTime } from './time-limits.js';
import { inTurn } from './turns.js';

/** A thread in the midst of compiling cannot be stopped: nobody waits for it for longer than this. */
const GRACE_MS = 50;

/** What a plugin is made of. */
export interface PluginParts {
  readonly name: string;
  readonly box: SandboxKernel;
  /** The box, or the box with an audit around it. */
  readonly kernel: Kernel;
  readonly start: Omit<WorkerStart, 'channel'>;
  readonly limits: CheckedLimits;
  readonly write: (fd: number, bytes: Uint8Array) => void;
  /** Called when lines of the box were revoked. In the end all are. */
  readonly onRevoke: () => void;
}

/** For how long to wait. */
export interface RunOptions {
  /** Stops the plugin for good: the promise then ends with an AbortError. */
  readonly signal?: AbortSignal | undefined;
}

interface Job {
  resolve(value: number | bigint | undefined): void;
  reject(error: Error): void;
  readonly end: () => void;
}

/**
 * Somebody's program, in a worker of its own, which has the lines that it was granted and nothing else.
 * Made by loadPlugin(). When it ends, however it does, its lines are released at once.
 */
export class Plugin {
  readonly name: string;
  readonly #parts: PluginParts;
  readonly #worker: Worker;
  readonly #bridge: HostBridge;
  readonly #rate: RateLimit;
  /** Resolves to the worker's thread in /proc. */
  readonly #ready: Promise<string | undefined>;
  #isReady: (thread: string | undefined) => void = () => {};
  #clock: Promise<() => Promise<number>> | undefined;
  #command = false;
  #output = 0;
  #job: Job | undefined;
  #ended: Promise<void> | undefined;
  /** Why it has ended. */
  #reason: Error | undefined;

  /** @internal Made by loadPlugin(). */
  constructor(parts: PluginParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#rate = new RateLimit(parts.limits.callsPerSecond);
    const channel = createChannel();
    this.#bridge = new HostBridge(openChannel(channel), parts.kernel, (fd, bytes) => {
      this.#write(fd, bytes);
    });
    const workerData: WorkerStart = { ...parts.start, channel };
    this.#worker = new Worker(pluginWorker(), {
      workerData,
      transferList: [parts.start.wasm.buffer],
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
    });
    this.#ready = new Promise((resolve) => {
      this.#isReady = resolve;
    });
    this.#worker.on('message', (report: Report) => {
      if (report.kind === 'ready') this.#isReady(report.thread);
      else this.#hear(report);
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.limitReached('memoryMiB', error.message);
      else this.#stop(new PluginTrap(this.name, error.message));
    });
    this.#worker.on('exit', () => this.#stop(new PluginEndedError(this.name)));
  }

  /** Waits until the module is compiled, for which its limits of time hold, too. Called by loadPlugin(). */
  async load(): Promise<void> {
    await this.#ready;
    if (this.#reason !== undefined) throw this.#reason;
    await this.#order({ kind: 'load' }, {});
  }

  /**
   * Runs a command to its end and resolves to its exit status. A command runs once.
   *
   * @throws PluginLimitError where it came to a limit, PluginTrap where it crashed, AbortError,
   * PluginEndedError where it has run before, PluginBusyError while it is running.
   */
  async run(options: RunOptions = {}): Promise<number> {
    if (!this.#command) {
      throw new TypeError(`the plugin '${this.name}' is a reactor: use call('export', ...args)`);
    }
    this.#refuseWhileBusy();
    try {
      // A module may say that exit takes 64 bits.
      return Number(await this.#order({ kind: 'run' }, options)) | 0;
    } finally {
      await this.close();
    }
  }

  /** Calls a reactor's exported function, any number of times, one at a time. Throws as run() does. */
  async call(name: string, ...args: PluginValue[]): Promise<PluginValue | undefined> {
    if (this.#command) {
      throw new TypeError(`the plugin '${this.name}' is a command: use run()`);
    }
    return this.#order({ kind: 'call', name, args }, {});
  }

  /**
   * Takes one of its lines away, or all of them, while it goes on: its requests that hold one answer
   * ENODEV, and its polls wake ({@link SandboxKernel.revoke} has the rest). Other plugins may be granted
   * them from now on.
   *
   * @param line as its grant calls it, 'GPIO17', or as the plugin does, { chip: 'gpiochip0', line: 'LED' },
   * by name or offset. Default: all lines.
   * @throws RangeError for a line that was not granted.
   */
  revoke(line?: RevokedLine): void {
    this.#parts.box.revoke(line);
    this.#parts.onRevoke();
  }

  /** Ends it, and resolves when it has. Does nothing the second time. */
  async close(): Promise<void> {
    this.#stop(new PluginEndedError(this.name));
    await this.#ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Stops the plugin for having come to one of its limits. */
  limitReached(limit: PluginLimit, detail: string): void {
    this.#stop(new PluginLimitError(this.name, limit, detail));
  }

  /** Stops the plugin for an error of the host's: whoever waits for it gets that error. */
  fail(error: unknown): void {
    this.#stop(error instanceof Error ? error : new Error(String(error)));
  }

  #refuseWhileBusy(): void {
    if (this.#job === undefined) return;
    throw new PluginBusyError(this.name);
  }

  async #order(order: Order, options: RunOptions): Promise<PluginValue | undefined> {
    const signal = signalOf(options);
    if (signal?.aborted) {
      this.#stop(new AbortError(signal));
      throw new AbortError(signal);
    }
    if (this.#ended !== undefined) throw new PluginEndedError(this.name);
    this.#refuseWhileBusy();
    return new Promise((resolve, reject) => {
      const endLimits = watchTime(
        this.#parts.limits,
        () => this.#usedMs(),
        (limit, detail) => this.limitReached(limit, detail),
      );
      const onAbort = (): void => {
        if (signal !== undefined) this.#stop(new AbortError(signal));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#worker.ref();
      this.#job = {
        resolve,
        reject,
        end: () => {
          signal?.removeEventListener('abort', onAbort);
          endLimits();
          this.#worker.unref();
        },
      };
      this.#worker.postMessage(order);
    });
  }

  /** Processor time that the worker has used; undefined where it has none any more. Not told while it waits. */
  async #usedMs(): Promise<number | undefined> {
    await this.#bridge.waited;
    this.#clock ??= this.#ready.then((thread) => cpuClock(this.#worker, thread));
    let clock: () => Promise<number>;
    try {
      clock = await this.#clock;
    } catch (error) {
      this.fail(error);
      return undefined;
    }
    return clock().catch(() => undefined);
  }

  #hear(report: Report): void {
    switch (report.kind) {
      case 'asked':
        if (this.#ended !== undefined) return;
        if (this.#rate.take()) inTurn(() => this.#bridge.serve());
        else {
          const { callsPerSecond } = this.#parts.limits;
          this.limitReached('callsPerSecond', `more than ${callsPerSecond} calls in a second`);
        }
        return;
      case 'loaded':
        this.#command = report.command;
        this.#finish((job) => job.resolve(undefined));
        return;
      case 'refused':
        this.#stop(new TypeError(report.message));
        return;
      case 'exit':
        if (this.#command) this.#finish((job) => job.resolve(report.code));
        else this.#stop(new PluginTrap(this.name, `it called exit(${report.code})`));
        return;
      case 'result':
        this.#finish((job) => job.resolve(report.value));
        return;
      case 'misuse':
        this.#finish((job) =>
          job.reject(new TypeError(`the plugin '${this.name}': ${report.message}`)),
        );
        return;
      case 'trap':
        if (report.limit !== undefined) this.limitReached(report.limit, report.message);
        else this.#stop(new PluginTrap(this.name, report.message));
    }
  }

  #write(fd: number, bytes: Uint8Array): void {
    const { outputBytes } = this.#parts.limits;
    this.#output += bytes.length;
    if (this.#output > outputBytes) {
      this.limitReached('outputBytes', `it wrote more than ${outputBytes} bytes`);
    } else this.#parts.write(fd, bytes);
  }

  #finish(settle: (job: Job) => void): void {
    const job = this.#job;
    this.#job = undefined;
    if (job === undefined) return;
    job.end();
    settle(job);
  }

  /** Ends everything; whoever waits gets `error` once the worker has stopped. */
  #stop(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#reason = error;
    this.#isReady(undefined);
    this.#bridge.close();
    this.revoke();
    this.#parts.box.closeAll();
    this.#ended = this.#terminate().then(() => {
      this.#finish((job) => job.reject(error));
    });
  }

  async #terminate(): Promise<void> {
    let grace: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      grace = setTimeout(resolve, GRACE_MS);
    });
    await Promise.race([this.#worker.terminate(), enough]);
    clearTimeout(grace);
  }
}
