import { AsyncifySuspension } from './asyncify.js';

/** An import as the guest calls it: its answer may come later. */
export type LateCall = (...args: never[]) => number | Promise<number>;

/**
 * How a WebAssembly program waits in a thread that must not block: its stack is put aside until a
 * promise that an import returned is settled. For one instance.
 */
export interface Suspension {
  /** Makes an import of a call that may answer later. */
  import(call: LateCall): WebAssembly.ImportValue;
  /** Runs an export to its end. Rejects with what an import's promise rejects with. */
  run(instance: WebAssembly.Instance, name: string): Promise<unknown>;
}

/** JavaScript Promise Integration, as far as it is needed; TypeScript does not know it yet. */
interface PromiseIntegration {
  readonly Suspending: new (call: LateCall) => WebAssembly.ImportValue;
  promising(call: WebAssembly.ExportValue | undefined): () => Promise<unknown>;
}

function promiseIntegration(): PromiseIntegration | undefined {
  const found = WebAssembly as unknown as Partial<PromiseIntegration>;
  const there = typeof found.Suspending === 'function' && typeof found.promising === 'function';
  return there ? (found as PromiseIntegration) : undefined;
}

/** Whether the engine itself can put a stack aside; else the wasm has to, see {@link AsyncifySuspension}. */
export const engineSuspends = promiseIntegration() !== undefined;

export function createSuspension(): Suspension {
  const engine = promiseIntegration();
  if (engine === undefined) return new AsyncifySuspension();
  return {
    import: (call) => new engine.Suspending(call),
    run: (instance, name) => engine.promising(instance.exports[name])(),
  };
}
