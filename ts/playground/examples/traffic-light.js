// A traffic light: red GPIO22, amber GPIO23, green GPIO24.
// Pedestrians press the button on GPIO25: click it.
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSync } from 'libgpiod-wasm';

const RED = 'GPIO22';
const AMBER = 'GPIO23';
const GREEN = 'GPIO24';
const BUTTON = 'GPIO25';
const output = { direction: 'output' };

const gpiod = loadSync();
const lights = gpiod.requestLines({
  consumer: 'traffic-light',
  lines: {
    [RED]: output,
    [AMBER]: output,
    [GREEN]: output,
  },
});
const button = gpiod.requestLines({
  consumer: 'pedestrians',
  lines: {
    [BUTTON]: { direction: 'input', edge: 'rising', bias: 'pull-down' },
  },
});

async function show(red, amber, green, ms) {
  lights.setValues({ [RED]: red, [AMBER]: amber, [GREEN]: green });
  await sleep(ms);
}

for (;;) {
  console.log('red');
  await show(1, 0, 0, 2000);
  await show(1, 1, 0, 800);
  console.log('green');
  await show(0, 0, 1, 1500);
  const pressed = await button.waitEdgeEvent({ timeoutMs: 3000 });
  if (pressed) {
    button.readEdgeEvents();
    console.log('somebody wants to cross');
  }
  await show(0, 1, 0, 800);
}
