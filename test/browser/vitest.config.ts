import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Needs Chromium: `npm run test:browser` says so where there is none.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/browser/**/*.test.ts'],
    // Each browser takes as many processors as it finds.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
