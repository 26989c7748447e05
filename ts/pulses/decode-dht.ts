import { Words } from '../api/vocabulary.js';
import type { PulseTrain } from './capture.js';
import { DhtError } from './dht-error.js';
import { frameOf, withoutGlitches } from './dht-frame.js';

/** Which sensor: 'dht22' stands for AM2302, DHT21, AM2301, AM2320 and RHT03 too, which speak alike. */
export type DhtModel = 'dht11' | 'dht22';

/** What a sensor has measured. */
export interface DhtReading {
  /** Degrees Celsius. */
  readonly temperature: number;
  /** Relative humidity in percent. */
  readonly humidity: number;
}

interface Model {
  readonly temperature: readonly [min: number, max: number];
  /** Of the first four bytes, in tenths. */
  tenths(bytes: readonly number[]): { readonly temperature: number; readonly humidity: number };
}

const NS_PER_US = 1000;
const LOWEST_DHT22 = -400;

const models: Readonly<Record<DhtModel, Model>> = {
  dht11: {
    temperature: [-20, 60],
    tenths: ([wet = 0, wetTenths = 0, warm = 0, warmTenths = 0]) => {
      const temperature = warm * 10 + (warmTenths & 0x7f);
      return {
        humidity: wet * 10 + wetTenths,
        temperature: (warmTenths & 0x80) === 0 ? temperature : -temperature,
      };
    },
  },
  dht22: {
    temperature: [LOWEST_DHT22 / 10, 125],
    tenths: ([wetHigh = 0, wetLow = 0, warmHigh = 0, warmLow = 0]) => ({
      humidity: (wetHigh << 8) | wetLow,
      temperature: signed((warmHigh << 8) | warmLow),
    }),
  },
};

/** As the datasheet has it, a sign and a magnitude. Where that is too cold to be true, two's complement. */
function signed(word: number): number {
  if ((word & 0x8000) === 0) return word;
  const magnitude = word & 0x7fff;
  return -magnitude >= LOWEST_DHT22 ? -magnitude : word - 0x1_0000;
}

const modelWords = new Words('model', { dht11: 11, dht22: 22 });

/** Throws TypeError for a model that there is not. */
export function checkModel(model: unknown): void {
  modelWords.code(model);
}

/**
 * The reading in the pulses of a DHT sensor, which has temperature and humidity to a tenth. The
 * sensor's response in front of the bits may be missing; where the pulses make no reading as they are,
 * spikes of less than 10 µs are taken out.
 *
 * Throws DhtError, of which `code` says why and `hint` what to do; TypeError for an unknown model.
 */
export function decodeDht(
  train: Pick<PulseTrain, 'pulses' | 'level'> & Partial<PulseTrain>,
  model: DhtModel,
): DhtReading {
  checkModel(model);
  const { pulses, level, lost = 0, overwritten = 0 } = train ?? {};
  if (!Array.isArray(pulses) || !pulses.every(Number.isFinite) || (level !== 0 && level !== 1)) {
    throw new TypeError(
      'these are no pulses: decodeDht() takes what capturePulses() gives, or { pulses, level }',
    );
  }
  if (pulses.length === 0) throw new DhtError('no-response', 'the sensor does not answer');
  const all = pulses.map((length) => length / NS_PER_US);
  try {
    return readingOf(bytesOf(level === 0 ? all : all.slice(1)), model);
  } catch (cause) {
    if (lost + overwritten === 0) throw cause;
    throw new DhtError(
      'lost-edges',
      lost > 0
        ? `edges of the sensor's answer are missing: ${lost} or more`
        : `pulses of the sensor's answer have been overwritten: ${overwritten}`,
      { cause },
    );
  }
}

/** A spike makes two pulses too many: where there are just enough, short ones are no spikes. */
function bytesOf(us: readonly number[]): number[] {
  try {
    return frameOf(us);
  } catch (error) {
    const whole = withoutGlitches(us);
    if (whole.length === us.length || isChecksum(error)) throw error;
    try {
      return frameOf(whole);
    } catch {
      throw error;
    }
  }
}

function isChecksum(error: unknown): boolean {
  return error instanceof DhtError && error.code === 'checksum';
}

function readingOf(bytes: readonly number[], model: DhtModel): DhtReading {
  const reading = plausible(bytes, model);
  if (reading !== undefined) return reading;
  const { temperature, humidity } = models[model].tenths(bytes);
  const other = model === 'dht11' ? 'dht22' : 'dht11';
  throw new DhtError(
    'out-of-range',
    `${temperature / 10} °C and ${humidity / 10} % are nothing that a ${model} can measure`,
    plausible(bytes, other) && { hint: `As a '${other}' it makes sense: is it one?` },
  );
}

/** undefined for what the sensor cannot mean. */
function plausible(bytes: readonly number[], model: DhtModel): DhtReading | undefined {
  const { temperature: range, tenths } = models[model];
  const { temperature, humidity } = tenths(bytes);
  if (humidity > 1000 || temperature < range[0] * 10 || temperature > range[1] * 10) {
    return undefined;
  }
  const [, wetTenths = 0, , warmTenths = 0] = bytes;
  if (model === 'dht11' && (wetTenths > 9 || (warmTenths & 0x7f) > 9)) return undefined;
  // Not -0, which some sensors send.
  return { temperature: temperature / 10 + 0, humidity: humidity / 10 };
}
