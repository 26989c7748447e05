import type { MemoryBeyond } from './memory.js';
import type { SkippedPeer } from './peers.js';
import type { Idle, Latencies, Leaks, Sandboxing, Sizes } from './probes.js';
import type { Samples } from './rounds.js';
import type { StartUp } from './start-up.js';

/** Where and when something was measured. */
export interface Circumstances {
  readonly date: string;
  readonly commit: string;
  readonly cpu: string;
  readonly cpus: number;
  readonly kernel: string;
  readonly node: string;
  readonly libgpiod: string;
  /** Of the last minute, when it began: other programs that were running. */
  readonly load: number;
}

/** All that one run has measured. What a short run leaves out is undefined. */
export interface Results {
  readonly circumstances: Circumstances;
  /** By name, C first, then ourselves. */
  readonly versions: ReadonlyMap<string, string>;
  readonly skipped: readonly SkippedPeer[];
  /** Nanoseconds per call where each ioctl is a system call. */
  readonly systemCalls: Samples;
  /** The same where none is: what libgpiod and the language add. */
  readonly overhead: Samples;
  readonly counts: Readonly<Record<string, number>>;
  readonly allocations: Readonly<Record<string, number>>;
  readonly sizes: Sizes;
  readonly latency?: Latencies;
  readonly idle?: { readonly seconds: number; readonly watching: Idle; readonly bare: Idle };
  readonly startUp?: StartUp;
  readonly sandbox?: Sandboxing;
  readonly memory?: MemoryBeyond;
  readonly leaks?: { readonly cycles: number; readonly states: Leaks };
}
