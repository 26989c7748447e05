import { Worker } from 'node:worker_threads';
import { AbortError } from '../../api/errors.js';
import { pluginWorker } from '../../assets.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { SandboxKernel } from '../sandbox-kernel.js';
import { createChannel, openChannel } from './channel.js';
import { cpuClock } from './cpu-clock.js';
import { HostBridge } from './host-bridge.js';
import type { CheckedLimits, PluginLimit } from './limits.js';
import type { Order, PluginValue, Report, WorkerStart } from './messages.js';
import { PluginEndedError, PluginLimitError, PluginTrap } from './plugin-error.js';
import { RateLimit } from './rate-limit.js';
import { Turns } from './turns.js';

const CPU_CHECK_MS = 20;

/** What a plugin is made of. */
export interface PluginParts {
  readonly name: string;
  readonly box: SandboxKernel;
  /** The box, or the box with an audit around it. */
  readonly kernel: Kernel;
  readonly start: Omit<WorkerStart, 'channel'>;
  readonly command: boolean;
  readonly limits: CheckedLimits;
  readonly write: (fd: number, bytes: Uint8Array) => void;
  /** Called once it is over. */
  readonly onEnd: () => void;
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
  readonly #turns = new Turns();
  readonly #ready: Promise<string | undefined>;
  #output = 0;
  #job: Job | undefined;
  #ended: Promise<void> | undefined;

  /** Made by loadPlugin(). */
  constructor(parts: PluginParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#rate = new RateLimit(parts.limits.callsPerSecond);
    const channel = createChannel();
    this.#bridge = new HostBridge(openChannel(channel), parts.kernel, (fd, bytes) => {
      this.#write(fd, bytes);
    });
    this.#worker = new Worker(pluginWorker(), {
      workerData: { ...parts.start, channel },
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
    });
    let ready: (thread: string | undefined) => void = () => {};
    this.#ready = new Promise((resolve) => {
      ready = resolve;
    });
    this.#worker.on('message', (report: Report) => {
      if (report.kind === 'ready') ready(report.thread);
      else this.#hear(report);
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.limitReached('memoryMiB', error.message);
      else this.#stop(new PluginTrap(this.name, error.message));
    });
    this.#worker.on('exit', () => this.#stop(new PluginEndedError(this.name)));
    this.#worker.unref();
  }

  /**
   * Runs a command to its end and resolves to its exit status. A command runs once.
   *
   * @throws PluginLimitError where it came to a limit, PluginTrap where it crashed, AbortError,
   * PluginEndedError where it has run before.
   */
  async run(options: RunOptions = {}): Promise<number> {
    if (!this.#parts.command) {
      throw new TypeError(`the plugin '${this.name}' is a reactor: use call('export', ...args)`);
    }
    try {
      return Number(await this.#order({ kind: 'run' }, options));
    } finally {
      await this.close();
    }
  }

  /** Calls a reactor's exported function, any number of times, one at a time. Throws as run() does. */
  async call(name: string, ...args: PluginValue[]): Promise<PluginValue | undefined> {
    if (this.#parts.command) {
      throw new TypeError(`the plugin '${this.name}' is a command: use run()`);
    }
    return this.#order({ kind: 'call', name, args }, {});
  }

  /** Takes its lines away while it goes on: its descriptors answer ENODEV, and its polls wake. */
  revoke(): void {
    this.#parts.box.revoke();
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

  async #order(order: Order, { signal }: RunOptions): Promise<PluginValue | undefined> {
    if (signal?.aborted) {
      this.#stop(new AbortError(signal));
      throw new AbortError(signal);
    }
    if (this.#ended !== undefined) throw new PluginEndedError(this.name);
    if (this.#job !== undefined) {
      throw new Error(`the plugin '${this.name}' is busy: it does one thing at a time`);
    }
    return new Promise((resolve, reject) => {
      const timers = this.#startLimits();
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
          for (const timer of timers) clearInterval(timer);
          this.#worker.unref();
        },
      };
      this.#worker.postMessage(order);
    });
  }

  /** Starts the limits that are about time. */
  #startLimits(): NodeJS.Timeout[] {
    const { wallMs, cpuMs } = this.#parts.limits;
    const timers: NodeJS.Timeout[] = [];
    if (wallMs !== Number.POSITIVE_INFINITY) {
      timers.push(
        setTimeout(() => this.limitReached('wallMs', `it took more than ${wallMs} ms`), wallMs),
      );
    }
    if (cpuMs !== Number.POSITIVE_INFINITY) {
      const watched = this.#watchCpu(cpuMs);
      timers.push(setInterval(() => void watched(), CPU_CHECK_MS));
    }
    return timers;
  }

  #watchCpu(cpuMs: number): () => Promise<void> {
    let used: (() => Promise<number>) | undefined;
    let before: number | undefined;
    this.#ready
      .then((thread) => {
        used = cpuClock(this.#worker, thread);
      })
      .catch((error: Error) => this.#stop(error));
    return async () => {
      const now = await used?.().catch(() => undefined);
      if (now === undefined) return;
      before ??= now;
      if (now - before > cpuMs) {
        this.limitReached('cpuMs', `it computed for more than ${cpuMs} ms`);
      }
    };
  }

  #hear(report: Report): void {
    switch (report.kind) {
      case 'asked':
        if (this.#ended !== undefined) return;
        if (this.#rate.take()) this.#turns.next(() => this.#bridge.serve());
        else {
          const { callsPerSecond } = this.#parts.limits;
          this.limitReached('callsPerSecond', `more than ${callsPerSecond} calls in a second`);
        }
        return;
      case 'exit':
        if (this.#parts.command) this.#finish((job) => job.resolve(report.code));
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
    this.#bridge.close();
    this.#parts.box.revoke();
    this.#parts.box.closeAll();
    this.#parts.onEnd();
    this.#ended = this.#worker.terminate().then(() => {
      this.#finish((job) => job.reject(error));
    });
  }
}
