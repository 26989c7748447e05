import { readFileSync } from 'node:fs';
import { packageJson } from '../cli-assets.js';
import { tools } from './tool.js';

export const usage = `Usage: libgpiod-wasm [--sim MACHINE] COMMAND [ARG ...]

Works with GPIO lines, by libgpiod compiled to WebAssembly.

Commands, each with its own --help:
  gpiodetect    list GPIO chips
  gpioget       read values of GPIO lines
  gpioinfo      print information about GPIO lines
  gpiomon       wait for edges on GPIO lines
  gpionotify    wait for changes of GPIO lines' information
  gpioset       set values of GPIO lines
  cc            compile C for WebAssembly, with libgpiod
  run           run a plugin, with the lines it is granted and nothing else
  sim           share a simulated machine between programs, work on its lines

Options:
  --sim MACHINE     work on a simulated machine: a preset (pi5; see 'sim presets'),
                    a FILE.json, or unix:PATH, one that 'sim serve' shares
  -h, --help        display this help and exit
  -v, --version     output version information and exit

Environment:
  LIBGPIOD_WASM_SIM=MACHINE the same as --sim
  LIBGPIOD_WASM_TRACE=1     print every call to the kernel on standard error
`;

/** Package name and version. */
export function version(): string {
  const { name, version } = JSON.parse(readFileSync(packageJson(), 'utf8')) as {
    name: string;
    version: string;
  };
  return `${name} ${version}\n`;
}

/** The message for a command that does not exist. */
export function unknownCommand(command: string): string {
  return `libgpiod-wasm: unknown command '${command}'; it can be one of: ${tools.join(', ')}, cc, run, sim\n`;
}
