// rpi-gpio: files of the old /sys/class/gpio, as onoff's, but opened and closed for each call, which
// returns a promise.
import { createRequire } from 'node:module';
import { nothing, serve } from './serve.js';

interface RpiGpio {
  readonly MODE_BCM: string;
  readonly DIR_IN: string;
  readonly DIR_OUT: string;
  setMode(mode: string): void;
  readonly promise: {
    setup(channel: number, direction: string): Promise<void>;
    read(channel: number): Promise<boolean>;
    write(channel: number, value: boolean): Promise<void>;
  };
}

const [, , folder = ''] = process.argv;
const require = createRequire(`${folder}/`);
const gpio = require('rpi-gpio') as RpiGpio;
const { version } = require('rpi-gpio/package.json') as { version: string };
gpio.setMode(gpio.MODE_BCM);

async function setUp(direction: string): Promise<void> {
  try {
    await gpio.promise.setup(5, direction);
  } catch (error) {
    // Last it asks to be told of edges, which plain files, as the fakes' are, refuse.
    if (!(error instanceof Error && error.message === 'Operation not permitted')) throw error;
  }
}

await serve(version, {
  'get-value': async () => {
    await setUp(gpio.DIR_IN);
    return async (count) => {
      let value = false;
      for (let i = 0; i < count; i++) value = await gpio.promise.read(5);
      return [Number(value)];
    };
  },
  'set-value': async () => {
    await setUp(gpio.DIR_OUT);
    return async (count) => {
      for (let i = 0; i < count; i++) await gpio.promise.write(5, (i & 1) === 1);
      return nothing;
    };
  },
});
