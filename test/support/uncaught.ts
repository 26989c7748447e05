/** What is thrown while a test waits for `body`, and in the turn after it, and is caught by nobody. */
export async function uncaughtIn(body: () => unknown): Promise<unknown[]> {
  const thrown: unknown[] = [];
  const onError = (error: unknown): void => {
    thrown.push(error);
  };
  // Vitest's own would fail the test.
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', onError);
  try {
    await body();
  } finally {
    await new Promise((done) => setImmediate(done));
    process.off('uncaughtException', onError);
    for (const other of others) process.on('uncaughtException', other);
  }
  return thrown;
}
