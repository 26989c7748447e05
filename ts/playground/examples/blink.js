// An LED on GPIO17 goes on and off. This program runs on a Raspberry Pi as it is.
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSync } from 'libgpiod-wasm';

const gpiod = loadSync();
const request = gpiod.requestLines({
  consumer: 'blink',
  lines: { GPIO17: { direction: 'output' } },
});
const led = request.line('GPIO17');

for (;;) {
  led.toggle();
  console.log(`the LED is ${led.value === 1 ? 'on' : 'off'}`);
  await sleep(500);
}
