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
  /** With as many requests of the C functions alone, options made and one object kept for each. */
  readonly raw: MemoryUse;
  /** With as many lines held by node-libgpiod, where it could be installed. */
  readonly peer?: MemoryUse;
}

/** What each kind of process took, round by round; none of `peer` where it could not be installed. */
export type MemorySamples = Readonly<
  Record<'bare' | 'open' | 'loaded' | 'objects' | 'raw' | 'peer', readonly Memory[]>
>;

export function beyondBareNode({ bare, peer, ...samples }: MemorySamples): MemoryBeyond {
  const beyond = (runs: readonly Memory[]): MemoryUse => {
    const more = (key: keyof Memory): Summary =>
      summarise(runs.map((run, i) => run[key] - (bare[i]?.[key] ?? Number.NaN)));
    return { resident: more('resident'), anonymous: more('anonymous') };
  };
  return {
    open: beyond(samples.open),
    loaded: beyond(samples.loaded),
    objects: beyond(samples.objects),
    raw: beyond(samples.raw),
    ...(peer.length === 0 ? {} : { peer: beyond(peer) }),
  };
}
