// A sensor speaks by the length of its pulses, as a DHT22 does,
// but 400 times slower. One program is both ends here: GPIO18
// sends, GPIO25 listens. They are wired together.
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSync } from 'libgpiod-wasm';

const START_MS = 80;
const GAP_MS = 10;
const ZERO_MS = 10;
const ONE_MS = 30;
const LIMIT_NS = 20_000_000n;

const gpiod = loadSync();
const sensor = gpiod.requestLines({
  consumer: 'sensor',
  lines: { GPIO18: { direction: 'output' } },
});
const reader = gpiod.requestLines({
  consumer: 'reader',
  lines: { GPIO25: { direction: 'input', edge: 'both' } },
  eventBufferSize: 256,
});
const wire = sensor.line('GPIO18');

async function pulse(ms) {
  wire.value = 1;
  await sleep(ms);
  wire.value = 0;
  await sleep(GAP_MS);
}

// 40 bits: humidity and temperature in tenths, a checksum.
async function send(humidity, temperature) {
  const bytes = [humidity >> 8, humidity & 255, temperature >> 8, temperature & 255];
  bytes.push(bytes.reduce((sum, byte) => sum + byte, 0) & 255);
  await pulse(START_MS);
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) await pulse((byte >> bit) & 1 ? ONE_MS : ZERO_MS);
  }
}

async function listen() {
  let bits = [];
  let roseNs = 0n;
  for await (const event of reader.events()) {
    if (event.type === 'rising') {
      roseNs = event.timestampNs;
      continue;
    }
    const lengthNs = event.timestampNs - roseNs;
    if (lengthNs > 3n * LIMIT_NS) bits = [];
    else bits.push(lengthNs > LIMIT_NS ? 1 : 0);
    if (bits.length === 40) report(bits);
  }
}

function report(bits) {
  const byte = (i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8).join(''), 2);
  const sum = (byte(0) + byte(1) + byte(2) + byte(3)) & 255;
  if (sum !== byte(4)) console.warn('the checksum is wrong: a pulse was late');
  else {
    const humidity = ((byte(0) << 8) | byte(1)) / 10;
    const temperature = ((byte(2) << 8) | byte(3)) / 10;
    console.log(`${humidity} % humidity, ${temperature} °C`);
  }
}

listen();
for (;;) {
  await send(400 + Math.floor(Math.random() * 200), 180 + Math.floor(Math.random() * 80));
  await sleep(1500);
}
