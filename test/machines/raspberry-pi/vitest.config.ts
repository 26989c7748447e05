import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// `npm run test:machines` says by LIBGPIOD_WASM_TEST_PI which Raspberry Pi is to be emulated, and with what.
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: {
    include: ['test/machines/raspberry-pi/**/*.test.ts'],
    // The machine is booted before the tests, and has run its program to the end by then.
    hookTimeout: 900_000,
  },
});
