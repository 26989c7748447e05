import { describe, expect, onTestFinished, test } from 'vitest';
import { Playground } from './support/playground.js';

async function ownChips({ page }: Playground, json: string): Promise<void> {
  await page.locator('#machine').selectOption('own');
  await page.locator('#own-text').fill(json);
  await page.locator('#own-build').click();
}

/** Opens a page that has to stay without complaints, whatever it is given. */
async function open(query = ''): Promise<Playground> {
  const opened = await Playground.open({ query });
  onTestFinished(() => expect(opened.complaints).toEqual([]));
  return opened;
}

describe('bad input', () => {
  test('a preset that there is not lists those that there are, and the page goes on', async () => {
    const opened = await open('?machine=pi6');

    await opened.text('#notice', /there is no preset 'pi6'; there are: .*pi4.*cm5/);
    await opened.command('gpiodetect');
    await opened.shows('pinctrl-rp1');
  });

  test('an address with malformed JSON says where', async () => {
    const opened = await open(`?chips=${encodeURIComponent('{"chips": [\n1,]}')}`);

    await opened.text('#notice', 'line 2, column 3: a value was expected');
  });

  test.each([
    ['{"chips": [\n  {"lines": 4,}\n]}', 'line 2, column 15: a property in double quotes'],
    ['', 'line 1, column 1: a value was expected, but the text ends'],
    ['{"chips": [{"lins": 4}]}', 'chips[0].lins: there is no such property; did you mean lines?'],
    ['{"chips": [{"lines": 0}]}', 'chips[0].lines: a chip has 1 to 1024 lines, not 0'],
    ['{"chips": [{"lines": ["A", "B"]}], "wires": [["A", "C"]]}', "wires[0]: there is no line 'C'"],
  ])('chips described as %j are refused with the reason', async (json, message) => {
    const opened = await open();

    await ownChips(opened, json);
    await opened.text('#own-error', message);
    await opened.page.locator('#own-cancel').click();
    expect(await opened.page.locator('#machine').inputValue()).toBe('pi5');
    await opened.pin('GPIO17', 'low');
  });

  test('wiring a line that there is not names the nearest', async () => {
    const opened = await open();
    const { page } = opened;

    await page.locator('#wire-from').fill('GPIO22');
    await page.locator('#wire-to').fill('GPOI17');
    await page.locator('#wire-form button').click();
    await opened.text('#wire-error', /there is no line 'GPOI17'; the nearest: .*GPIO17/);
    await page.locator('#wire-to').fill('GPIO17');
    await page.locator('#wire-form button').click();
    await opened.text('#wire-list', 'GPIO17 ⌁ GPIO22');
    await opened.click('GPIO22');
    await opened.pin('GPIO17', 'high');
  });

  test("one's own chips are built, and found again by the page's address", async () => {
    const opened = await open();
    const { page } = opened;

    await ownChips(opened, '{"chips": [{"label": "panel", "lines": ["BUTTON", "LED"]}]}');
    await opened.pin('BUTTON', 'low');
    await page.reload();
    await opened.pin('LED', 'low');
    await opened.command('gpioinfo');
    await opened.shows(/"BUTTON"/);
  });
});
