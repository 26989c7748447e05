/**
 * `new WebAssembly.Instance()` for a guest.
 *
 * @throws Error saying what to do where the process has no address space left: on 64-bit machines V8
 * reserves 10 GB of it for each memory, which spares the guest the checks of its accesses.
 */
export function instantiateGuest(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module, imports);
  } catch (cause) {
    if (!(cause instanceof RangeError && /out of memory/i.test(cause.message))) throw cause;
    throw new Error(
      'There is no address space left for WebAssembly, which may take 10 GB of it (not of memory) ' +
        'each time: raise its limit (ulimit -v, LimitAS= of systemd), load libgpiod once for all, or ' +
        'start Node with --disable-wasm-trap-handler.',
      { cause },
    );
  }
}
