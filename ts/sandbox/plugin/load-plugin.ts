import type { Kernel } from '../../kernel/kernel.js';
import { trace } from '../../kernel/trace.js';
import { type SandboxOptions, sandbox } from '../sandbox-kernel.js';
import { claimLines } from './claims.js';
import { checkLimits } from './limits.js';
import { Plugin } from './plugin.js';
import { PluginLimitError } from './plugin-error.js';
import { checkModuleBytes, checkPluginOptions, type PluginOptions } from './plugin-options.js';

const MIB = 2 ** 20;

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
 * line is another plugin's; PluginLimitError where it begins with more memory than it may have, or takes more
 * time to compile.
 */
export async function loadPlugin(
  wasm: Uint8Array | ArrayBuffer,
  options: PluginOptions,
): Promise<Plugin> {
  checkModuleBytes(wasm);
  const inputs = checkPluginOptions(options);
  const limits = checkLimits(options.limits);
  const { name = 'plugin', audit } = options;
  let plugin: Plugin | undefined;
  /** The host's own functions: what they throw ends the plugin, not the host. */
  const guarded = <T>(call: ((value: T) => void) | undefined, value: T): void => {
    try {
      call?.(value);
    } catch (error) {
      plugin?.fail(error);
    }
  };
  const boxOptions: SandboxOptions = {
    name,
    openRequests: limits.openRequests,
    eventBuffer: limits.eventBuffer,
    onLimit: (limit) => {
      plugin?.limitReached(limit, `it asked for more than ${limits[limit]}`);
    },
    onRefusal: (why) => guarded(audit, `# ${why}`),
  };
  if (wasm.byteLength > limits.memoryMiB * MIB) {
    const detail = `its module alone is larger than ${limits.memoryMiB} MiB`;
    throw new PluginLimitError(name, 'memoryMiB', detail);
  }
  const outer = kernelOf(options);
  const box = sandbox(outer, options.chips, boxOptions);
  const release = claimLines(outer, box, name);
  try {
    plugin = new Plugin({
      name,
      box,
      kernel: audit === undefined ? box : trace(box, (line) => guarded(audit, line)),
      start: {
        ...inputs,
        wasm: new Uint8Array(wasm instanceof ArrayBuffer ? wasm.slice(0) : wasm),
        memoryMiB: limits.memoryMiB,
        devices: box.devices(),
      },
      limits,
      write: (fd, bytes) => guarded(fd === 2 ? options.stderr : options.stdout, bytes),
      onRevoke: release,
    });
  } catch (error) {
    box.revoke();
    release();
    throw error;
  }
  await plugin.load();
  return plugin;
}
