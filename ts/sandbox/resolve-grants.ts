import { errnoName } from '../kernel/errno.js';
import {
  GPIO_GET_CHIPINFO_IOCTL,
  GPIO_V2_GET_LINEINFO_IOCTL,
  gpio_v2_line_info,
  gpiochip_info,
} from '../kernel/generated/uapi.js';
import type { Kernel } from '../kernel/kernel.js';
import { nearest } from '../kernel/nearest.js';
import { GrantedLine, type TrueChip } from './granted-line.js';
import type { ChipGrant, Grants, LineGrant } from './grants.js';
import { Scratch, STRUCT } from './scratch.js';
import { readText } from './struct-text.js';

const CHIP = gpiochip_info.members;
const LINE = gpio_v2_line_info.members;
const CHIP_AND_OFFSET = /^(.+):(\d+)$/;

/** A chip of the sandbox. */
export interface GrantedChip {
  readonly name: string;
  readonly number: number;
  readonly label: string;
  readonly lines: readonly GrantedLine[];
  /** The true chips that its lines are on. */
  readonly chips: readonly TrueChip[];
}

interface TrueLine {
  readonly chip: TrueChip;
  readonly offset: number;
  readonly name: string;
}

/** The open chip, as it describes itself; a negated errno where it is no chip, or gone. */
export function readChip(scratch: Scratch, fd: number, path: string): TrueChip | number {
  scratch.clear(gpiochip_info.size);
  const error = scratch.ioctl(fd, GPIO_GET_CHIPINFO_IOCTL);
  if (error < 0) return error;
  return {
    path,
    label: readText(scratch.view, STRUCT + CHIP.label.offset, CHIP.label.size),
    numLines: scratch.view.getUint32(STRUCT + CHIP.lines.offset, true),
  };
}

/** The name of a line of an open chip; a negated errno where there is none. */
export function readLineName(scratch: Scratch, fd: number, offset: number): string | number {
  scratch.clear(gpio_v2_line_info.size);
  scratch.view.setUint32(STRUCT + LINE.offset.offset, offset, true);
  const error = scratch.ioctl(fd, GPIO_V2_GET_LINEINFO_IOCTL);
  if (error < 0) return error;
  return readText(scratch.view, STRUCT + LINE.name.offset, LINE.name.size);
}

/** Every line of every chip that can be opened, in the order of the chips' numbers. */
function trueLines(kernel: Kernel, refused: string[]): TrueLine[] {
  const scratch = new Scratch(kernel);
  const lines: TrueLine[] = [];
  const devices = kernel.devices().filter((name) => /^gpiochip\d+$/.test(name));
  for (const device of devices.sort((a, b) => Number(a.slice(8)) - Number(b.slice(8)))) {
    const fd = scratch.open(`/dev/${device}`);
    if (fd < 0) {
      refused.push(`${device} cannot be opened (${errnoName(fd)})`);
      continue;
    }
    const chip = readChip(scratch, fd, `/dev/${device}`);
    const count = typeof chip === 'number' ? 0 : chip.numLines;
    for (let offset = 0; offset < count && typeof chip === 'object'; offset += 1) {
      const name = readLineName(scratch, fd, offset);
      if (typeof name === 'string') lines.push({ chip, offset, name });
    }
    scratch.calls.close(fd);
  }
  return lines;
}

function chipNames({ path, label }: TrueChip): string[] {
  return [path, path.slice('/dev/'.length), label];
}

function place({ chip, offset }: TrueLine): string {
  return `${chip.path.slice('/dev/'.length)}:${offset}`;
}

class Resolver {
  readonly #lines: readonly TrueLine[];
  readonly #refused: string[] = [];
  readonly #granted = new Map<TrueLine, string>();

  constructor(kernel: Kernel) {
    this.#lines = trueLines(kernel, this.#refused);
  }

  resolve(where: string, grant: LineGrant, offset: number): GrantedLine {
    const line = this.#find(where, grant.line);
    const before = this.#granted.get(line);
    if (before !== undefined) {
      throw new RangeError(`${where}: ${place(line)} is granted already, at ${before}`);
    }
    this.#granted.set(line, where);
    return new GrantedLine({
      id: grant.line,
      chip: line.chip,
      trueOffset: line.offset,
      trueName: line.name,
      offset,
      name: grant.name,
      allow: grant.allow,
      fixed: grant.fixed,
    });
  }

  #find(where: string, id: string): TrueLine {
    const [, chip, offset] = CHIP_AND_OFFSET.exec(id) ?? [];
    // A line may be called as another's place is written.
    const found = this.#lines.filter(
      (line) =>
        line.name === id ||
        (line.offset === Number(offset) && chipNames(line.chip).includes(chip ?? '')),
    );
    const [line, second] = found;
    if (line === undefined) throw new RangeError(`${where}: ${this.#unknown(id)}`);
    if (second !== undefined) {
      const places = found.map(place).join(', ');
      throw new RangeError(`${where}: '${id}' is the name of several lines, say which: ${places}`);
    }
    return line;
  }

  #unknown(id: string): string {
    const names = this.#lines.flatMap((line) => [line.name, place(line)]).filter(Boolean);
    const guesses = nearest(id, names);
    const reasons = [
      `there is no line '${id}'`,
      ...(guesses.length > 0 ? [`the nearest: ${guesses.join(', ')}`] : []),
      ...this.#refused,
    ];
    return reasons.join('; ');
  }
}

function grantedChip(resolver: Resolver, name: string, grant: ChipGrant): GrantedChip {
  const lines = grant.lines.map((line, i) =>
    resolver.resolve(`chips.${name}.lines[${i}]`, line, i),
  );
  return {
    name,
    number: Number(name.slice('gpiochip'.length)),
    label: grant.label ?? 'sandbox',
    lines,
    chips: [...new Set(lines.map(({ chip }) => chip))],
  };
}

/**
 * Finds the granted lines on the chips of `kernel`.
 *
 * @throws RangeError for a line that is not there (it names the nearest), is one of several of its
 * name, or is granted twice.
 */
export function resolveGrants(kernel: Kernel, grants: Grants): GrantedChip[] {
  const resolver = new Resolver(kernel);
  return Object.entries(grants).map(([name, grant]) => grantedChip(resolver, name, grant));
}
