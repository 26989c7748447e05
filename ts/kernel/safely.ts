/**
 * Calls what a user gave. An error that it throws must not pass through the kernel, let alone through
 * a guest: it becomes an uncaught exception.
 */
export function safely(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
