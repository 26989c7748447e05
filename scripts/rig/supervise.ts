import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** Kills a detached child with all that is in its process group. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/**
 * Waits for the end of a detached child and of its output. The child is killed with its process
 * group when its time is over, and when this process exits or is told to end.
 *
 * @param name what the child is called in errors.
 * @param timeout in seconds.
 * @returns its exit status, or null where it was killed by somebody else.
 * @throws Error where it cannot be started or its time is over.
 */
export function superviseChild(
  child: ChildProcess,
  name: string,
  timeout: number,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, timeout * 1000);
    const onExit = (): void => killGroup(child);
    const onSignal = (signal: NodeJS.Signals): void => {
      process.exit(128 + constants.signals[signal]);
    };
    process.on('exit', onExit);
    for (const signal of signals) process.on(signal, onSignal);
    const finish = (): void => {
      clearTimeout(timer);
      process.off('exit', onExit);
      for (const signal of signals) process.off(signal, onSignal);
    };
    child.on('error', (cause) => {
      finish();
      reject(new Error(`${name} cannot be started`, { cause }));
    });
    child.on('close', (status) => {
      finish();
      if (timedOut) reject(new Error(`${name} was killed after its ${timeout} seconds`));
      else resolve(status);
    });
  });
}
