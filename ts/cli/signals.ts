/** Gives a signal the action back that it has in a C program, where Node took it away. */
function restoreDefaultAction(signal: NodeJS.Signals): void {
  const nothing = (): void => {};
  process.on(signal, nothing);
  process.off(signal, nothing);
}

/**
 * Makes this process die of the signals that Node ignores (broken pipes, the limit of a file's size) or
 * uses for itself (its debugger), as a C program does. The others are as in C anyway.
 */
export function restoreDefaultActions(): void {
  for (const signal of ['SIGPIPE', 'SIGXFSZ', 'SIGUSR1'] as const) restoreDefaultAction(signal);
}

/** Ends this process by a signal, so that whoever waits for it sees what a C program's death looks like. */
export function dieBySignal(signal: NodeJS.Signals): never {
  restoreDefaultAction(signal);
  process.kill(process.pid, signal);
  // Not reached, unless this process was started with the signal blocked.
  process.exit(1);
}
