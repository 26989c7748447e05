import { ERRNO } from '../kernel/errno.js';
import { gpio_v2_line_flag } from '../kernel/generated/uapi.js';
import type { FixedSettings } from './grants.js';
import {
  ACTIVE_LOW,
  BIAS,
  DIRECTION,
  DRIVE,
  EVENT_CLOCK,
  flagsOfRight,
  INPUT,
  OUTPUT,
  type Right,
} from './rights.js';

/** A chip of the kernel beneath. */
export interface TrueChip {
  /** '/dev/gpiochip0' */
  readonly path: string;
  readonly label: string;
  readonly numLines: number;
}

/** A group of flags of which the grant has chosen one. */
interface FixedFlags {
  readonly mask: number;
  readonly flags: number;
}

/** What a sandbox needs to know of one granted line. */
export interface GrantedLineOptions {
  /** As the grant calls it. */
  readonly id: string;
  readonly chip: TrueChip;
  readonly trueOffset: number;
  readonly trueName: string;
  /** Inside the sandbox. */
  readonly offset: number;
  readonly name: string | undefined;
  readonly allow: readonly Right[];
  readonly fixed: FixedSettings | undefined;
}

const flag = gpio_v2_line_flag;

const biasFlags = {
  disabled: flag.BIAS_DISABLED,
  'pull-up': flag.BIAS_PULL_UP,
  'pull-down': flag.BIAS_PULL_DOWN,
} as const;

const driveFlags = {
  'push-pull': 0,
  'open-drain': flag.OPEN_DRAIN,
  'open-source': flag.OPEN_SOURCE,
} as const;

const clockFlags = {
  monotonic: 0,
  realtime: flag.EVENT_CLOCK_REALTIME,
  hte: flag.EVENT_CLOCK_HTE,
} as const;

function fixedFlags(fixed: FixedSettings): FixedFlags[] {
  const { bias, drive, activeLow, eventClock } = fixed;
  const groups: FixedFlags[] = [];
  if (bias !== undefined) groups.push({ mask: BIAS, flags: biasFlags[bias] });
  if (drive !== undefined) groups.push({ mask: DRIVE, flags: driveFlags[drive] });
  if (activeLow !== undefined) groups.push({ mask: ACTIVE_LOW, flags: activeLow ? ACTIVE_LOW : 0 });
  if (eventClock !== undefined) groups.push({ mask: EVENT_CLOCK, flags: clockFlags[eventClock] });
  return groups;
}

/** A granted line: where it truly is, what it looks like inside, and what may be asked of it. */
export class GrantedLine {
  readonly id: string;
  readonly chip: TrueChip;
  readonly trueOffset: number;
  readonly trueName: string;
  readonly offset: number;
  readonly name: string;
  readonly allow: ReadonlySet<Right>;
  readonly fixed: FixedSettings;
  readonly #allowedFlags: number;
  readonly #fixedFlags: readonly FixedFlags[];
  readonly #debouncePeriodUs: number | undefined;
  #revoked = false;
  /** A fixed setting that takes effect only together with a direction. */
  readonly #needsDirection: boolean;

  constructor(options: GrantedLineOptions) {
    const { allow, fixed = {} } = options;
    this.id = options.id;
    this.chip = options.chip;
    this.trueOffset = options.trueOffset;
    this.trueName = options.trueName;
    this.offset = options.offset;
    this.allow = new Set(allow);
    this.name = options.name ?? (this.allow.has('info') ? options.trueName : '');
    this.fixed = fixed;
    this.#fixedFlags = fixedFlags(fixed);
    this.#debouncePeriodUs = fixed.debouncePeriodUs;
    this.#needsDirection =
      fixed.bias !== undefined || fixed.drive !== undefined || this.#debouncePeriodUs !== undefined;
    this.#allowedFlags = allow.reduce((flags, right) => flags | flagsOfRight[right], 0);
  }

  /** Taken back, for good: it is there, without a name and in use, and whoever asks for it gets ENODEV. */
  get revoked(): boolean {
    return this.#revoked;
  }

  revoke(): void {
    this.#revoked = true;
  }

  get mayOutput(): boolean {
    return this.allow.has('output');
  }

  /**
   * The flags to ask the kernel for where the guest asks for `asked`: the same with what is fixed.
   * -EPERM where it asks for what it was not granted.
   */
  flags(asked: number): number {
    const direction = asked & DIRECTION;
    if (direction === 0) {
      const both = (this.#allowedFlags & DIRECTION) === DIRECTION;
      if (!both || this.#needsDirection) return -ERRNO.EPERM;
    }
    let rest = asked;
    let flags = asked;
    for (const { mask, flags: fixed } of this.#fixedFlags) {
      const wanted = asked & mask;
      if (wanted !== 0 && wanted !== fixed) return -ERRNO.EPERM;
      rest &= ~mask;
      if (mask !== DRIVE || (asked & OUTPUT) !== 0) flags |= fixed;
    }
    return (rest & ~this.#allowedFlags) === 0 ? flags : -ERRNO.EPERM;
  }

  /**
   * The debounce period to ask for, in microseconds, where the guest asks for `asked` and `flags`;
   * undefined where none is to be named, -EPERM where the guest may not ask for it.
   */
  debouncePeriod(asked: number | undefined, flags: number): number | undefined {
    const fixed = this.#debouncePeriodUs;
    if (fixed === undefined) {
      const allowed = asked === undefined || asked === 0 || this.allow.has('debounce');
      return allowed ? asked : -ERRNO.EPERM;
    }
    if (asked !== undefined && asked !== fixed) return -ERRNO.EPERM;
    return (flags & INPUT) === 0 ? asked : fixed;
  }
}
