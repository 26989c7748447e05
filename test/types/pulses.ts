/** What TypeScript has to say about uses of the pulses: see api.ts. */
import type { EdgeEvent, LineRequest } from '../../ts/index.js';
import {
  type Capture,
  capturePulses,
  DhtError,
  type DhtErrorCode,
  type DhtReading,
  decodeDht,
  PulseRing,
  readDht,
} from '../../ts/pulses.js';

export async function captures(request: LineRequest, signal: AbortSignal): Promise<Capture> {
  const line = request.line('GPIO22');
  await capturePulses(line, { idle: 0, quietMs: 20, signal, trigger: () => void line.toggle() });
  await capturePulses(line, { idle: true, durationMs: 5, trigger: async () => {} });
  // @ts-expect-error the level at rest is not for the library to guess
  await capturePulses(line, { count: 3 });
  // @ts-expect-error a line is one of a request
  await capturePulses('GPIO22', { idle: 0, count: 3 });
  return capturePulses(line, { idle: 0, count: 3, timeoutMs: 100, capacity: 2 });
}

export async function sensors(request: LineRequest): Promise<DhtReading> {
  try {
    return await readDht(request.line(22), 'dht22', { retries: 1 });
  } catch (error) {
    if (!(error instanceof DhtError)) throw error;
    const code: DhtErrorCode = error.code;
    const hint: string = error.hint;
    // @ts-expect-error a code that does not exist
    if (error.code === 'timeout') throw new Error(code + hint);
    // @ts-expect-error a sensor that is none
    return decodeDht({ pulses: [], level: 0 }, 'dht12');
  }
}

export function rings(events: readonly EdgeEvent[], capture: Capture): DhtReading {
  const ring = new PulseRing({ offset: 4, idle: 1, capacity: 8 });
  for (const event of events) ring.add(event);
  const lengths: number[] = ring.toArray();
  // @ts-expect-error lengths may be missing
  const oldest: number = ring.shift();
  if (capture.ended === 'quiet') return decodeDht(capture, 'dht11');
  return decodeDht({ pulses: [oldest, ...lengths], level: ring.level }, 'dht22');
}
