import { refuseOptions } from '../kernel/arguments.js';
import { checkKernel } from '../kernel/check-kernel.js';
import { ERRNO } from '../kernel/errno.js';
import type { FileTree } from '../kernel/file-tree.js';
import { gpio_v2_line_request } from '../kernel/generated/uapi.js';
import type { GuestMemory } from '../kernel/guest-memory.js';
import type { FdWatch, HostCalls, Kernel, KernelTime } from '../kernel/kernel.js';
import { safely } from '../kernel/safely.js';
import { ChipFile, type ChipFileHost, openTrueChips } from './chip-file.js';
import { Descriptors } from './descriptors.js';
import type { SandboxFile } from './file.js';
import type { GrantedLine } from './granted-line.js';
import { checkGrants, type Grants } from './grants.js';
import { checkOwner } from './owner.js';
import { RequestFile } from './request-file.js';
import { requestLines } from './request-lines.js';
import { type GrantedChip, resolveGrants } from './resolve-grants.js';
import { sandboxCalls } from './sandbox-calls.js';
import { Scratch } from './scratch.js';
import { viewFiles } from './view-files.js';

const FD = gpio_v2_line_request.members.fd.offset;
const BUFFER_SIZE = gpio_v2_line_request.members.event_buffer_size.offset;

/** How a sandbox is called, and how much of the kernel it may take up. */
export interface SandboxOptions {
  /** Goes before the consumer of its lines, as `gpioinfo` shows it outside. Default 'sandbox'. */
  readonly name?: string | undefined;
  /** How many line requests may be open at a time; one more is EMFILE. Default 64. */
  readonly openRequests?: number | undefined;
  /** How many events may wait in one request; asking for more is ENOMEM. Default 1024. */
  readonly eventBuffer?: number | undefined;
  /** Told when a guest asks for more than one of these limits, which fails as it says above. */
  readonly onLimit?: ((limit: 'openRequests' | 'eventBuffer') => void) | undefined;
  /**
   * Told why a guest's call is refused where its errno says too little: what a grant would have to allow
   * where it is EPERM, which chips the lines are on where one request for them is EINVAL.
   */
  readonly onRefusal?: ((why: string) => void) | undefined;
}

/** A granted line: as its grant calls it, or as the guests of the sandbox do. */
export type RevokedLine = string | { readonly chip: string; readonly line: string | number };

interface CheckedOptions {
  readonly name: string;
  readonly openRequests: number;
  readonly eventBuffer: number;
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`${name} is ${value}: it has to be a whole number above 0`);
}

/** Fills in defaults. Throws TypeError or RangeError for what cannot be. */
function checkOptions(options: SandboxOptions): CheckedOptions {
  const {
    name = 'sandbox',
    openRequests = 64,
    eventBuffer = 1024,
    onLimit: _,
    onRefusal: __,
    ...others
  } = options;
  refuseOptions('sandbox()', others, 'name, openRequests, eventBuffer, onLimit, onRefusal');
  checkOwner(name);
  return {
    name,
    openRequests: positive('openRequests', openRequests),
    eventBuffer: positive('eventBuffer', eventBuffer),
  };
}

/** A kernel that has nothing but the granted lines of another one. Made by {@link sandbox}. */
export class SandboxKernel implements Kernel, ChipFileHost {
  readonly name: string;
  readonly time: KernelTime | undefined;
  /** The chips as guests see them. */
  readonly chips: readonly GrantedChip[];
  readonly #options: CheckedOptions;
  readonly #onLimit: SandboxOptions['onLimit'];
  readonly #onRefusal: SandboxOptions['onRefusal'];
  readonly #scratch: Scratch;
  readonly #descriptors: Descriptors;
  readonly #files: FileTree;
  #revoked = false;

  constructor(kernel: Kernel, chips: Grants, options: SandboxOptions) {
    checkGrants(chips);
    this.#options = checkOptions(options);
    this.#onLimit = options.onLimit;
    this.#onRefusal = options.onRefusal;
    this.name = `sandbox of ${kernel.name}`;
    this.time = kernel.time;
    this.chips = resolveGrants(kernel, chips);
    this.#scratch = new Scratch(kernel);
    this.#descriptors = new Descriptors(kernel, this.#options.openRequests);
    this.#files = viewFiles(this.chips);
  }

  attach(memory: GuestMemory): HostCalls {
    return sandboxCalls(
      {
        scratch: this.#scratch,
        files: this.#files,
        descriptors: this.#descriptors,
        openChip: (path) => this.#openChip(path),
      },
      memory,
    );
  }

  devices(): readonly string[] {
    return this.chips.map(({ name }) => name);
  }

  watch(fd: number, onReady: (revents: number) => void): FdWatch | number {
    return this.#descriptors.watch(fd, onReady);
  }

  /**
   * Takes one line away, or all of them, for good: requests that hold one are released at once and
   * answer ENODEV from now on, and whoever waits for them is woken. Does nothing the second time.
   *
   * What is left of a single line has no name and is in use; requesting or watching it is ENODEV. Other
   * lines go on, but for those in the same request. With all lines the chips go, too: ENODEV.
   *
   * @param line as its grant calls it, 'GPIO17', or as guests do, { chip: 'gpiochip0', line: 'LED' },
   * by name or offset. Default: all lines.
   * @throws RangeError for a line that was not granted.
   */
  revoke(line?: RevokedLine): void {
    const lines = this.chips.flatMap((chip) => chip.lines);
    const gone = line === undefined ? lines : [this.findLine(line)];
    for (const each of gone) each.revoke();
    for (const file of this.#descriptors.chips) file.unwatchRevoked();
    this.#revoked ||= line === undefined;
    const holds = (file: SandboxFile): boolean =>
      file instanceof RequestFile && file.lines.some(({ revoked }) => revoked);
    this.#descriptors.revoke((file) => this.#revoked || holds(file));
  }

  /** The granted line that {@link revoke} would take away. Throws RangeError where there is none. */
  findLine(id: RevokedLine): GrantedLine {
    const lines = this.chips.flatMap((chip) =>
      chip.lines.filter((line) => {
        if (typeof id === 'string') return line.id === id;
        if (chip.name !== id?.chip) return false;
        // A line without a name has none to be found by.
        return line.offset === id.line || (line.name !== '' && line.name === id.line);
      }),
    );
    const [found, second] = lines;
    if (found !== undefined && second === undefined) return found;
    const text = JSON.stringify(id);
    if (second !== undefined) throw new RangeError(`${text} are several lines: give its offset`);
    const granted = this.chips.flatMap((chip) => chip.lines.map((line) => line.id));
    throw new RangeError(`the line ${text} was not granted; granted are: ${granted.join(', ')}`);
  }

  /** Closes what guests have left open. */
  closeAll(): void {
    this.#descriptors.closeAll();
  }

  consumerOf(line: GrantedLine): string {
    const request = this.#descriptors.requests.find(({ lines }) => lines.includes(line));
    return request?.consumer ?? '';
  }

  request(file: ChipFile, memory: GuestMemory, at: number): number {
    const { name: owner, eventBuffer } = this.#options;
    if (this.#descriptors.full) {
      safely(() => this.#onLimit?.('openRequests'));
      return -ERRNO.EMFILE;
    }
    if (memory.view.getUint32(at + BUFFER_SIZE, true) > eventBuffer) {
      safely(() => this.#onLimit?.('eventBuffer'));
      return -ERRNO.ENOMEM;
    }
    const rules = { owner, eventBuffer, refused: this.refused };
    const request = requestLines(this.#scratch, file, rules, memory.view, at);
    if (typeof request === 'number') return request;
    memory.view.setInt32(at + FD, this.#descriptors.add(request), true);
    return 0;
  }

  readonly refused = (why: string): void => safely(() => this.#onRefusal?.(why));

  #openChip(path: string): number {
    if (this.#revoked) return -ERRNO.ENODEV;
    const chip = this.chips.find(({ name }) => path === `/dev/${name}`);
    if (chip === undefined) return -ERRNO.ENXIO;
    if (this.#descriptors.fullOfChips) return -ERRNO.EMFILE;
    const fds = openTrueChips(this.#scratch, chip);
    if (typeof fds === 'number') return fds;
    return this.#descriptors.add(new ChipFile(this.#scratch, chip, fds, this));
  }
}

/**
 * A kernel in which nothing exists but the granted lines of `kernel`: for `load({ kernel })`, to hand
 * a part of a program, or somebody else's, no more than it needs.
 *
 * As with the kernel's gpio-aggregator, its chips are made of the granted lines, numbered from 0; they
 * may be of several true chips. One request holds lines of one true chip: EINVAL otherwise. What was
 * not granted is EPERM, and never changed silently.
 *
 * @example
 * const kernel = sandbox(linuxKernel(), {
 *   gpiochip0: { lines: [{ line: 'GPIO17', name: 'LED', allow: ['output'] }] },
 * });
 * const gpiod = await load({ kernel });
 * @throws TypeError or RangeError, saying where, for grants that cannot be: a right that there is not,
 * a line that is not there.
 */
export function sandbox(
  kernel: Kernel,
  chips: Grants,
  options: SandboxOptions = {},
): SandboxKernel {
  return new SandboxKernel(checkKernel(kernel), chips, options);
}
