import type { GuestMemory } from './guest-memory.js';
import type { Playing, Train, TrainEnd } from './player.js';

/**
 * The seven calls of wasm/gpio_host.h for one guest. Each returns a value >= 0 or a negated Linux
 * errno, and never throws. Pointers are offsets into the guest's memory; where a pointer and its
 * length leave that memory the answer is -EFAULT. WebAssembly passes i32 as signed numbers: an
 * implementation applies `>>> 0` where it needs pointers, lengths or request numbers unsigned.
 */
export interface HostCalls {
  /** Opens a file read-write, close-on-exec. Returns a descriptor. */
  open(path: number, pathLen: number): number;
  close(fd: number): number;
  /** The hot path: allocates nothing. `argLen` is _IOC_SIZE(request). */
  ioctl(fd: number, request: number, arg: number, argLen: number): number;
  /** Whole events only. Returns the number of bytes read. */
  read(fd: number, buf: number, len: number): number;
  /** Blocks the thread; `timeoutNs` < 0 waits without limit. Returns how many are ready. */
  poll(fds: number, count: number, timeoutNs: bigint): number;
  stat(path: number, pathLen: number, follow: number, out: number, outLen: number): number;
  /** Returns the length written, without a NUL. */
  realpath(path: number, pathLen: number, out: number, outLen: number): number;
}

/** A running watch on one descriptor; all methods are idempotent. */
export interface FdWatch {
  /** Stops the callbacks until {@link resume}: what has not been read stays with the kernel. */
  pause(): void;
  resume(): void;
  /** Keeps the process alive (the default of a new watch). */
  ref(): void;
  unref(): void;
  /** Ends the watch for good. To be called before the descriptor is closed. */
  close(): void;
}

/** Poll conditions, as Linux numbers them. */
export const POLLIN = 0x0001;
export const POLLPRI = 0x0002;
export const POLLERR = 0x0008;
export const POLLHUP = 0x0010;
export const POLLNVAL = 0x0020;
export const POLLRDNORM = 0x0040;

/** Bytes of a struct pollfd: fd, events, revents. */
export const POLLFD_SIZE = 8;
/** Bytes that stat writes: mode, major, minor. */
export const STAT_SIZE = 12;
/** Every path is shorter, in bytes. */
export const PATH_MAX = 4096;

/** The time of a kernel that a test advances, in nanoseconds of CLOCK_MONOTONIC. */
export interface KernelTime {
  now(): bigint;
  /** Calls `expired` once, when `now()` has reached `at`. */
  setTimer(at: bigint, expired: () => void): { cancel(): void };
}

/**
 * What answers a guest's system calls: Linux, a simulator, a filtered view of either. Kernels
 * compose: one may forward to another.
 */
export interface Kernel {
  /** For messages: 'linux', 'sim', ... */
  readonly name: string;
  /**
   * Only where it is not this machine's own time that passes here. A kernel that forwards to another one
   * hands out that one's.
   */
  readonly time?: KernelTime | undefined;
  /**
   * The seven calls for one guest, bound to its memory. `memory` may still be empty: it is filled
   * in once the guest is instantiated, before its first call.
   */
  attach(memory: GuestMemory): HostCalls;
  /** Names in /dev that may be GPIO chips, unsorted, unchecked: 'gpiochip0', ... */
  devices(): readonly string[];
  /**
   * Calls `onReady` from the event loop while `fd` is readable (level-triggered), with the poll
   * conditions seen. Uses neither a thread nor a timer. An error that no read can end (POLLERR and
   * POLLHUP without POLLIN: the chip was unplugged) is reported once and pauses the watch. A paused
   * watch does not keep the process alive; closing the descriptor through a guest ends it. Returns a
   * negated Linux errno where the descriptor cannot be watched: -EBUSY where it is already.
   */
  watch(fd: number, onReady: (revents: number) => void): FdWatch | number;
  /**
   * Plays steps on the descriptor of a line request without blocking the event loop or libuv's pool, and
   * keeps the process alive meanwhile. `onEnd` is called from the event loop, once, also after stop().
   * Returns a negated errno where it cannot start: -EBUSY where the descriptor is playing already.
   *
   * Optional, as is {@link playSync}: where it is missing the API makes the same calls one by one.
   */
  play?(fd: number, train: Train, onEnd: (end: TrainEnd) => void): Playing | number;
  /** The same at once, blocking the thread until it is done. `train.rounds` has to be finite. */
  playSync?(fd: number, train: Train): TrainEnd;
}
