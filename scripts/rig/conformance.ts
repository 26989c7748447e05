import { inRoot } from '../support/root.js';
import type { GroupResult } from '../test/group-result.js';
import { runVitestBy, skipVitest } from '../test/vitest.js';
import type { RigOptions } from './boot.js';
import { WasmtimeMissingError, type WasmtimePython, wasmtimePython } from './wasmtime.js';

const name = 'Conformance suite';
const config = inRoot('test', 'conformance', 'vitest.config.ts');
// The other loaders write a file beside the configuration, which is read-only in the rig.
const tests = ['--config', config, '--configLoader', 'runner'];

/** Tells the tests of gpio_host.py which Python has Wasmtime. */
const pythonVariable = 'LIBGPIOD_WASM_TEST_PYTHON';

/** The group as it is counted where it does not run. */
export function skipConformance(): Promise<GroupResult> {
  return skipVitest(name, tests);
}

async function findWasmtime(): Promise<WasmtimePython | undefined> {
  try {
    return await wasmtimePython();
  } catch (error) {
    if (!(error instanceof WasmtimeMissingError)) throw error;
    console.log(`\nSKIPPED: the tests of gpio_host.py have no Wasmtime. ${error.message}`);
    return undefined;
  }
}

/**
 * Runs the project's own suite.
 *
 * @param run boots the rig, or runs on this machine.
 */
export async function runConformance(
  run: (options: RigOptions) => Promise<number>,
): Promise<GroupResult> {
  const wasmtime = await findWasmtime();
  return runVitestBy(name, tests, (command, folder) =>
    run({
      command: [process.execPath, ...command],
      env: { CI: '1', NO_COLOR: '1', ...(wasmtime && { [pythonVariable]: wasmtime.program }) },
      writable: [folder],
      readable: wasmtime === undefined ? [] : [wasmtime.folder],
      timeout: 1800,
    }),
  );
}
