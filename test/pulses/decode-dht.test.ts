import { describe, expect, it } from 'vitest';
import { DhtError, type DhtModel, decodeDht, type PulseTrain } from '../../ts/pulses.js';
import { Random } from '../differential/random.js';
import {
  dht11Bytes,
  dht22Bytes,
  dhtPulses,
  jittered,
  train,
  withChecksum,
  withoutEdges,
  withSpike,
} from './support/dht-signal.js';

/** The datasheet's example: 65.2 % and 35.1 °C. */
const example = dhtPulses([0x02, 0x8c, 0x01, 0x5f, 0xee]);
const reading = { humidity: 65.2, temperature: 35.1 };
const RUNS = 2000;

/** The error that decoding ends with. */
function failure(given: PulseTrain, model: DhtModel = 'dht22'): DhtError {
  try {
    decodeDht(given, model);
  } catch (error) {
    if (error instanceof DhtError) return error;
    throw error;
  }
  throw new Error('the pulses were to be no reading');
}

/** A reading that a sensor may have, in tenths, and the bytes it sends. */
function randomReading(random: Random, model: DhtModel) {
  const humidity = random.below(1001);
  const temperature = model === 'dht22' ? random.below(1201) - 400 : random.below(701) - 200;
  const form = random.pick(['sign', 'complement'] as const);
  const bytes =
    model === 'dht22' ? dht22Bytes(humidity, temperature, form) : dht11Bytes(humidity, temperature);
  return {
    bytes,
    reading: { humidity: humidity / 10, temperature: temperature / 10 },
  };
}

describe('decoding a DHT sensor', () => {
  it('reads the example of the datasheet', () => {
    expect(decodeDht(train(example), 'dht22')).toEqual(reading);
  });

  it.each([
    ['-10.1 °C as sign and magnitude', [0x02, 0x92, 0x80, 0x65], -10.1],
    ['-0.1 °C in two’s complement', [0x01, 0xf5, 0xff, 0xff], -0.1],
    ['-18.9 °C in two’s complement', [0x01, 0xf5, 0xff, 0x43], -18.9],
    ['-40 °C as sign and magnitude', [0x01, 0xf5, 0x81, 0x90], -40],
    ['-40 °C in two’s complement', [0x01, 0xf5, 0xfe, 0x70], -40],
    ['0 °C with a sign', [0x01, 0xf5, 0x80, 0x00], 0],
  ])('reads %s from a dht22', (_, bytes, temperature) => {
    const found = decodeDht(train(dhtPulses(withChecksum(bytes))), 'dht22');
    expect(found.temperature).toBe(temperature);
  });

  it.each([
    ['23 °C and 45 %', [45, 0, 23, 0], 23, 45],
    ['23.4 °C and 45.6 %', [45, 6, 23, 4], 23.4, 45.6],
    ['-5.3 °C', [45, 0, 5, 0x83], -5.3, 45],
  ])('reads %s from a dht11', (_, bytes, temperature, humidity) => {
    const found = decodeDht(train(dhtPulses(withChecksum(bytes))), 'dht11');
    expect(found).toEqual({ temperature, humidity });
  });

  it.each(['dht11', 'dht22'] as const)(
    'reads any value of a %s, edges up to 15 µs late',
    (model) => {
      const random = new Random(11);
      for (let run = 0; run < RUNS; run++) {
        const { bytes, reading } = randomReading(random, model);
        const pulses = jittered(dhtPulses(bytes), 15_000, random);
        expect(decodeDht(train(pulses), model)).toEqual(reading);
      }
    },
  );

  it.each([0.85, 1.15])('reads a sensor whose clock runs at %f of the usual time', (scale) => {
    const random = new Random(12);
    for (let run = 0; run < RUNS; run++) {
      const { bytes, reading } = randomReading(random, 'dht22');
      const pulses = jittered(dhtPulses(bytes, scale), 8000, random);
      expect(decodeDht(train(pulses), 'dht22')).toEqual(reading);
    }
  });

  it('needs neither the response nor the end', () => {
    const random = new Random(13);
    for (let run = 0; run < RUNS; run++) {
      const { bytes, reading } = randomReading(random, 'dht22');
      const pulses = jittered(dhtPulses(bytes), 10_000, random);
      for (const first of [1, 2]) {
        const level = first === 1 ? 1 : 0;
        expect(decodeDht(train(pulses.slice(first), { level }), 'dht22')).toEqual(reading);
      }
      expect(decodeDht(train(pulses.slice(0, -1)), 'dht22')).toEqual(reading);
    }
  });

  it('passes over what comes before the response, such as the start signal', () => {
    const start = [18_000_000, 30_000];
    expect(decodeDht(train([...start, ...example]), 'dht22')).toEqual(reading);
    expect(decodeDht(train([30_000, ...example], { level: 1 }), 'dht22')).toEqual(reading);
    expect(decodeDht(train([3000, 9000, ...start, ...example]), 'dht22')).toEqual(reading);
  });

  it('passes over what comes after the bits', () => {
    expect(decodeDht(train([...example, 900_000, 12_000, 7000]), 'dht22')).toEqual(reading);
  });

  it('takes out spikes, one or several, wherever they are', () => {
    const random = new Random(14);
    for (let run = 0; run < RUNS; run++) {
      const { bytes, reading } = randomReading(random, 'dht22');
      let pulses = dhtPulses(bytes);
      for (let spikes = 1 + random.below(3), last = pulses.length; spikes > 0; spikes--) {
        const index = random.below(last);
        const whole = pulses[index] as number;
        const length = 1 + random.below(6000);
        const at = 10_000 + random.below(whole - 10_000 - length);
        pulses = withSpike(pulses, index, at, length);
        last = index;
        if (last === 0) break;
      }
      expect(decodeDht(train(pulses), 'dht22')).toEqual(reading);
    }
  });

  it('never takes one reading for another where edges are lost', () => {
    const random = new Random(15);
    const codes = new Set<string>();
    for (let run = 0; run < RUNS; run++) {
      const { bytes, reading } = randomReading(random, 'dht22');
      const first = random.below(84);
      const lost = Array.from({ length: 1 + random.below(4) }, (_, i) => first + i);
      const given = withoutEdges(jittered(dhtPulses(bytes), 5000, random), lost);
      try {
        expect(decodeDht(given, 'dht22')).toEqual(reading);
      } catch (error) {
        if (!(error instanceof DhtError)) throw error;
        // Nobody can know of edges that are missing at the very end.
        if (first + lost.length <= 83) codes.add(error.code);
      }
    }
    expect([...codes]).toEqual(['lost-edges']);
  });

  it('notices each single bit that is misread', () => {
    for (let bit = 0; bit < 40; bit++) {
      const pulses = [...example];
      const high = 2 + 2 * bit + 1;
      pulses[high] = pulses[high] === 26_000 ? 70_000 : 26_000;
      expect(['checksum', 'too-few-pulses']).toContain(failure(train(pulses)).code);
    }
  });
});

describe('pulses that are no reading', () => {
  it('are none at all where the sensor does not answer', () => {
    const error = failure(train([]));
    expect(error).toMatchObject({ name: 'DhtError', code: 'no-response' });
    expect(error.hint).toContain('pull-up');
  });

  it('are too few wherever the answer is cut off', () => {
    for (let length = 1; length < 82; length++) {
      expect(failure(train(example.slice(0, length))).code).toBe('too-few-pulses');
    }
    expect(failure(train(example.slice(0, 50))).message).toContain('48 of the 80 pulses');
  });

  it('are longer than any pulse of a bit', () => {
    const pulses = [...example];
    pulses[2 + 2 * 6 + 1] = 140_000;
    const error = failure(train(pulses));
    expect(error.code).toBe('bad-pulse');
    expect(error.message).toContain('bit 7 of 40 is high for 140 µs');
    pulses[2 + 2 * 6 + 1] = 26_000;
    pulses[2 + 2 * 39] = 300_000;
    expect(failure(train(pulses)).message).toContain('bit 40 of 40 is low for 300 µs');
  });

  it('have another checksum', () => {
    const error = failure(train(dhtPulses([0x02, 0x8c, 0x01, 0x5f, 0xef])));
    expect(error.code).toBe('checksum');
    expect(error.message).toBe("the checksum of 02 8c 01 5f is ee, and the sensor's is ef");
    expect(error.hint).toContain('once more');
  });

  it('are of the other model, and say so', () => {
    const as11 = failure(train(example), 'dht11');
    expect(as11).toMatchObject({
      code: 'out-of-range',
      hint: "As a 'dht22' it makes sense: is it one?",
    });
    const as22 = failure(train(dhtPulses(dht11Bytes(450, 230))), 'dht22');
    expect(as22).toMatchObject({
      code: 'out-of-range',
      hint: "As a 'dht11' it makes sense: is it one?",
    });
    expect(as22.message).toContain('1152 %');
  });

  it.each([
    ['humidity', [0x03, 0xe9, 0x00, 0x10]],
    ['heat', [0x01, 0x10, 0x04, 0xe3]],
    ['cold', [0x01, 0x10, 0xfe, 0x6f]],
  ])('have more %s than there can be', (_, bytes) => {
    const error = failure(train(dhtPulses(withChecksum(bytes))));
    expect(error.code).toBe('out-of-range');
    expect(error.hint).toContain('broken');
  });

  it('lack what was lost or overwritten', () => {
    const half = example.slice(40);
    expect(failure(train(half, { lost: 3 }))).toMatchObject({
      code: 'lost-edges',
      message: "edges of the sensor's answer are missing: 3 or more",
      cause: { code: 'too-few-pulses' },
    });
    const overwritten = failure(train(half, { overwritten: 40 }));
    expect(overwritten).toMatchObject({ code: 'lost-edges', cause: { code: 'too-few-pulses' } });
    expect(overwritten.hint).toContain('eventBufferSize: 128');
  });

  it('are not lost where all bits are there', () => {
    expect(decodeDht(train(example.slice(2), { lost: 2 }), 'dht22')).toEqual(reading);
  });

  it('are no pulses, or the model is none', () => {
    for (const wrong of [example, undefined, train(['50'] as never), train([Number.NaN])]) {
      expect(() => decodeDht(wrong as never, 'dht22')).toThrow(/^these are no pulses: decodeDht/);
    }
    expect(() => decodeDht(train(example), 'dht23' as never)).toThrow("Did you mean 'dht22'?");
  });
});
