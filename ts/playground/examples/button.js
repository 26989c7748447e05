// A button between GPIO23 and ground toggles the LED on GPIO24.
// Press it: hold GPIO23 down, or click it twice.
import { loadSync } from 'libgpiod-wasm';

const gpiod = loadSync();
const request = gpiod.requestLines({
  consumer: 'button',
  lines: {
    // The resistor pulls it up, which means inactive here.
    GPIO23: {
      direction: 'input',
      edge: 'both',
      bias: 'pull-up',
      activeLow: true,
      debouncePeriodUs: 10_000,
    },
    GPIO24: { direction: 'output' },
  },
});
const led = request.line('GPIO24');

console.log('waiting for the button');
for await (const event of request.events()) {
  if (event.type !== 'rising') continue;
  led.toggle();
  console.log('pressed: LED', led.value === 1 ? 'on' : 'off');
}
