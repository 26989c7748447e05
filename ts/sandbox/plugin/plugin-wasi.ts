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
import type { Kernel } from '../../kernel/kernel.js';
import { DeviceFolder } from '../../wasi/device-folder.js';
import { nodeClock } from '../../wasi/node-clock.js';
import { wasiImports } from '../../wasi/overrides.js';
import { type Input, InputFd, type Output, OutputFd } from '../../wasi/stdio.js';

/** As many bytes as one read or write may move: more than any program asks for. */
const MAX_TRANSFER = 0x10_0000;
const O_CREATE_OR_TRUNCATE = wasi.OFLAGS_CREAT | wasi.OFLAGS_TRUNC;
/** Which argument of path_open says whether to create. */
const OFLAGS_ARGUMENT = 4;

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

type Import = (...args: (number | bigint)[]) => unknown;

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

  const call = (name: string, args: (number | bigint)[]): unknown => original[name]?.(...args);
  imports.path_open = (...args) =>
    (Number(args[OFLAGS_ARGUMENT]) & O_CREATE_OR_TRUNCATE) === 0
      ? call('path_open', args)
      : wasi.ERRNO_ROFS;

  /** Buffers may overlap: many of them could ask for more memory than there is. */
  const transfer =
    (name: string): Import =>
    (...args) => {
      const [, at = 0, count = 0] = args.map((each) => Number(each) >>> 0);
      let total = 0;
      for (let i = 0; i < count && total <= MAX_TRANSFER; i += 1) {
        total += memory.view.getUint32(at + i * 8 + 4, true);
      }
      return total > MAX_TRANSFER ? wasi.ERRNO_INVAL : call(name, args);
    };
  for (const name of ['fd_read', 'fd_write', 'fd_pread']) imports[name] = transfer(name);

  return { shim, imports: guarded(imports) };
}

/** The shim throws where a pointer leaves the memory; WASI has an errno for it. */
function guarded(imports: Record<string, Import>): WebAssembly.ModuleImports {
  return Object.fromEntries(
    Object.entries(imports).map(([name, call]) => [
      name,
      (...args: (number | bigint)[]) => {
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
