import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { patience, testMachine } from '../support/test-machine.js';

// `npm run test:machines` says by LIBGPIOD_WASM_TEST_MACHINE on what the programs of these tests run.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: [
      'test/machines/*.test.ts',
      // Where no emulator is, these are among the unit tests that its Node.js runs by itself.
      ...(testMachine.emulator.length > 0
        ? ['play', 'play-lines', 'process', 'worker'].map((name) => `test/host/${name}.test.ts`)
        : []),
    ],
    // Emulators have but the processor's speed: all of it.
    maxWorkers: '100%',
    testTimeout: 60_000 * patience,
    hookTimeout: 120_000 * patience,
  },
});
