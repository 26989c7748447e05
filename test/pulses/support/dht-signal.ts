import { PulseRing, type PulseTrain } from '../../../ts/pulses.js';
import type { Random } from '../../differential/random.js';

/** What an AM2302 sends by its datasheet, in microseconds. */
const RESPONSE = [80, 80];
const LOW = 50;
const HIGH = [26, 70] as const;

/** Four bytes and their checksum. */
export function withChecksum(bytes: readonly number[]): number[] {
  return [...bytes, bytes.reduce((sum, byte) => sum + byte, 0) & 0xff];
}

/** What a DHT22 sends for these tenths; below zero in one of the two forms that there are. */
export function dht22Bytes(
  humidity: number,
  temperature: number,
  form: 'sign' | 'complement' = 'sign',
): number[] {
  const magnitude = Math.abs(temperature);
  const negative = form === 'sign' ? 0x8000 | magnitude : 0x1_0000 - magnitude;
  const word = temperature < 0 ? negative : magnitude;
  return withChecksum([humidity >> 8, humidity & 0xff, word >> 8, word & 0xff]);
}

/** What a DHT11 sends for these tenths. */
export function dht11Bytes(humidity: number, temperature: number): number[] {
  const magnitude = Math.abs(temperature);
  const sign = temperature < 0 ? 0x80 : 0;
  return withChecksum([
    Math.floor(humidity / 10),
    humidity % 10,
    Math.floor(magnitude / 10),
    (magnitude % 10) | sign,
  ]);
}

/** All pulses of an answer in nanoseconds, the first one low: response, bits, end. */
export function dhtPulses(bytes: readonly number[], scale = 1): number[] {
  const bits = bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
  const us = [...RESPONSE, ...bits.flatMap((bit) => [LOW, HIGH[bit as 0 | 1]]), LOW];
  return us.map((length) => Math.round(length * scale * 1000));
}

/** Moves each edge by up to so many nanoseconds, as interrupts that come late do. */
export function jittered(pulses: readonly number[], ns: number, random: Random): number[] {
  const delays = Array.from({ length: pulses.length + 1 }, () => random.below(ns + 1));
  return pulses.map((length, i) => length + (delays[i + 1] as number) - (delays[i] as number));
}

/** What a ring makes of the answer where the kernel has lost edges, the first of all being 0. */
export function withoutEdges(pulses: readonly number[], lost: readonly number[]): PulseTrain {
  const ring = new PulseRing({ offset: 4, idle: 1, capacity: 128 });
  let timestampNs = 0n;
  let lostBefore = 0;
  for (const [i, length] of [0, ...pulses].entries()) {
    timestampNs += BigInt(length);
    if (lost.includes(i)) {
      lostBefore += 1;
      continue;
    }
    const type = i % 2 === 0 ? 'falling' : 'rising';
    const seqnos = { globalSeqno: i + 1, lineSeqno: i + 1, lost: lostBefore };
    ring.add({ type, timestampNs, offset: 4, name: undefined, ...seqnos });
    lostBefore = 0;
  }
  const { level, overwritten } = ring;
  return { pulses: ring.toArray(), level, overwritten, lost: ring.lost };
}

/** Splits a pulse in two by a spike of the other level. */
export function withSpike(
  pulses: readonly number[],
  index: number,
  at: number,
  length: number,
): number[] {
  const whole = pulses[index] as number;
  return [...pulses.slice(0, index), at, length, whole - at - length, ...pulses.slice(index + 1)];
}

/** As captured with idle: 1. */
export function train(pulses: readonly number[], more: Partial<PulseTrain> = {}): PulseTrain {
  return { pulses, level: 0, overwritten: 0, lost: 0, ...more };
}
