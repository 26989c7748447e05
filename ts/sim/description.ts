import { isRecord } from '../kernel/arguments.js';
import { fail, onlyKeys } from './description-error.js';

/** A line that the kernel itself holds while its chip lives, as gpio-sim's hogs: shown as used. */
export interface SimHog {
  /** The consumer that is shown for it. */
  readonly name: string;
  /** An output is high where it is active: at a low level, if it is active-low. */
  readonly direction: 'input' | 'output-low' | 'output-high';
  /** Default: false. */
  readonly activeLow?: boolean | undefined;
}

/** One line of a simulated chip. */
export interface SimLineDescription {
  /** Default, or null: none. */
  readonly name?: string | null | undefined;
  /** Held by the kernel. */
  readonly hog?: SimHog | undefined;
  /** The same in short, for an input: its consumer. */
  readonly used?: string | undefined;
  /** Nobody can request it. Default: false. */
  readonly reserved?: boolean | undefined;
  /** Where its pull resistor is at first. Default: 'down'. */
  readonly pull?: 'up' | 'down' | undefined;
}

/** A chip to simulate. */
export interface SimChipDescription {
  /** Default: what the kernel's gpio-sim driver takes, 'gpio-sim.0-node0' of gpiochip0. */
  readonly label?: string | undefined;
  /** How many, or each: a name, null for one without a name, or more about it. */
  readonly lines: number | readonly (string | null | SimLineDescription)[];
}

/** A machine to simulate. */
export interface SimDescription {
  /** Become gpiochip0, gpiochip1, ... */
  readonly chips: readonly SimChipDescription[];
  /** Lines to wire together, in pairs: names, or 'gpiochip0:17'. */
  readonly wires?: readonly (readonly [string, string])[] | undefined;
}

/** Of struct gpiochip_info and gpio_v2_line_info, where a NUL ends the text. */
const NAME_BYTES = 31;
const LINES_MAX = 1024;
const DIRECTIONS: readonly unknown[] = ['input', 'output-low', 'output-high'];

const encoder = new TextEncoder();

function checkText(text: unknown, path: string, what: string): void {
  if (typeof text !== 'string') fail(path, `${what} is a string`, text);
  const bytes = encoder.encode(text).length;
  if (text.includes('\0')) fail(path, `${what} has no NUL`, text);
  if (bytes > NAME_BYTES) fail(path, `${what} has at most ${NAME_BYTES} bytes, not ${bytes}`);
}

function checkBoolean(value: unknown, path: string): void {
  if (value !== undefined && typeof value !== 'boolean') fail(path, 'it is true or false', value);
}

function checkHog(hog: unknown, path: string): void {
  if (!isRecord(hog)) fail(path, 'a hog is an object with a name and a direction', hog);
  onlyKeys(hog, path, ['name', 'direction', 'activeLow']);
  checkText(hog.name, `${path}.name`, "a hog's name");
  if (!DIRECTIONS.includes(hog.direction)) {
    fail(`${path}.direction`, `it is one of ${DIRECTIONS.join(', ')}`, hog.direction);
  }
  checkBoolean(hog.activeLow, `${path}.activeLow`);
}

function checkLine(line: unknown, path: string): void {
  if (line === null) return;
  if (typeof line === 'string') {
    checkText(line, path, "a line's name");
    return;
  }
  if (!isRecord(line)) fail(path, 'a line is a name, null or an object', line);
  onlyKeys(line, path, ['name', 'hog', 'used', 'reserved', 'pull']);
  const { name, hog, used, reserved, pull } = line;
  if (name !== undefined && name !== null) checkText(name, `${path}.name`, "a line's name");
  if (hog !== undefined) checkHog(hog, `${path}.hog`);
  if (used !== undefined) checkText(used, `${path}.used`, 'a consumer');
  checkBoolean(reserved, `${path}.reserved`);
  if (pull !== undefined && pull !== 'up' && pull !== 'down') {
    fail(`${path}.pull`, "it is 'up' or 'down'", pull);
  }
  if ([hog, used, reserved || undefined].filter((one) => one !== undefined).length > 1) {
    fail(path, 'a line is only one of hog, used and reserved');
  }
}

/** @throws TypeError saying where: `chips[0].lines[3].name: a line's name is a string, not 5`. */
export function checkChip(chip: unknown, path: string): asserts chip is SimChipDescription {
  if (!isRecord(chip)) fail(path, 'a chip is an object with lines', chip);
  onlyKeys(chip, path, ['label', 'lines']);
  const { label, lines } = chip;
  if (label !== undefined) checkText(label, `${path}.label`, "a chip's label");
  const count = Array.isArray(lines) ? lines.length : lines;
  if (typeof count !== 'number' || !Number.isInteger(count)) {
    fail(`${path}.lines`, 'it is a number of lines, or a list of them', lines);
  }
  if (count < 1 || count > LINES_MAX) {
    fail(`${path}.lines`, `a chip has 1 to ${LINES_MAX} lines, not ${count}`);
  }
  if (Array.isArray(lines)) {
    lines.forEach((line, offset) => {
      checkLine(line, `${path}.lines[${offset}]`);
    });
  }
}

function checkWire(wire: unknown, path: string): void {
  if (!Array.isArray(wire) || wire.length !== 2) {
    fail(path, 'a wire is a pair of lines: ["GPIO17", "GPIO27"]', wire);
  }
  wire.forEach((end, i) => {
    if (typeof end !== 'string' || end === '') {
      fail(`${path}[${i}]`, 'a line is a name, or CHIP:OFFSET', end);
    }
  });
}

/** @throws TypeError saying where the description is wrong. */
export function checkDescription(value: unknown): asserts value is SimDescription {
  if (!isRecord(value)) fail('', 'a simulated machine is an object with chips', value);
  onlyKeys(value, '', ['$schema', 'chips', 'wires']);
  const { chips, wires = [] } = value;
  if (!Array.isArray(chips)) fail('chips', 'it is a list of chips', chips);
  chips.forEach((chip, index) => {
    checkChip(chip, `chips[${index}]`);
  });
  if (!Array.isArray(wires)) fail('wires', 'it is a list of pairs', wires);
  wires.forEach((wire, index) => {
    checkWire(wire, `wires[${index}]`);
  });
}
