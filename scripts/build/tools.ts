import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from '../support/root.js';
import {
  binaryenId,
  compile,
  compilerInput,
  compilerInputs,
  link,
  optimise,
  upstreamFlags,
} from './compile.js';
import type { Stage } from './stage.js';
import { type Files, type Toolchain, toolchain } from './toolchain.js';

const output = 'dist/gpio-tools.wasm';

/** The tools, by the names that wasm/guest/tools/main.c knows. */
const tools = ['gpiodetect', 'gpioget', 'gpioinfo', 'gpiomon', 'gpionotify', 'gpioset'];

/** For size: they wait for lines, not for the processor. _GNU_SOURCE as in upstream's configure.ac. */
const commonFlags = ['-Oz', '-D_GNU_SOURCE', '-Iguest/tools/include', '-Ilibgpiod/tools'];

/** Each of upstream's files has a main(): it gets the tool's name, by the preprocessor alone. */
async function toolObjects(chain: Toolchain, input: Files): Promise<Files> {
  const objects: Files = new Map();
  for (const tool of [...tools, 'tools-common']) {
    const flags = [
      ...upstreamFlags('gpio_tools.h'),
      ...commonFlags,
      '-DGPIOSET_INTERACTIVE',
      `-Dmain=${tool}_main`,
    ];
    const compiled = await compile(chain, input, [`libgpiod/tools/${tool}.c`], flags);
    for (const [name, bytes] of compiled) objects.set(name, bytes);
  }
  return objects;
}

async function guestObjects(chain: Toolchain, input: Files): Promise<Files> {
  const sources = readdirSync(inRoot('wasm/guest/tools'))
    .filter((name) => name.endsWith('.c'))
    .sort()
    .map((name) => `guest/tools/${name}`);
  return compile(chain, input, sources, [...commonFlags, '-D_GNU_SOURCE']);
}

/** gpio-tools.wasm: upstream's six tools as one WASI command. */
export function toolsStage(): Stage {
  const chain = toolchain();
  return {
    name: 'gpio-tools.wasm',
    inputs: [...compilerInputs, 'dist/sdk/lib/libgpiod.a', 'scripts/build/tools.ts'],
    outputs: [output],
    key: `${chain.id} ${binaryenId}`,
    async run() {
      const input = compilerInput();
      const objects: Files = new Map([
        ['libgpiod.a', readFileSync(inRoot('dist/sdk/lib/libgpiod.a'))],
        ...(await toolObjects(chain, input)),
        ...(await guestObjects(chain, input)),
      ]);
      const linked = await link(chain, objects, [
        // Room for what the tools allocate: growing the memory is slow in V8.
        '-Wl,-z,stack-size=131072,--stack-first,--initial-memory=1048576',
        '-lc-printscan-no-floating-point',
      ]);
      mkdirSync(dirname(inRoot(output)), { recursive: true });
      writeFileSync(inRoot(output), optimise(linked, ['-Oz', '--converge']));
    },
  };
}
