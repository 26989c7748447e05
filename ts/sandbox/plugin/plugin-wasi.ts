import {
  Directory,
  type Fd,
  File,
  type Inode,
  PreopenDirectory,
  WASI,
  wasi,
} from '@bjorn3/browser_wasi_shim';
import type { GuestMemory } from '../../kernel/guest-memory.js';
import { type Kernel, PATH_MAX } from '../../kernel/kernel.js';
import { DeviceFolder } from '../../wasi/device-folder.js';
import { nodeClock } from '../../wasi/node-clock.js';
import { wasiImports } from '../../wasi/overrides.js';
import { type Input, InputFd, type Output, OutputFd } from '../../wasi/stdio.js';

/** As many bytes as one read or write may move: more than any program asks for. */
const MAX_TRANSFER = 0x10_0000;
/** Of buffers or subscriptions in one call, as Linux's IOV_MAX. */
const MAX_ITEMS = 1024;
const O_CREATE_OR_TRUNCATE = wasi.OFLAGS_CREAT | wasi.OFLAGS_TRUNC;
/** Which argument of path_open says whether to create. */
const OFLAGS_ARGUMENT = 4;
const SUBSCRIPTION_SIZE = 48;

/** What a plugin sees of WASI. */
export interface PluginWorld {
  readonly kernel: Kernel;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly stdin: Uint8Array;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
  /** May it read the time? Sleeping it always may. */
  readonly clock: boolean;
}

/** Standard input that has been there all along. */
class BytesInput implements Input {
  readonly isTerminal = false;
  #rest: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#rest = bytes;
  }

  read(maxBytes: number): Uint8Array {
    const bytes = this.#rest.subarray(0, maxBytes);
    this.#rest = this.#rest.subarray(maxBytes);
    return bytes;
  }

  waitReadable(): boolean {
    return true;
  }
}

/** The files that a plugin was given, read-only, as the folder '/'. */
function fileFolder(files: PluginWorld['files']): Fd[] {
  if (files.length === 0) return [];
  const root = new Map<string, Inode>();
  for (const [path, bytes] of files) {
    const names = path.split('/').filter((name) => name !== '');
    const last = names.pop() ?? '';
    let folder = root;
    for (const name of names) {
      let child = folder.get(name);
      if (!(child instanceof Directory)) {
        child = new Directory(new Map());
        folder.set(name, child);
      }
      folder = (child as Directory).contents;
    }
    folder.set(last, new File(bytes, { readonly: true }));
  }
  return [new PreopenDirectory('/', root)];
}

type Arguments = readonly (number | bigint)[];
type Import = (...args: Arguments) => unknown;
/** The errno of a call that is not to be made. */
type Refused = (args: Arguments) => number | undefined;

const readOnly: Import = () => wasi.ERRNO_ROFS;
const noClock: Import = () => wasi.ERRNO_NOTCAPABLE;

/** Calls that would change files, which nobody may. */
const changing = [
  'fd_allocate',
  'fd_filestat_set_size',
  'fd_filestat_set_times',
  'fd_pwrite',
  'path_create_directory',
  'path_filestat_set_times',
  'path_link',
  'path_remove_directory',
  'path_rename',
  'path_symlink',
  'path_unlink_file',
] as const;

/** WASI for one plugin: the imports, and the shim that starts its instance. */
export function pluginWasi(
  world: PluginWorld,
  memory: GuestMemory,
): { shim: WASI; imports: WebAssembly.ModuleImports } {
  const shim = new WASI(
    [...world.args],
    [...world.env],
    [
      new InputFd(new BytesInput(world.stdin)),
      new OutputFd(world.stdout),
      new OutputFd(world.stderr),
      new DeviceFolder(world.kernel),
      ...fileFolder(world.files),
    ],
    { debug: false },
  );
  const original = wasiImports(shim, memory, nodeClock()) as Record<string, Import>;
  const imports: Record<string, Import> = { ...original };
  for (const name of changing) imports[name] = readOnly;
  if (!world.clock) {
    imports.clock_time_get = noClock;
    imports.clock_res_get = noClock;
  }

  const call = (name: string, args: Arguments): unknown => original[name]?.(...args);
  /** Lists of the plugin's become objects here: of long ones, more than there is memory for. */
  const few =
    (name: string, at: number, most: number, errno: number, refused?: Refused): Import =>
    (...args) => {
      const count = Number(args[at]);
      if (!(count >= 0 && count <= most)) return errno;
      return refused?.(args) ?? call(name, args);
    };

  const creates: Refused = (args) =>
    (Number(args[OFLAGS_ARGUMENT]) & O_CREATE_OR_TRUNCATE) === 0 ? undefined : wasi.ERRNO_ROFS;
  const paths = [
    ['path_open', 3, creates],
    ['path_filestat_get', 3],
    ['path_readlink', 2],
  ] as const;
  for (const [name, at, refused] of paths) {
    imports[name] = few(name, at, PATH_MAX - 1, wasi.ERRNO_NAMETOOLONG, refused);
  }

  /** Buffers may overlap: many of them could ask for more memory than there is. */
  const moves: Refused = ([, at = 0, count = 0]) => {
    let total = 0;
    for (let i = 0; i < Number(count); i += 1) {
      total += memory.view.getUint32(Number(at) + i * 8 + 4, true);
    }
    return total > MAX_TRANSFER ? wasi.ERRNO_INVAL : undefined;
  };
  for (const name of ['fd_read', 'fd_write', 'fd_pread']) {
    imports[name] = few(name, 2, MAX_ITEMS, wasi.ERRNO_INVAL, moves);
  }

  /** Waiting for a point in time tells whether it has passed. */
  const asksForTime: Refused = ([at = 0, , count = 0]) => {
    for (let i = 0; i < Number(count) && !world.clock; i += 1) {
      const subscription = Number(at) + i * SUBSCRIPTION_SIZE;
      const isClock = memory.view.getUint8(subscription + 8) === wasi.EVENTTYPE_CLOCK;
      const flags = memory.view.getUint16(subscription + 40, true);
      if (isClock && (flags & wasi.SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME) !== 0) {
        return wasi.ERRNO_NOTCAPABLE;
      }
    }
    return undefined;
  };
  imports.poll_oneoff = few('poll_oneoff', 2, MAX_ITEMS, wasi.ERRNO_INVAL, asksForTime);

  return { shim, imports: guarded(imports) };
}

/** An i32 or i64. A module may say of an import that it takes numbers of other kinds, or references. */
function isInteger(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && (value | 0) === value);
}

/** The shim throws where a pointer leaves the memory; WASI has an errno for it. */
function guarded(imports: Record<string, Import>): WebAssembly.ModuleImports {
  return Object.fromEntries(
    Object.entries(imports).map(([name, call]) => [
      name,
      (...args: Arguments) => {
        if (!args.every(isInteger)) return wasi.ERRNO_INVAL;
        try {
          return call(...args);
        } catch (error) {
          if (error instanceof RangeError) return wasi.ERRNO_FAULT;
          throw error;
        }
      },
    ]),
  );
}
