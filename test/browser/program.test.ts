import { describe, expect, test } from 'vitest';
import { Playground } from './support/playground.js';

describe('a program', () => {
  test('blinks', async () => {
    const opened = await Playground.open();

    await opened.page.locator('#program-run').click();
    await opened.pin('GPIO17', 'used by blink, high');
    await opened.pin('GPIO17', 'used by blink, low');
    await opened.pin('GPIO17', 'used by blink, high');
    await opened.text('#program-console', /on\noff\non/);
    await opened.page.locator('#program-stop').click();
    await opened.pin('GPIO17', 'unused, low');
    await opened.text('#program-status', 'stopped');
    expect(opened.complaints).toEqual([]);
  });

  test('sees a button that is pressed', async () => {
    const opened = await Playground.open();

    await opened.page.locator('#program-example').selectOption({ label: 'Button and LED' });
    await opened.text('.editor-code', 'A button');
    await opened.page.locator('#program-run').click();
    await opened.pin('GPIO23', 'used by button, high');
    await opened.click('GPIO23');
    await opened.pin('GPIO24', 'used by button, high');
    await opened.text('#program-console', 'pressed: LED on');
  });

  test.each(['Traffic light', 'Sensor pulses'])('runs: %s', async (label) => {
    const opened = await Playground.open();

    await opened.page.locator('#program-example').selectOption({ label });
    await opened.text('.editor-code', /traffic|DHT22/);
    await opened.page.locator('#program-run').click();
    await opened.text('#program-console', /\w/);
    await opened.text('#program-status', 'running');
    expect(await opened.page.locator('.console-error').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  test('has ended when nothing of it is left to happen', async () => {
    const opened = await Playground.open();

    await opened.run(`import { load } from 'libgpiod-wasm';
const gpiod = await load();
gpiod.requestLines({ consumer: 'short', lines: { GPIO17: { direction: 'output', value: 1 } } });
setTimeout(() => console.log({ late: [1, 2n] }), 20);`);
    await opened.text('#program-console', '{ late: [ 1, 2n ] }');
    await opened.text('#program-status', 'finished');
    await opened.pin('GPIO17', 'unused');
  });

  test('may clean up when it is stopped', async () => {
    const opened = await Playground.open();

    await opened.run(`import { setTimeout as sleep } from 'node:timers/promises';
try {
  console.log('begun');
  for (;;) await sleep(10);
} finally {
  console.log('cleaned up');
}`);
    await opened.text('#program-console', 'begun');
    await opened.page.locator('#program-stop').click();
    await opened.text('#program-console', 'cleaned up');
  });

  test.each([
    ['syntax', 'let a = 1;\nlet b = ;', /^line 2: SyntaxError/],
    ['a missing module', "import fs from 'node:fs';", /there is no 'node:fs' here/],
    [
      'a missing export',
      "import { nothing } from 'libgpiod-wasm';",
      /'libgpiod-wasm' does not provide/,
    ],
    ['an exception', '\nnull.x;', /^line 2: TypeError/],
    ['an exception in a timer', 'setTimeout(() => {\n  null.x;\n}, 1);', /^line 2: TypeError/],
    [
      'a rejection',
      '\nPromise.reject(new Error("no"));\nsetInterval(() => {}, 1000);',
      /^line 2: Error: no/,
    ],
    [
      'a rejection that is the last of it',
      'Promise.reject(new Error("no"));',
      /^line 1: Error: no/,
    ],
    [
      'a function that goes on while nobody waits for it',
      `import { setTimeout as sleep } from 'node:timers/promises';
async function main() {
  await sleep(1);
  await sleep(1);
  null.x;
}
main();`,
      /^line 5: TypeError/,
    ],
    [
      'a line that there is not',
      "import { loadSync } from 'libgpiod-wasm';\nloadSync().requestLines({ lines: { GPOI17: {} } });",
      /^line 2: GpiodError: no chip has a line named 'GPOI17'[\s\S]*nearest[\s\S]*GPIO17/,
    ],
  ])('fails with a message and a place: %s', async (_, source, message) => {
    const opened = await Playground.open();

    await opened.run(source);
    await opened.text('#program-console', message);
    await opened.text('#program-status', 'failed');
    const line = /^\^line (\d+)/.exec(message.source)?.[1];
    if (line !== undefined) await opened.text('.editor-numbers .wrong', line);
    expect(opened.complaints).toEqual([]);
  });

  test.each(['for (;;);', 'for (;;) console.log(1);'])(
    'that never gives way is ended with its machine, not with the page: %s',
    async (source) => {
      const opened = await Playground.open();

      await opened.command('gpiomon GPIO17');
      await opened.pin('GPIO17', 'used by gpiomon');
      await opened.run(source);
      await opened.visible('#stuck');
      await opened.page.locator('#stuck-restart').click();
      await opened.visible('#stuck', false);
      await opened.text('#program-status', 'stopped');
      await opened.pin('GPIO17', 'unused');
      await opened.command('gpiodetect');
      await opened.shows('pinctrl-rp1');
    },
  );
});
