import { argumentText, readArgument } from '../../ts/kernel/describe.js';
import { ioctlOf } from '../../ts/kernel/uapi.js';
import type { HogOptions } from '../../ts/sim/chip-options.js';

/** A chip, of which all is said. */
export interface ChipDescription {
  readonly lines: number;
  readonly label: string;
  readonly names: Readonly<Record<number, string>>;
  readonly hogs: readonly HogOptions[];
  readonly reserved: readonly number[];
}

/**
 * One thing that is done to both kernels. Chips and open files are named by slots, since their numbers
 * differ; a slot that is empty stands for a descriptor that is not open.
 */
export type Operation =
  | { readonly type: 'plug'; readonly chip: number; readonly options: ChipDescription }
  | { readonly type: 'unplug'; readonly chip: number }
  | { readonly type: 'open'; readonly file: number; readonly path: number | string }
  | { readonly type: 'close'; readonly file: number }
  | {
      readonly type: 'ioctl';
      readonly file: number;
      readonly request: number;
      /** The argument's bytes before the call. */
      readonly bytes: Uint8Array;
      /** Puts the argument's end beyond the memory. */
      readonly outside?: boolean;
      /** The slot for the descriptor that a line request leaves. */
      readonly into?: number;
    }
  | { readonly type: 'read'; readonly file: number; readonly length: number }
  | {
      readonly type: 'poll';
      readonly files: readonly number[];
      readonly events: readonly number[];
      readonly timeoutMs: number;
    }
  | { readonly type: 'stat'; readonly path: number | string; readonly follow: boolean }
  | { readonly type: 'pull'; readonly chip: number; readonly line: number; readonly level: 0 | 1 }
  | { readonly type: 'level'; readonly chip: number; readonly line: number }
  | { readonly type: 'wait'; readonly ms: number };

/** An operation on one line. */
export function operationText(operation: Operation): string {
  const { type, ...rest } = operation;
  if (operation.type !== 'ioctl') return `${type} ${JSON.stringify(rest)}`;
  const { file, request, bytes, outside, into } = operation;
  const known = ioctlOf(request);
  const name = known?.name ?? `0x${(request >>> 0).toString(16)}`;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const argument =
    known === undefined
      ? `${bytes.length} bytes`
      : argumentText(readArgument(view, 0, known.argument), known.argument);
  const slots = `${into === undefined ? '' : ` into ${into}`}${outside ? ' outside' : ''}`;
  return `ioctl file ${file} ${name} ${argument}${slots}`;
}
