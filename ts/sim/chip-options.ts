/** A line that the kernel itself holds as long as the chip lives. */
export interface HogOptions {
  readonly offset: number;
  /** The consumer that is shown for it. '?' by default, as the kernel has it. */
  readonly name?: string;
  readonly direction: 'input' | 'output-high' | 'output-low';
  readonly activeLow?: boolean;
}

/** A chip to plug in. */
export interface ChipOptions {
  /** How many lines: 1 to 1024. 8 by default. */
  readonly lines?: number;
  /** 'gpio-sim.N-node0' by default, N being the chip's number. */
  readonly label?: string;
  /** Names by offset. */
  readonly names?: readonly string[] | Readonly<Record<number, string>>;
  readonly hogs?: readonly HogOptions[];
  /** Offsets of lines that nobody can request. They show as used. */
  readonly reserved?: readonly number[];
  /**
   * What a line does that nobody drives any more, because it became an input or floats as an open
   * drain: goes to its pull at once ('pull', the default, as electricity has it), or keeps its level
   * until its pull is set again ('held', as the kernel's gpio-sim driver has it).
   */
  readonly floating?: 'pull' | 'held';
}

const LINES_MAX = 1024;
const DIRECTIONS: readonly unknown[] = ['input', 'output-high', 'output-low'];

/** The same with all defaults filled in. */
export interface CheckedChipOptions {
  readonly lines: number;
  readonly label: string | undefined;
  readonly names: readonly string[];
  readonly hogs: readonly HogOptions[];
  readonly reserved: ReadonlySet<number>;
  readonly holds: boolean;
}

/** Throws RangeError or TypeError, saying what is wrong. */
export function checkChipOptions(options: ChipOptions): CheckedChipOptions {
  const { lines = 8, label, names = [], hogs = [], reserved = [], floating = 'pull' } = options;
  if (!Number.isInteger(lines) || lines < 1 || lines > LINES_MAX) {
    throw new RangeError(`a chip has 1 to ${LINES_MAX} lines, not ${lines}`);
  }
  if (floating !== 'pull' && floating !== 'held') {
    throw new TypeError(`floating is 'pull' or 'held', not '${floating}'`);
  }
  const checkOffset = (offset: number, what: string): void => {
    if (!Number.isInteger(offset) || offset < 0 || offset >= lines) {
      throw new RangeError(`${what} ${offset}: the chip has lines 0 to ${lines - 1}`);
    }
  };
  const byOffset: string[] = Array.from({ length: lines }, () => '');
  for (const [key, name] of Object.entries(names)) {
    checkOffset(Number(key), 'names has line');
    byOffset[Number(key)] = name;
  }
  for (const offset of reserved) checkOffset(offset, 'reserved has line');
  const held = new Set<number>();
  for (const { offset, direction } of hogs) {
    checkOffset(offset, 'hogs has line');
    if (!DIRECTIONS.includes(direction)) {
      throw new TypeError(`a hog is ${DIRECTIONS.join(', ')}, not ${direction}`);
    }
    if (held.has(offset) || reserved.includes(offset)) {
      throw new RangeError(`line ${offset} cannot be hogged twice, or hogged and reserved`);
    }
    held.add(offset);
  }
  return {
    lines,
    label,
    names: byOffset,
    hogs,
    reserved: new Set(reserved),
    holds: floating === 'held',
  };
}
