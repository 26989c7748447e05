import { defineConfig } from 'vitest/config';

// What needs no kernel with GPIO chips. The rest, test/conformance, has a configuration of its own.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/conformance/**', 'test/package/**', 'test/readme/**'],
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
    ],
  },
});
