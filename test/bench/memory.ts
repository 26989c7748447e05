import { type Summary, summarise } from './statistics.js';

/** Bytes of a process. */
export interface Memory {
  readonly resident: number;
  /** What the process alone has; the rest are pages of programs and libraries, shared by all who run them. */
  readonly anonymous: number;
}

export interface MemoryUse {
  readonly resident: Summary;
  readonly anonymous: Summary;
}

/** Bytes beyond those of bare Node, which does nothing. */
export interface MemoryBeyond {
  /** With so many requests open. */
  readonly open: MemoryUse;
  /** With libgpiod loaded and no request. */
  readonly loaded: MemoryUse;
  /** With as many plain objects of the same options, and no libgpiod: what any such loop makes Node take. */
  readonly objects: MemoryUse;
}

/** What each kind of process took, round by round. */
export type MemorySamples = Readonly<Record<'bare' | keyof MemoryBeyond, Memory[]>>;

export function beyondBareNode(samples: MemorySamples): MemoryBeyond {
  const beyond = (name: keyof MemoryBeyond): MemoryUse => {
    const more = (key: keyof Memory): Summary =>
      summarise(samples[name].map((run, i) => run[key] - (samples.bare[i]?.[key] ?? Number.NaN)));
    return { resident: more('resident'), anonymous: more('anonymous') };
  };
  return { open: beyond('open'), loaded: beyond('loaded'), objects: beyond('objects') };
}
