import { defineConfig } from 'vitest/config';

// What needs neither a kernel with GPIO chips, nor a browser, nor another Node.js: test/conformance,
// test/browser and test/machines have configurations of their own.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/browser/**',
            'test/conformance/**',
            'test/machines/**',
            'test/package/**',
            'test/readme/**',
            'test/sdk/native/**',
          ],
          // No test depends on speed, but machines may be slow.
          testTimeout: 30_000,
        },
      },
      {
        // These install and compile: they wait for npm and for a compiler, not for the code.
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts', 'test/readme/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        // These build with CMake and with a wasi-sdk: tools that are not on every machine.
        test: {
          name: 'sdk',
          include: ['test/sdk/native/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
