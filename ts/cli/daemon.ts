import { closeSync, openSync, writeSync } from 'node:fs';
import { wasi } from '@bjorn3/browser_wasi_shim';
import { type Service, ServiceError } from '../wasi/service-channel.js';
import { dieBySignal } from './signals.js';

/** Set in the background process: the descriptor that tells the one in the foreground. */
const READY_FD_VARIABLE = 'LIBGPIOD_WASM_READY_FD';
const READY_FD = 3;

/** Thrown through the guest: its program has to be started over by {@link runInBackground}. */
export class DetachRequest extends Error {
  override readonly name = 'DetachRequest';
}

function closeStdio(): void {
  for (const fd of [0, 1, 2]) {
    closeSync(fd);
    openSync('/dev/null', fd === 0 ? 'r' : 'w'); // takes the lowest free number: fd
  }
}

/**
 * The services `detach` and `daemon` (wasm/guest/tools/service.h). A wasm instance cannot fork, so the
 * whole program starts over in a session of its own as soon as it is known that it wants to become a
 * daemon; until then it has touched nothing. What it prints before daemon() still goes to the user's
 * terminal, and the user's process waits for it.
 */
export function daemonServices(): Readonly<Record<'detach' | 'daemon', Service>> {
  const readyFd = process.env[READY_FD_VARIABLE];
  return {
    detach() {
      if (readyFd === undefined) throw new DetachRequest();
      return 0;
    },
    daemon(nochdir, noclose) {
      if (readyFd === undefined) throw new ServiceError(wasi.ERRNO_NOSYS);
      if (nochdir === '0') process.chdir('/');
      if (noclose === '0') closeStdio();
      // Ends this process by SIGPIPE where whoever waits has been interrupted: a C program would not
      // have come as far as to fork then.
      writeSync(Number(readyFd), '\n');
      closeSync(Number(readyFd));
      return 0;
    },
  };
}

/**
 * Runs this very command once more, in the background. Returns 0 when it has become a daemon, else,
 * when it has ended before, its exit status.
 */
export async function runInBackground(): Promise<number> {
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, [READY_FD_VARIABLE]: String(READY_FD) },
  });
  const ready = child.stdio[READY_FD];
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      if (signal !== null) dieBySignal(signal);
      resolve(status ?? 1);
    });
    ready?.once('data', () => {
      child.removeAllListeners('exit').unref();
      ready.destroy();
      resolve(0);
    });
  });
}
