import { constants } from 'node:os';

/** Gives a signal the action back that it has in a C program, where Node took it away. */
export function restoreDefaultAction(signal: NodeJS.Signals): void {
  const nothing = (): void => {};
  process.on(signal, nothing);
  process.off(signal, nothing);
}

/** Ends this process by a signal, so that whoever waits for it sees what a C program's death looks like. */
export function dieBySignal(signal: NodeJS.Signals): never {
  restoreDefaultAction(signal);
  process.kill(process.pid, signal);
  // Not reached, unless this process was started with the signal blocked.
  process.exit(128 + constants.signals[signal]);
}
