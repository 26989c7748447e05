import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Needs root and a kernel with gpio-sim: `npm run test:kernel` boots one and runs this inside.
export default defineConfig({
  // The project's folder is read-only there.
  cacheDir: join(tmpdir(), 'libgpiod-wasm-vite'),
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/conformance/**/*.test.ts'],
    // Chips are numbered by the kernel as they come, and there is one processor.
    fileParallelism: false,
    pool: 'forks',
    testTimeout: 30_000,
  },
});
