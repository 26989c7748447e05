/** On what the programs run that tests start. */
export interface TestMachine {
  /** As `process.arch` has it. */
  readonly arch: string;
  /** Of its Node.js, without the v. */
  readonly version: string;
  /** The path of its Node.js. */
  readonly node: string;
  /** What runs programs of its processor here, with its arguments: qemu's. Empty where nothing has to. */
  readonly emulator: readonly string[];
}

const given = process.env.LIBGPIOD_WASM_TEST_MACHINE;

/** This machine with the Node.js that runs the tests, unless scripts/test-machines.ts has set another. */
export const testMachine: TestMachine =
  given === undefined
    ? {
        arch: process.arch,
        version: process.versions.node,
        node: process.execPath,
        emulator: [],
      }
    : (JSON.parse(given) as TestMachine);

const emulated = testMachine.emulator.length > 0;

/** How much longer than elsewhere a program may take there before it is taken for hung. */
export const patience = emulated ? 10 : 1;

/** A program for {@link testMachine}: what to spawn, and its environment. */
export interface NodeCommand {
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
}

/** The machine's Node.js, with a library preloaded where one is given. */
export function nodeCommand(env: NodeJS.ProcessEnv = process.env, library?: string): NodeCommand {
  const preload = library === undefined ? [] : [`LD_PRELOAD=${library}`];
  const [emulator, ...options] = testMachine.emulator;
  if (emulator === undefined) {
    return {
      command: [testMachine.node],
      env: library === undefined ? env : { ...env, LD_PRELOAD: library },
    };
  }
  // A variable of that name would preload it into the emulator, which is of another processor.
  const variables = preload.flatMap((variable) => ['-E', variable]);
  return { command: [emulator, ...options, ...variables, testMachine.node], env };
}
