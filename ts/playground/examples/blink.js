// An LED on GPIO17 goes on and off.
// The same program runs on a Raspberry Pi.
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
  console.log(led.value === 1 ? 'on' : 'off');
  await sleep(500);
}
