import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Playground } from './support/playground.js';

describe('the page', () => {
  test('loads without a word on the console, all of it from its own folder', async () => {
    const { page, complaints, requested, origin } = await Playground.open();

    expect(await page.locator('.pin').count()).toBe(40);
    expect(await page.locator('button.pin').count()).toBe(28);
    expect(requested.filter((url) => !url.startsWith(origin))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('needs less than 250 KB, gzipped, without the wasm', () => {
    const folder = fileURLToPath(new URL('../../dist/playground', import.meta.url));
    const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(html|css|js)$/.test(entry.name))
      .map((entry) => gzipSync(readFileSync(`${entry.parentPath}/${entry.name}`)).length);

    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(250_000);
  });

  test('draws every machine that there is a preset for', async () => {
    const { page, complaints } = await Playground.open();
    const machine = page.locator('#machine');
    const presets = await machine
      .locator('option')
      .evaluateAll((options) =>
        options
          .map((option) => (option as HTMLOptionElement).value)
          .filter((name) => name !== 'own'),
      );
    expect(presets).toContain('pi4');

    for (const preset of presets) {
      await machine.selectOption(preset);
      await expect.poll(() => page.url()).toContain(`machine=${encodeURIComponent(preset)}`);
      expect(await page.locator('.line').count(), preset).toBeGreaterThan(50);
    }
    expect(complaints).toEqual([]);
  });

  test('is worked with by the keyboard alone', async () => {
    const opened = await Playground.open();
    const { page } = opened;

    await page.locator('[data-line="GPIO2"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await opened.pin('GPIO3', 'pulled up');
    await page.keyboard.press('d');
    await opened.pin('GPIO3', 'pulled down');
    await page.keyboard.press('u');
    await opened.pin('GPIO3', 'high');

    await page.locator('#editor-text').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('editor-text');
  });

  test('lets go of a pin that was held down', async () => {
    const opened = await Playground.open();
    const { page } = opened;

    await page.locator('[data-line="GPIO17"]').hover();
    await page.mouse.down();
    await opened.pin('GPIO17', 'high');
    await page.waitForTimeout(500);
    await page.mouse.up();
    await opened.pin('GPIO17', 'low');
  });

  test.each(['light', 'dark'] as const)(
    'has text that can be read in the %s theme',
    async (colorScheme) => {
      const opened = await Playground.open({ colorScheme, reducedMotion: 'reduce' });
      await opened.command('gpioset GPIO17=1 &');
      await opened.command('gpiofoo');
      await opened.pin('GPIO17', 'output');

      const faint = await opened.page.evaluate(() => {
        type Colour = readonly [number, number, number, number];
        const parse = (text: string): Colour => {
          const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
          return [r, g, b, a];
        };
        const over = ([r, g, b, a]: Colour, [x, y, z]: Colour): Colour => [
          r * a + x * (1 - a),
          g * a + y * (1 - a),
          b * a + z * (1 - a),
          1,
        ];
        const luminance = ([r, g, b]: Colour): number => {
          const [x = 0, y = 0, z = 0] = [r, g, b].map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * x + 0.7152 * y + 0.0722 * z;
        };
        const backOf = (element: Element | null): Colour => {
          if (element === null) return [255, 255, 255, 1];
          const colour = parse(getComputedStyle(element).backgroundColor);
          return colour[3] === 1 ? colour : over(colour, backOf(element.parentElement));
        };
        const opacityOf = (element: Element | null): number =>
          element === null
            ? 1
            : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);

        return [...document.querySelectorAll('body *')].flatMap((element) => {
          const own = [...element.childNodes].some(
            (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
          );
          const disabled = element.closest(':disabled') !== null;
          const small = element.getBoundingClientRect().width < 2;
          if (!own || disabled || small || !element.checkVisibility()) return [];
          const back = backOf(element);
          const [r, g, b, a] = parse(getComputedStyle(element).color);
          const front = over([r, g, b, a * opacityOf(element)], back);
          const [dark = 0, light = 0] = [luminance(back), luminance(front)].sort((x, y) => x - y);
          const ratio = (light + 0.05) / (dark + 0.05);
          const name = `${element.className || element.tagName} '${element.textContent?.slice(0, 20)}'`;
          return ratio < 4.5 ? [`${name}: ${ratio.toFixed(2)}`] : [];
        });
      });
      expect(faint).toEqual([]);
    },
  );
});
