import { signalOf } from '../api/abort-signal.js';
import { AbortError, releasedError } from '../api/errors.js';
import type { LineRequest } from '../api/line-request.js';
import { type LineSettings, toUint32 } from '../api/line-settings.js';
import type { RequestedLine } from '../api/requested-line.js';
import { refuseOptions } from '../kernel/arguments.js';
import { type Capture, checkLine, dropOldEvents, record } from './capture.js';
import { checkModel, type DhtModel, type DhtReading, decodeDht } from './decode-dht.js';
import { DhtError } from './dht-error.js';
import { nowMs, sleep } from './time.js';

/** How to read a sensor. */
export interface DhtReadOptions {
  /** How often to try again where a reading fails. Default: 2. */
  readonly retries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One as the host lets go, 2 of the response, 80 of the bits, 2 of the end. */
const EDGES = 85;
/** The answer follows the start signal within 0.2 ms and takes 5; the rest is for a slow machine. */
const ANSWER = { idle: 1, capacity: 128, timeoutMs: 50, quietMs: 5 } as const;

/** Milliseconds. A DHT11 wants a start signal of 18 to 30, the others one of 0.8 to 20. */
const timing: Readonly<Record<DhtModel, { readonly startMs: number; readonly pauseMs: number }>> = {
  dht11: { startMs: 20, pauseMs: 1000 },
  dht22: { startMs: 2, pauseMs: 2000 },
};

/** When the sensor at a line was asked last, in milliseconds. */
const asked = new WeakMap<LineRequest, Map<number, number>>();

/**
 * Asks a DHT11 or DHT22 and decodes its answer. The line belongs to a request with an
 * `eventBufferSize` of 128, so that nothing is lost while the program is busy. Before and after, it is
 * an input with edges, pulled up unless it was requested with another bias than 'as-is' or
 * 'pull-down': so it is left after a failure, too.
 *
 * A sensor needs a pause of 1 s (DHT11) or 2 s (DHT22) after each reading, which the next call and each
 * retry wait for. What it answers was measured at the previous reading.
 *
 * Rejects with DhtError of the last try; with TypeError for wrong arguments; with AbortError; with
 * GpiodError, EBUSY where the events of the request are being read already.
 */
export async function readDht(
  line: RequestedLine,
  model: DhtModel,
  options: DhtReadOptions = {},
): Promise<DhtReading> {
  checkLine(line);
  checkModel(model);
  const signal = signalOf(options);
  const { retries: given = 2, signal: _, ...others } = options;
  refuseOptions('readDht()', others, 'retries, signal');
  const retries = toUint32('retries', given);
  const { eventBufferSize } = line.request;
  if (eventBufferSize < EDGES) {
    throw new TypeError(
      `the request keeps ${eventBufferSize} events, and a reading has ${EDGES}: request the line with eventBufferSize: 128`,
    );
  }
  for (let left = retries; ; left--) {
    if (signal?.aborted) throw new AbortError(signal);
    try {
      return decodeDht(await ask(line, model, signal), model);
    } catch (error) {
      if (left === 0 || !(error instanceof DhtError)) throw error;
    }
  }
}

async function ask(
  line: RequestedLine,
  model: DhtModel,
  signal: AbortSignal | undefined,
): Promise<Capture> {
  const { startMs, pauseMs } = timing[model];
  const capture = await record(line, {
    ...ANSWER,
    signal,
    trigger: async () => {
      await rest(line, pauseMs, signal);
      await sendStart(line, startMs, signal);
    },
  });
  if (capture.ended === 'signal' && signal !== undefined) throw new AbortError(signal);
  if (capture.ended === 'released') throw released(line);
  return capture;
}

function released({ request, offset }: RequestedLine): Error {
  const what = `the line request of ${request.chipName} (line ${offset}) has been released`;
  return releasedError('gpiod_line_request_reconfigure_lines', what);
}

/** Waits until the sensor may be asked again. */
async function rest(
  line: RequestedLine,
  pauseMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { request, offset } = line;
  const times = asked.get(request) ?? new Map<number, number>();
  asked.set(request, times);
  const last = times.get(offset);
  if (last !== undefined) await sleep(line, last + pauseMs - nowMs(line), signal);
  times.set(offset, nowMs(line));
}

/** The start signal: low, then let go. The line is an input again whatever happens. */
async function sendStart(
  line: RequestedLine,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { request, offset } = line;
  if (request.released) throw released(line);
  const { bias, eventClock } = request.settings(offset);
  const ownBias = bias === 'disabled' ? bias : 'pull-up';
  const listening: LineSettings = { direction: 'input', edge: 'both', bias: ownBias, eventClock };
  const letGo = (): void => {
    if (request.released) return;
    try {
      // Disturbances while the sensor rested are no part of its answer.
      dropOldEvents(request);
    } finally {
      request.reconfigure({ [offset]: listening });
    }
  };
  try {
    request.reconfigure({ [offset]: { direction: 'output', value: 0 } });
  } catch (error) {
    letGo();
    throw error;
  }
  await sleep(line, ms, signal, letGo);
}
