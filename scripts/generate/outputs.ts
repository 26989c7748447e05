import { parseC, upstreamHeaders } from './clang.js';
import { emitEnums, emitFunctions, emitTypes } from './emit-raw.js';
import { emitRequests, emitUapi } from './emit-uapi.js';
import { type HeaderModel, readHeader } from './header.js';
import { readUapi } from './uapi.js';

export interface Generated {
  readonly header: HeaderModel;
  /** Text of every generated file by its path below the top folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** Generates everything in memory. Takes some seconds: clang itself runs as WebAssembly. */
export async function generate(): Promise<Generated> {
  const headers = upstreamHeaders();
  const unit = await parseC('#include "gpiod.h"\n', headers);
  const header = readHeader(unit, headers['gpiod.h'] ?? '');
  const uapi = await readUapi(headers);
  const files = new Map([
    ['ts/raw/generated/types.ts', emitTypes(header)],
    ['ts/raw/generated/enums.ts', emitEnums(header)],
    ['ts/raw/generated/functions.ts', emitFunctions(header)],
    ['ts/kernel/generated/requests.ts', emitRequests(uapi)],
    ['ts/kernel/generated/uapi.ts', emitUapi(uapi)],
  ]);
  return { header, files };
}
