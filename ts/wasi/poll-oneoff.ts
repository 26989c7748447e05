import { type Fd, wasi } from '@bjorn3/browser_wasi_shim';
import type { GuestMemory } from '../kernel/guest-memory.js';
import type { Clock } from './clock.js';

/** A descriptor whose reads may block. Descriptors without this method are always ready. */
export interface Pollable {
  /** Blocks until a read would not, at most `timeoutNs` (negative: no limit). False on timeout. */
  waitReadable(timeoutNs: bigint): boolean;
}

function isPollable(fd: Fd): fd is Fd & Pollable {
  return 'waitReadable' in fd;
}

const SUBSCRIPTION_SIZE = 48;
const EVENT_SIZE = 32;

/** Where several descriptors are waited for, each gets this long before the next one's turn. */
const TURN_NS = 10_000_000n;

interface Subscription {
  readonly userdata: bigint;
  readonly type: number;
  /** 0, or what is wrong with the subscription: reported in its event at once. */
  readonly error: number;
  /** When a clock subscription is due, by the monotonic clock. */
  readonly dueNs?: bigint;
  /** The descriptor of a read subscription that may have to wait. */
  readonly source?: Pollable;
}

function clockSubscription(view: DataView, at: number, clock: Clock): Subscription {
  const userdata = view.getBigUint64(at, true);
  const clockId = view.getUint32(at + 16, true);
  const timeoutNs = view.getBigUint64(at + 24, true);
  const absolute =
    (view.getUint16(at + 40, true) & wasi.SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME) !== 0;
  const type = wasi.EVENTTYPE_CLOCK;

  const nowNs = clock.monotonicNs();
  if (!absolute) return { userdata, type, error: 0, dueNs: nowNs + timeoutNs };
  switch (clockId) {
    case wasi.CLOCKID_MONOTONIC:
      return { userdata, type, error: 0, dueNs: timeoutNs };
    case wasi.CLOCKID_REALTIME:
      return { userdata, type, error: 0, dueNs: nowNs + timeoutNs - clock.realtimeNs() };
    default:
      return { userdata, type, error: wasi.ERRNO_INVAL };
  }
}

function fdSubscription(
  view: DataView,
  at: number,
  fds: readonly (Fd | undefined)[],
): Subscription {
  const userdata = view.getBigUint64(at, true);
  const type = view.getUint8(at + 8);
  const fd = fds[view.getUint32(at + 16, true)];
  if (fd === undefined) return { userdata, type, error: wasi.ERRNO_BADF };
  if (type === wasi.EVENTTYPE_FD_READ && isPollable(fd)) {
    return { userdata, type, error: 0, source: fd };
  }
  return { userdata, type, error: 0 };
}

function isReady(subscription: Subscription, clock: Clock): boolean {
  if (subscription.dueNs !== undefined) return clock.monotonicNs() >= subscription.dueNs;
  return subscription.source === undefined || subscription.source.waitReadable(0n);
}

/** What a poll_oneoff waits for before it looks again. Waking up early does no harm. */
export interface Pause {
  /** Nanoseconds until a clock is due; negative: no limit. */
  readonly leftNs: bigint;
  readonly sources: ReadonlySet<Pollable>;
}

/** Undefined where a clock is due already. */
function pauseFor(subscriptions: readonly Subscription[], clock: Clock): Pause | undefined {
  let leftNs = -1n;
  for (const { dueNs } of subscriptions) {
    if (dueNs === undefined) continue;
    const untilDueNs = dueNs - clock.monotonicNs();
    if (untilDueNs <= 0n) return undefined;
    if (leftNs < 0n || untilDueNs < leftNs) leftNs = untilDueNs;
  }
  return { leftNs, sources: new Set(subscriptions.flatMap(({ source }) => source ?? [])) };
}

/** Blocks until something may have become ready. */
function block({ leftNs, sources }: Pause, clock: Clock): void {
  if (sources.size === 0) {
    clock.sleep(leftNs);
    return;
  }
  const turnNs = sources.size === 1 || (leftNs >= 0n && leftNs < TURN_NS) ? leftNs : TURN_NS;
  for (const source of sources) {
    if (source.waitReadable(turnNs)) return;
  }
}

function writeEvent(view: DataView, at: number, { userdata, type, error }: Subscription): void {
  view.setBigUint64(at, userdata, true);
  view.setUint16(at + 8, error, true);
  view.setUint8(at + 10, type);
  view.setBigUint64(at + 16, type === wasi.EVENTTYPE_CLOCK ? 0n : 1n, true);
  view.setUint16(at + 24, 0, true);
}

/**
 * WASI's poll_oneoff, which returns once at least one of the subscriptions has something to report. It
 * yields each wait, for callers who wait in another way than by blocking the thread.
 */
export function* pollOneoffPauses(
  memory: GuestMemory,
  fds: readonly (Fd | undefined)[],
  clock: Clock,
  subscriptionsAt: number,
  eventsAt: number,
  count: number,
  eventCountAt: number,
): Generator<Pause, number, void> {
  if (count === 0) return wasi.ERRNO_INVAL;

  const subscriptions = Array.from({ length: count }, (_, i) => {
    const at = subscriptionsAt + i * SUBSCRIPTION_SIZE;
    return memory.view.getUint8(at + 8) === wasi.EVENTTYPE_CLOCK
      ? clockSubscription(memory.view, at, clock)
      : fdSubscription(memory.view, at, fds);
  });

  for (;;) {
    const ready = subscriptions.filter((one) => one.error !== 0 || isReady(one, clock));
    if (ready.length > 0) {
      ready.forEach((one, i) => {
        writeEvent(memory.view, eventsAt + i * EVENT_SIZE, one);
      });
      memory.view.setUint32(eventCountAt, ready.length, true);
      return wasi.ERRNO_SUCCESS;
    }
    const pause = pauseFor(subscriptions, clock);
    if (pause !== undefined) yield pause;
  }
}

/** The same, blocking the thread. */
export function pollOneoff(...args: Parameters<typeof pollOneoffPauses>): number {
  const [, , clock] = args;
  const pauses = pollOneoffPauses(...args);
  for (;;) {
    const step = pauses.next();
    if (step.done === true) return step.value;
    block(step.value, clock);
  }
}
