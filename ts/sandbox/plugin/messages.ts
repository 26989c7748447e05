import type { PluginLimit } from './limits.js';

/** What a plugin's worker starts with. */
export interface WorkerStart {
  readonly channel: SharedArrayBuffer;
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly memoryMiB: number;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly stdin: Uint8Array;
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
  readonly devices: readonly string[];
  readonly clock: boolean;
}

/** From the host to the worker. */
export type Order =
  | { readonly kind: 'load' }
  | { readonly kind: 'run' }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly PluginValue[] };

/** What goes in and out of a reactor's exported functions. */
export type PluginValue = number | bigint;

/** From the worker to the host. 'asked' only wakes it: the call is in the channel. */
export type Report =
  | { readonly kind: 'asked' }
  | { readonly kind: 'ready'; readonly thread: string | undefined }
  | { readonly kind: 'loaded'; readonly command: boolean }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'result'; readonly value: PluginValue | undefined }
  | { readonly kind: 'misuse'; readonly message: string }
  | { readonly kind: 'trap'; readonly message: string; readonly limit: PluginLimit | undefined };
