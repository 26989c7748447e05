import { createRequire } from 'node:module';
import { wasi } from '@bjorn3/browser_wasi_shim';
import { type Service, ServiceError } from '../wasi/service-channel.js';

const require = createRequire(import.meta.url);

const DEFAULT_COLUMNS = 80;

/** Single keys without echo; signals (Ctrl-C) and output stay as they are. */
const RAW = '-icanon -echo -iexten min 1 time 0';

/** Runs a command with this process's terminal as its standard input. */
function onTerminal(command: string): string {
  const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
  const { status, stdout } = spawnSync('sh', ['-c', command], {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new ServiceError(wasi.ERRNO_NOSYS);
  return stdout;
}

/**
 * The service `terminal raw|cooked` (wasm/guest/tools/service.h): the modes of the terminal that is
 * this process's standard input. Raw answers its width. By stty, because Node's own raw mode makes the
 * terminal non-blocking for good. Node restores the modes it was started with at its exit, by SIGINT
 * and SIGTERM too, so a tool that dies while it reads a line leaves no raw terminal behind.
 */
export function terminalService(): Service {
  let saved: string | undefined;
  return (mode) => {
    if (mode === 'raw') {
      const [settings = '', size = ''] = onTerminal(`stty -g; stty size; stty ${RAW}`).split('\n');
      saved = settings;
      return Number(size.split(' ')[1]) || DEFAULT_COLUMNS;
    }
    if (saved !== undefined) onTerminal(`stty ${saved}`);
    saved = undefined;
    return 0;
  };
}
