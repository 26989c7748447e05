/** Prints what a part of the program has found, on a line of its own. Big integers become text. */
export function answer(part: string, found: unknown): void {
  const text = (_: string, value: unknown): unknown =>
    typeof value === 'bigint' ? `${value}` : value;
  console.log(JSON.stringify([part, found], text));
}

/** Name, code and message of what a call throws or a promise is rejected with. */
export async function failure(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? error.code : undefined;
    return { name: error.name, code, message: error.message };
  }
  return 'it did not fail';
}
