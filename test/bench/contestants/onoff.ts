// onoff: files of the old /sys/class/gpio, which the fakes replace by a folder of plain files.
import { createRequire } from 'node:module';
import { serve } from './serve.js';

interface Gpio {
  readSync(): number;
  writeSync(value: number): void;
}
interface Onoff {
  Gpio: new (gpio: number, direction: string) => Gpio;
}

const [, , folder = ''] = process.argv;
const require = createRequire(`${folder}/`);
const { Gpio } = require('onoff') as Onoff;
const { version } = require('onoff/package.json') as { version: string };

await serve(version, {
  'get-value': () => {
    const line = new Gpio(5, 'out');
    return (count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += line.readSync();
      if (sum < 0) throw new Error('unreachable: keeps the results in use');
    };
  },
  'set-value': () => {
    const line = new Gpio(5, 'out');
    return (count) => {
      for (let i = 0; i < count; i++) line.writeSync(i & 1);
    };
  },
});
