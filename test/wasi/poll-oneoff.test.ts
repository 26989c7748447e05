import { Fd, wasi } from '@bjorn3/browser_wasi_shim';
import { describe, expect, test } from 'vitest';
import type { Pollable } from '../../ts/wasi/poll-oneoff.js';
import { WasiGuest } from './support/wasi-guest.js';

const SUBSCRIPTIONS = 0x1000;
const EVENTS = 0x2000;
const COUNT = 0x100;

interface Event {
  readonly userdata: bigint;
  readonly error: number;
  readonly type: number;
}

interface ClockSubscription {
  readonly userdata: bigint;
  readonly timeoutNs: bigint;
  readonly id?: number;
  readonly absolute?: boolean;
}

function clock(guest: WasiGuest, index: number, subscription: ClockSubscription): void {
  const { userdata, timeoutNs, id = wasi.CLOCKID_MONOTONIC, absolute = false } = subscription;
  const at = SUBSCRIPTIONS + index * 48;
  const { view } = guest.memory;
  view.setBigUint64(at, userdata, true);
  view.setUint8(at + 8, wasi.EVENTTYPE_CLOCK);
  view.setUint32(at + 16, id, true);
  view.setBigUint64(at + 24, timeoutNs, true);
  view.setBigUint64(at + 32, 0xffff_ffffn, true); // precision: next to the flags
  view.setUint16(at + 40, absolute ? 1 : 0, true);
}

function file(guest: WasiGuest, index: number, userdata: bigint, type: number, fd: number): void {
  const at = SUBSCRIPTIONS + index * 48;
  guest.memory.view.setBigUint64(at, userdata, true);
  guest.memory.view.setUint8(at + 8, type);
  guest.memory.view.setUint32(at + 16, fd, true);
}

function poll(guest: WasiGuest, count: number): Event[] {
  guest.memory.view.setUint32(COUNT, 0xdead, true);
  expect(guest.call('poll_oneoff', SUBSCRIPTIONS, EVENTS, count, COUNT)).toBe(0);
  const { view } = guest.memory;
  return Array.from({ length: view.getUint32(COUNT, true) }, (_, i) => ({
    userdata: view.getBigUint64(EVENTS + i * 32, true),
    error: view.getUint16(EVENTS + i * 32 + 8, true),
    type: view.getUint8(EVENTS + i * 32 + 10),
  }));
}

/** A descriptor that becomes readable at a time of the fake clock. */
class Source extends Fd implements Pollable {
  readonly waits: bigint[] = [];
  readonly #readyAtNs: bigint;
  guest: WasiGuest | undefined;

  constructor(readyAtNs: bigint) {
    super();
    this.#readyAtNs = readyAtNs;
  }

  waitReadable(timeoutNs: bigint): boolean {
    const clock = this.guest?.clock;
    if (clock === undefined) throw new Error('no guest');
    if (timeoutNs !== 0n) this.waits.push(timeoutNs);
    const untilReadyNs = this.#readyAtNs - clock.nowNs;
    if (untilReadyNs <= 0n) return true;
    const inTime = timeoutNs < 0n || untilReadyNs <= timeoutNs;
    clock.nowNs += inTime ? untilReadyNs : timeoutNs;
    return inTime;
  }
}

function guestWith(...sources: Source[]): WasiGuest {
  const guest = new WasiGuest(sources);
  for (const source of sources) source.guest = guest;
  return guest;
}

const clockEvent = (userdata: bigint): Event => ({
  userdata,
  error: 0,
  type: wasi.EVENTTYPE_CLOCK,
});
const readEvent = (userdata: bigint): Event => ({
  userdata,
  error: 0,
  type: wasi.EVENTTYPE_FD_READ,
});

describe('clocks', () => {
  test('a relative timeout sleeps once, for its whole length', () => {
    const guest = new WasiGuest();
    clock(guest, 0, { userdata: 7n, timeoutNs: 250n });
    expect(poll(guest, 1)).toEqual([clockEvent(7n)]);
    expect(guest.clock.sleeps).toEqual([250n]);
  });

  test('an absolute monotonic time is not taken for a relative one', () => {
    const guest = new WasiGuest();
    clock(guest, 0, { userdata: 1n, timeoutNs: guest.clock.nowNs + 40n, absolute: true });
    expect(poll(guest, 1)).toEqual([clockEvent(1n)]);
    expect(guest.clock.sleeps).toEqual([40n]);
  });

  test('an absolute time of day is waited for', () => {
    const guest = new WasiGuest();
    const timeoutNs = guest.clock.realtimeNs() + 60n;
    clock(guest, 0, { userdata: 1n, timeoutNs, id: wasi.CLOCKID_REALTIME, absolute: true });
    expect(poll(guest, 1)).toEqual([clockEvent(1n)]);
    expect(guest.clock.sleeps).toEqual([60n]);
  });

  test('a time that has passed is reported at once', () => {
    const guest = new WasiGuest();
    clock(guest, 0, { userdata: 1n, timeoutNs: 5n, absolute: true });
    expect(poll(guest, 1)).toEqual([clockEvent(1n)]);
    expect(guest.clock.sleeps).toEqual([]);
  });

  test('of several the first one due ends the wait, alone', () => {
    const guest = new WasiGuest();
    clock(guest, 0, { userdata: 1n, timeoutNs: 900n });
    clock(guest, 1, { userdata: 2n, timeoutNs: 300n });
    expect(poll(guest, 2)).toEqual([clockEvent(2n)]);
    expect(guest.clock.sleeps).toEqual([300n]);
  });

  test('those due together are reported together', () => {
    const guest = new WasiGuest();
    clock(guest, 0, { userdata: 1n, timeoutNs: 300n });
    clock(guest, 1, { userdata: 2n, timeoutNs: 300n });
    expect(poll(guest, 2)).toEqual([clockEvent(1n), clockEvent(2n)]);
  });

  test('a sleep that ends early is continued', () => {
    const guest = new WasiGuest();
    guest.clock.sleep = (ns) => {
      guest.clock.sleeps.push(ns);
      guest.clock.nowNs += (ns + 1n) / 2n;
    };
    clock(guest, 0, { userdata: 1n, timeoutNs: 4n });
    expect(poll(guest, 1)).toEqual([clockEvent(1n)]);
    expect(guest.clock.sleeps).toEqual([4n, 2n, 1n]);
  });

  test('an unknown clock is an error of its subscription', () => {
    const guest = new WasiGuest();
    clock(guest, 0, { userdata: 3n, timeoutNs: 1n, id: 99, absolute: true });
    expect(poll(guest, 1)).toEqual([{ ...clockEvent(3n), error: wasi.ERRNO_INVAL }]);
  });
});

describe('descriptors', () => {
  test('input is waited for without a limit', () => {
    const source = new Source(5_000_000_000n);
    const guest = guestWith(source);
    file(guest, 0, 4n, wasi.EVENTTYPE_FD_READ, 0);
    expect(poll(guest, 1)).toEqual([readEvent(4n)]);
    expect(source.waits).toEqual([-1n]);
    expect(guest.clock.sleeps).toEqual([]);
  });

  test('input that comes before the timeout is reported alone', () => {
    const guest = guestWith(new Source(1_000_000_100n));
    file(guest, 0, 1n, wasi.EVENTTYPE_FD_READ, 0);
    clock(guest, 1, { userdata: 2n, timeoutNs: 500n });
    expect(poll(guest, 2)).toEqual([readEvent(1n)]);
  });

  test('the timeout is reported where no input comes', () => {
    const source = new Source(9_000_000_000n);
    const guest = guestWith(source);
    file(guest, 0, 1n, wasi.EVENTTYPE_FD_READ, 0);
    clock(guest, 1, { userdata: 2n, timeoutNs: 500n });
    expect(poll(guest, 2)).toEqual([clockEvent(2n)]);
    expect(source.waits).toEqual([500n]);
  });

  test('two inputs are waited for in turns', () => {
    const guest = guestWith(new Source(9_000_000_000n), new Source(2_000_000_000n));
    file(guest, 0, 1n, wasi.EVENTTYPE_FD_READ, 0);
    file(guest, 1, 2n, wasi.EVENTTYPE_FD_READ, 1);
    expect(poll(guest, 2)).toEqual([readEvent(2n)]);
  });

  test('what never blocks is ready, and so is all output', () => {
    const guest = new WasiGuest([new (class extends Fd {})()]);
    file(guest, 0, 1n, wasi.EVENTTYPE_FD_READ, 0);
    file(guest, 1, 2n, wasi.EVENTTYPE_FD_WRITE, 0);
    expect(poll(guest, 2)).toEqual([
      readEvent(1n),
      { userdata: 2n, error: 0, type: wasi.EVENTTYPE_FD_WRITE },
    ]);
  });

  test('a descriptor that is not open is an error of its subscription', () => {
    const guest = new WasiGuest();
    file(guest, 0, 1n, wasi.EVENTTYPE_FD_READ, 12);
    expect(poll(guest, 1)).toEqual([{ ...readEvent(1n), error: wasi.ERRNO_BADF }]);
  });
});

test('no subscription at all is refused', () => {
  expect(new WasiGuest().call('poll_oneoff', SUBSCRIPTIONS, EVENTS, 0, COUNT)).toBe(
    wasi.ERRNO_INVAL,
  );
});
