import { writeSync } from 'node:fs';
import { parseClangArguments } from './clang-arguments.js';
import { compileForWasm } from './wasm-compiler.js';

const usage = `Usage: libgpiod-wasm cc [CLANG OPTION ...] FILE.c ... [-o PLUGIN.wasm]

Compiles C against libgpiod for WebAssembly: a program for 'libgpiod-wasm run' or loadPlugin(), or
any WASI host that has the functions of gpio_host.h. All options are clang's; these are of use:
  -o FILE                  what to write [a.out.wasm]
  -mexec-model=reactor     a library of exported functions, not a program with main()

The compiler is the one of the npm package @yowasp/clang, or of the wasi-sdk that WASI_SDK_PATH names.
`;

/** `libgpiod-wasm cc`. Returns the exit status. */
export async function ccCommand(args: readonly string[]): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h') {
    writeSync(1, usage);
    return 0;
  }
  return compileForWasm({
    clang: parseClangArguments(args),
    folder: process.cwd(),
    print: writeSync,
  });
}
