import { HOST_MODULE } from '../../kernel/imports.js';
import type { Kernel } from '../../kernel/kernel.js';
import { trace } from '../../kernel/trace.js';
import { type SandboxOptions, sandbox } from '../sandbox-kernel.js';
import { claimLines } from './claims.js';
import { clampModule } from './clamp-module.js';
import { checkLimits } from './limits.js';
import { Plugin } from './plugin.js';
import { checkPluginOptions, type PluginOptions } from './plugin-options.js';

const WASI_MODULE = 'wasi_snapshot_preview1';

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

function kernelOf({ gpiod, kernel }: PluginOptions): Kernel {
  const found = kernel ?? gpiod?.kernel;
  if (found === undefined) throw new TypeError('either gpiod or kernel is needed');
  return found;
}

/**
 * Loads somebody's program, linked against libgpiod, into a worker, with the lines it may use and
 * nothing else: no other line, chip, file, environment variable, network or clock.
 *
 * @example
 * const plugin = await loadPlugin(await readFile('blink.wasm'), {
 *   gpiod,
 *   chips: { gpiochip0: { lines: [{ line: 'GPIO17', name: 'LED', allow: ['output'] }] } },
 *   limits: { wallMs: 10_000 },
 * });
 * const exitStatus = await plugin.run();
 * @throws TypeError or RangeError for grants, limits or a module that cannot be; GpiodError EBUSY where a
 * line is another plugin's; PluginLimitError where it begins with more memory than it may have.
 */
export async function loadPlugin(
  wasm: Uint8Array | ArrayBuffer,
  options: PluginOptions,
): Promise<Plugin> {
  const inputs = checkPluginOptions(options);
  const limits = checkLimits(options.limits);
  const { name = 'plugin', audit } = options;
  let plugin: Plugin | undefined;
  const boxOptions: SandboxOptions = {
    name,
    openRequests: limits.openRequests,
    eventBuffer: limits.eventBuffer,
    onLimit: (limit) => {
      plugin?.limitReached(limit, `it asked for more than ${limits[limit]}`);
    },
  };
  const clamped = clampModule(new Uint8Array(wasm), name, limits.memoryMiB);
  const module = await WebAssembly.compile(clamped).catch((cause: unknown) => {
    throw new TypeError('the plugin cannot be compiled', { cause });
  });
  const { command } = checkModule(module);
  const outer = kernelOf(options);
  const box = sandbox(outer, options.chips, boxOptions);
  const release = claimLines(outer, box, name);
  /** The host's own functions: what they throw ends the plugin, not the host. */
  const guarded = <T>(call: ((value: T) => void) | undefined, value: T): void => {
    try {
      call?.(value);
    } catch (error) {
      plugin?.fail(error);
    }
  };
  plugin = new Plugin({
    name,
    box,
    kernel: audit === undefined ? box : trace(box, (line) => guarded(audit, line)),
    start: { ...inputs, module, devices: box.devices() },
    command,
    limits,
    write: (fd, bytes) => guarded(fd === 2 ? options.stderr : options.stdout, bytes),
    onEnd: release,
  });
  return plugin;
}
