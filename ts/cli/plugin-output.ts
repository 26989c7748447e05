import { writeSync } from 'node:fs';
import { dieBySignal } from './signals.js';

const RETRY_MS = 5;

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/**
 * Where a plugin's output goes, all of it: whoever shares the descriptor may have made it non-blocking.
 * Where nobody reads it any more this process dies as a C program does, and the plugin with it.
 */
export function pluginOutput(fd: 1 | 2): (bytes: Uint8Array) => void {
  return (bytes) => {
    for (let done = 0; done < bytes.length; ) {
      try {
        done += writeSync(fd, bytes, done);
      } catch (error) {
        const code = codeOf(error);
        if (code === 'EPIPE') dieBySignal('SIGPIPE');
        if (code !== 'EAGAIN') throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
      }
    }
  };
}
