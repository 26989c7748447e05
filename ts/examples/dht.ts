/*
 * Reads temperature and humidity from a DHT22 (AM2302, DHT21) or DHT11.
 *
 *   sensor   Raspberry Pi        node dht.js                    a DHT22, once
 *   VCC      3.3 V  (pin 1)      node dht.js dht11              a DHT11
 *   DATA     GPIO22 (pin 15)     node dht.js dht22 10           ten times, every two seconds
 *   GND      GND    (pin 6)      node dht.js dht22 1 GPIO23     on another line
 *
 * A sensor without a board needs a resistor of 4.7 to 10 kΩ from DATA to VCC. What it answers was
 * measured when it was asked the last time.
 */
import { load } from 'libgpiod-wasm';
import { DhtError, type DhtModel, readDht } from 'libgpiod-wasm/pulses';

const [model = 'dht22', count = '1', line = 'GPIO22'] = process.argv.slice(2);

const gpiod = await load();
const request = gpiod.requestLines({
  consumer: 'dht',
  // The kernel keeps the whole answer, however busy the program is.
  eventBufferSize: 128,
  lines: { [line]: { direction: 'input', edge: 'both', bias: 'pull-up' } },
});
try {
  for (let i = 0; i < Number(count); i += 1) {
    try {
      const { temperature, humidity } = await readDht(request.line(line), model as DhtModel);
      console.log(`${temperature.toFixed(1)} °C, ${humidity.toFixed(1)} %`);
    } catch (error) {
      if (!(error instanceof DhtError)) throw error;
      console.log(`no reading: ${error.message}. ${error.hint}`);
    }
  }
} finally {
  request.release();
}
