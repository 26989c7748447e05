import { existsSync, statSync, writeSync } from 'node:fs';
import { compileForWasm } from './wasm-compiler.js';

const usage = `Usage: libgpiod-wasm cc [CLANG OPTION ...] FILE.c ... [-o PLUGIN.wasm]

Compiles C against libgpiod for WebAssembly: a program for 'libgpiod-wasm run' or loadPlugin(), or
any WASI host that has the functions of gpio_host.h. All options are clang's; these are of use:
  -o FILE                  what to write [a.out.wasm]
  -mexec-model=reactor     a library of exported functions, not a program with main()

The compiler is the one of the npm package @yowasp/clang, or of the wasi-sdk that WASI_SDK_PATH names.
`;

/** Clang's options whose argument is a word of its own, and no input. */
const withArgument = new Set(['-o', '-include', '-I', '-D', '-U', '-x', '-Xclang', '-Xlinker']);

/** The options with `-I DIR` as one word, what is written, and the files among them. */
function parse(args: readonly string[]): { args: string[]; inputs: string[]; output: string } {
  const words: string[] = [];
  const inputs: string[] = [];
  let output: string | undefined;
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] ?? '';
    const next = args[i + 1];
    if (withArgument.has(word)) {
      if (next === undefined) throw new Error(`option '${word}' requires an argument`);
      if (word === '-o') output = next;
      else if (word === '-I') words.push(`-I${next}`);
      else words.push(word, next);
      i += 1;
    } else {
      words.push(word);
      if (word.startsWith('-')) continue;
      if (!existsSync(word) || !statSync(word).isFile())
        throw new Error(`there is no file ${word}`);
      inputs.push(word);
    }
  }
  if (inputs.length === 0) throw new Error("no input files; try 'libgpiod-wasm cc --help'");
  const target = output ?? 'a.out.wasm';
  return { args: [...words, '-o', target], inputs, output: target };
}

/** `libgpiod-wasm cc`. Returns the exit status. */
export async function ccCommand(args: readonly string[]): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h') {
    writeSync(1, usage);
    return 0;
  }
  return compileForWasm({
    ...parse(args),
    folder: process.cwd(),
    messages: (text) => writeSync(2, text),
  });
}
