// onoff: files of the old /sys/class/gpio, which the fakes replace by a folder of plain files.
import { createRequire } from 'node:module';
import { nothing, serve } from './serve.js';

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
    const line = new Gpio(5, 'in');
    return (count) => {
      let value = 0;
      for (let i = 0; i < count; i++) value = line.readSync();
      return [value];
    };
  },
  'set-value': () => {
    const line = new Gpio(5, 'out');
    return (count) => {
      for (let i = 0; i < count; i++) line.writeSync(i & 1);
      return nothing;
    };
  },
});
