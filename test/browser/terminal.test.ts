import { describe, expect, test } from 'vitest';
import { Playground } from './support/playground.js';

describe.each([
  ['with the engine suspending WebAssembly', false, 'gpio-tools.wasm'],
  ['with WebAssembly suspending itself', true, 'gpio-tools-asyncify.wasm'],
])("upstream's tools, %s", (_, withoutSuspending, wasm) => {
  const open = (): Promise<Playground> => Playground.open({ withoutSuspending });

  test('list chips and lines', async () => {
    const opened = await open();

    await opened.command('gpiodetect');
    await opened.shows('gpiochip0 [pinctrl-rp1] (54 lines)');
    await opened.command('gpioinfo -c gpiochip0 17');
    await opened.shows(/"GPIO17"\s+input/);
    expect(opened.requested.map((url) => url.split('/').at(-1))).toContain(wasm);
    expect(opened.complaints).toEqual([]);
  });

  test('gpiomon prints the edges of a pin that is clicked', async () => {
    const opened = await open();

    await opened.command('gpiomon --num-events 2 GPIO17');
    await opened.pin('GPIO17', 'used by gpiomon');
    await opened.click('GPIO17');
    await opened.shows(/rising\s+"GPIO17"/);
    await opened.click('GPIO17');
    await opened.shows(/falling\s+"GPIO17"/);
    await opened.pin('GPIO17', 'unused');
  });

  test('gpioset changes the drawing until it is interrupted', async () => {
    const opened = await open();

    await opened.command('gpioset --consumer lamp GPIO22=1');
    await opened.pin('GPIO22', 'output, used by lamp, high');
    expect(await opened.page.locator('.lane-name').allInnerTexts()).toEqual(['GPIO22']);
    await opened.page.keyboard.press('Control+c');
    await opened.pin('GPIO22', 'unused, low');
  });

  test('gpioset is interactive', async () => {
    const opened = await open();

    await opened.command('gpioset --interactive GPIO5=0');
    await opened.shows('gpioset> ');
    await opened.page.keyboard.type('togg');
    await opened.page.keyboard.press('Tab');
    await opened.page.keyboard.press('Enter');
    await opened.pin('GPIO5', 'output, used by gpioset, high');
    await opened.page.keyboard.type('set GPIO5=0');
    await opened.page.keyboard.press('Home');
    await opened.page.keyboard.press('Enter');
    await opened.pin('GPIO5', 'output, used by gpioset, low');
    await opened.page.keyboard.type('exit');
    await opened.page.keyboard.press('Enter');
    await opened.pin('GPIO5', 'unused');
  });

  test('gpionotify sees what happens in another terminal', async () => {
    const opened = await open();

    await opened.command('gpionotify --num-events 2 GPIO6');
    await opened.page.locator('#terminal-more').click();
    await opened.command('gpioset --toggle 10ms,0 GPIO6=1');
    await opened.page.locator('#terminal-tab-1').click();
    await opened.shows(/requested\s+"GPIO6"[\s\S]*released\s+"GPIO6"/);
  });

  test('gpioset goes into the background and is ended there', async () => {
    const opened = await open();

    await opened.command('gpioset --daemonize GPIO16=1');
    await opened.pin('GPIO16', 'output, used by gpioset, high');
    await opened.command('jobs');
    await opened.shows('[1] gpioset --daemonize GPIO16=1');
    await opened.command('kill 1');
    await opened.pin('GPIO16', 'unused');
  });
});

describe('the shell', () => {
  test('says what is wrong with a command', async () => {
    const playground = await Playground.open();

    await playground.command('gpioinof');
    await playground.shows('there is no such command; did you mean gpioinfo?');
    await playground.command('gpioinfo | less');
    await playground.shows("knows no '|'");
    await playground.command('gpioget NOPE');
    await playground.shows("cannot find line 'NOPE'");
    await playground.command('kill 7');
    await playground.shows('there is no job 7');
    expect(playground.complaints).toEqual([]);
  });
});
