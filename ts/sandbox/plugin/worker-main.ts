import { readlinkSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { WASIProcExit } from '@bjorn3/browser_wasi_shim';
import { ERRNO } from '../../kernel/errno.js';
import { instantiateGuest } from '../../kernel/guest-instance.js';
import { GuestMemory } from '../../kernel/guest-memory.js';
import { gpioHostImports, HOST_MODULE } from '../../kernel/imports.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { Output } from '../../wasi/stdio.js';
import { harmless } from '../struct-text.js';
import { CALL, DATA_SIZE, openChannel } from './channel.js';
import { clampModule, TooMuchMemory } from './clamp-module.js';
import type { PluginLimit } from './limits.js';
import type { Order, Report, WorkerStart } from './messages.js';
import { pluginWasi } from './plugin-wasi.js';
import { HostChannel, workerCalls } from './worker-calls.js';

const PAGES_PER_MIB = 16;
const WASI_MODULE = 'wasi_snapshot_preview1';
const MAX_MESSAGE = 500;

/** What an error says: of the module's choice where it names what is in it. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return harmless(message.slice(0, MAX_MESSAGE));
}

/** The same without what every object has: nothing else can be imported. */
function onlyOwn(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  return Object.assign(Object.create(null), imports);
}

/** Throws TypeError for what a plugin would need beyond a plugin's world. */
function checkModule(module: WebAssembly.Module): { command: boolean } {
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== 'function' || (from !== WASI_MODULE && from !== HOST_MODULE)) {
      throw new TypeError(
        `the plugin imports the ${kind} ${from}.${name}: plugins get functions of ` +
          `${WASI_MODULE} and ${HOST_MODULE}, and nothing else`,
      );
    }
  }
  const exports = WebAssembly.Module.exports(module);
  if (!exports.some(({ name, kind }) => name === 'memory' && kind === 'memory')) {
    throw new TypeError('the plugin exports no memory');
  }
  return { command: exports.some(({ name, kind }) => name === '_start' && kind === 'function') };
}

/** A plugin inside its worker. */
class PluginInstance {
  readonly #start: WorkerStart;
  readonly #host: HostChannel;
  readonly #memory = new GuestMemory();
  #module: WebAssembly.Module | undefined;
  #linear: WebAssembly.Memory | undefined;
  #exports: WebAssembly.Exports | undefined;
  #runCommand: () => number = () => 0;

  constructor(start: WorkerStart, host: HostChannel) {
    this.#start = start;
    this.#host = host;
  }

  #output(fd: number): Output {
    return {
      // libc then writes each line as it ends: whoever listens should not have to wait for a full buffer.
      isTerminal: true,
      write: (bytes) => {
        for (let at = 0; at < bytes.length; at += DATA_SIZE) {
          const part = bytes.subarray(at, at + DATA_SIZE);
          this.#host.data.set(part);
          this.#host.call(CALL.write, fd, part.length);
        }
        return 0;
      },
    };
  }

  /** Compiles the module. It is done here for what V8 cannot be stopped in: the host would stall. */
  #load(): Report {
    const { wasm, memoryMiB } = this.#start;
    try {
      const clamped = clampModule(wasm, memoryMiB);
      this.#module = new WebAssembly.Module(clamped);
      return { kind: 'loaded', ...checkModule(this.#module) };
    } catch (error) {
      const message = messageOf(error);
      if (error instanceof TooMuchMemory) return { kind: 'trap', message, limit: 'memoryMiB' };
      const cause = error instanceof TypeError ? '' : 'the plugin cannot be compiled: ';
      return { kind: 'refused', message: `${cause}${message}` };
    }
  }

  /** Instantiates the module, and initialises a reactor. Does nothing the second time. */
  #instantiate(): WebAssembly.Exports {
    if (this.#exports !== undefined) return this.#exports;
    const { devices } = this.#start;
    const kernel: Kernel = {
      name: 'plugin',
      attach: (memory) => workerCalls(this.#host, memory),
      devices: () => devices,
      watch: () => -ERRNO.ENOSYS,
    };
    const world = { ...this.#start, kernel, stdout: this.#output(1), stderr: this.#output(2) };
    const { shim, imports } = pluginWasi(world, this.#memory);
    if (this.#module === undefined) throw new TypeError('it is not loaded');
    const { [HOST_MODULE]: calls } = gpioHostImports(kernel, this.#memory);
    const instance = instantiateGuest(this.#module, {
      [WASI_MODULE]: onlyOwn(imports),
      [HOST_MODULE]: onlyOwn(calls),
    });
    const { memory, _start, _initialize } = instance.exports;
    if (!(memory instanceof WebAssembly.Memory)) throw new TypeError('it exports no memory');
    this.#linear = memory;
    this.#memory.use(memory);
    // The shim knows the instance's memory by what it starts.
    if (typeof _start === 'function') {
      const program = { exports: { memory, _start: () => _start() } };
      this.#runCommand = () => shim.start(program);
    } else {
      const reactor = { exports: { memory } };
      shim.initialize(
        typeof _initialize === 'function'
          ? { exports: { memory, _initialize: () => _initialize() } }
          : reactor,
      );
    }
    this.#exports = instance.exports;
    return instance.exports;
  }

  obey(order: Order): Report {
    if (order.kind === 'load') return this.#load();
    try {
      const exports = this.#instantiate();
      if (order.kind === 'run') return { kind: 'exit', code: this.#runCommand() };
      const { [order.name]: target } = exports;
      if (typeof target !== 'function') {
        return { kind: 'misuse', message: `it exports no function '${order.name}'` };
      }
      const value: unknown = target(...order.args);
      if (value === undefined || typeof value === 'number' || typeof value === 'bigint') {
        return { kind: 'result', value };
      }
      return { kind: 'misuse', message: `'${order.name}' returns what is no number` };
    } catch (error) {
      return this.#failure(error);
    }
  }

  #failure(error: unknown): Report {
    if (error instanceof WASIProcExit) return { kind: 'exit', code: error.code };
    const message = messageOf(error);
    if (error instanceof TypeError) return { kind: 'misuse', message };
    return { kind: 'trap', message, limit: this.#limitBehind(error) };
  }

  /** Which limit it crashed at, as far as one can tell: programs abort where there is no memory left. */
  #limitBehind(error: unknown): PluginLimit | undefined {
    if (error instanceof RangeError) return 'stack';
    try {
      this.#linear?.grow(PAGES_PER_MIB);
      return undefined;
    } catch {
      return 'memoryMiB';
    }
  }
}

function threadFolder(): string | undefined {
  try {
    return readlinkSync('/proc/thread-self');
  } catch {
    return undefined;
  }
}

/** What a plugin's worker does: it waits for orders, one at a time. */
export function pluginWorkerMain(): void {
  const port = parentPort;
  if (port === null) throw new Error('this is the worker of loadPlugin(), not a program');
  const report = (message: Report): void => port.postMessage(message);
  const start = workerData as WorkerStart;
  const host = new HostChannel(openChannel(start.channel), () => report({ kind: 'asked' }));
  const instance = new PluginInstance(start, host);
  port.on('message', (order: Order) => report(instance.obey(order)));
  report({ kind: 'ready', thread: threadFolder() });
}
