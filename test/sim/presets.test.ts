import { describe, expect, test } from 'vitest';
import { preset, presetNames } from '../../ts/sim/presets/presets.js';

function chipOf(name: string, label: string) {
  const chip = preset(name).chips.find((one) => one.label === label);
  if (chip === undefined) throw new Error(`${name} has no ${label}`);
  return { ...chip, names: chip.names.split(',') };
}

describe.each(presetNames)('%s', (name) => {
  test('names no more lines than there are, each name short enough for the kernel', () => {
    for (const { label, lines, names } of preset(name).chips) {
      expect(label.length).toBeLessThan(32);
      expect(names.split(',').length).toBeLessThanOrEqual(lines);
      for (const one of names.split(',')) expect(Buffer.byteLength(one)).toBeLessThan(32);
    }
  });

  test('holds each line once, inside its chip', () => {
    for (const { lines, used } of preset(name).chips) {
      const offsets = used.map(([offset]) => offset);
      expect(new Set(offsets).size).toBe(offsets.length);
      for (const [offset, consumer] of used) {
        expect(offset).toBeLessThan(lines);
        expect(consumer.length).toBeGreaterThan(0);
        expect(consumer.length).toBeLessThan(32);
      }
    }
  });

  test('leaves the lines of the header free', () => {
    for (const { names, used } of preset(name).chips) {
      const held = used.map(([offset]) => names.split(',')[offset] ?? '');
      expect(held.filter((one) => /^GPIO\d/.test(one))).toEqual([]);
    }
  });
});

test.each([
  ['pi1', 'pinctrl-bcm2835', 54],
  ['pi3', 'raspberrypi-exp-gpio', 8],
  ['pi4', 'pinctrl-bcm2711', 58],
  ['pi5', 'pinctrl-rp1', 54],
  ['pi5', 'gpio-brcmstb@107d508500', 32],
  ['pi5', 'gpio-brcmstb@107d508520', 4],
  ['pi5', 'gpio-brcmstb@107d517c00', 17],
  ['pi5', 'gpio-brcmstb@107d517c20', 6],
  ['pi5-rev1.1', 'gpio-brcmstb@107d517c00', 15],
])('%s has %s with %i lines', (name, label, lines) => {
  expect(chipOf(name, label).lines).toBe(lines);
});

test.each([
  ['pi1', 'pinctrl-bcm2835', 27, 'GPIO27'],
  ['pi1-rev1', 'pinctrl-bcm2835', 21, 'CAM_GPIO0'],
  ['pizero2w', 'pinctrl-bcm2835', 41, 'WL_ON'],
  ['pi4', 'pinctrl-bcm2711', 57, 'RGMII_TXD3'],
  ['pi400', 'raspberrypi-exp-gpio', 7, 'SHUTDOWN_REQUEST'],
  ['pi5', 'pinctrl-rp1', 17, 'GPIO17'],
  ['pi5', 'pinctrl-rp1', 44, 'RP1_STAT_LED'],
  ['pi5', 'pinctrl-rp1', 49, 'EN_MAX_USB_CUR'],
  ['pi5', 'gpio-brcmstb@107d508500', 20, 'PWR_GPIO'],
  ['pi5', 'gpio-brcmstb@107d508500', 28, 'WL_ON'],
  ['pi5', 'gpio-brcmstb@107d508500', 31, 'WIFI_SDIO_CMD'],
  ['pi5', 'gpio-brcmstb@107d517c00', 14, 'UART_RX_FS'],
  ['pi500', 'gpio-brcmstb@107d508500', 31, 'WIFI_SDIO_CMD'],
  ['pi500', 'gpio-brcmstb@107d508500', 18, 'KEYB_BOOTSEL'],
  ['pi500', 'pinctrl-rp1', 49, 'EN_MAX_USB_CUR'],
  ['cm4s', 'pinctrl-bcm2711', 45, 'GPIO45'],
  ['cm5', 'gpio-brcmstb@107d508500', 31, 'WIFI_SDIO_CMD'],
  ['cm5', 'gpio-brcmstb@107d517c00', 6, 'ANT2'],
  ['cm5', 'pinctrl-rp1', 47, '2712_WAKE'],
])('%s: the chip %s has at %i the line %s', (name, label, offset, line) => {
  expect(chipOf(name, label).names[offset]).toBe(line);
});

test.each([
  ['pi4', 'pinctrl-bcm2711', [42, 'ACT', 'output-low']],
  ['pi4', 'raspberrypi-exp-gpio', [2, 'PWR', 'output-high', 'active-low']],
  ['pi4', 'raspberrypi-exp-gpio', [6, 'regulator-sd-vcc', 'output-high']],
  ['cm4', 'raspberrypi-exp-gpio', [3, 'ant1', 'output-high']],
  ['pi3', 'raspberrypi-exp-gpio', [4, 'hpd', 'input', 'active-low']],
  ['pi5', 'pinctrl-rp1', [32, 'phy-reset', 'output-low', 'active-low']],
  ['pi5', 'gpio-brcmstb@107d517c00', [5, 'cd', 'input', 'active-low']],
])('%s: on %s the kernel holds %j', (name, label, line) => {
  expect(chipOf(name, label).used).toContainEqual(line);
});

test.each([
  ['Raspberry Pi 4 Model B', 'pi4'],
  ['rpi4', 'pi4'],
  ['PI_5', 'pi5'],
  ['Raspberry Pi Zero 2 W', 'pizero2w'],
  ['pi0w', 'pizerow'],
  ['Raspberry Pi Compute Module 4', 'cm4'],
  ['pi3b+', 'pi3b+'],
])('%s is %s', (name, same) => {
  expect(preset(name)).toBe(preset(same));
});

test('a preset that does not exist lists those that do, the nearest first', () => {
  expect(() => preset('pi44')).toThrow(RangeError);
  expect(() => preset('pi44')).toThrow(/^there is no preset 'pi44'; there are: pi4(00)?, /);
  for (const name of presetNames) expect(() => preset('beaglebone')).toThrow(name);
});

test('nothing that an object inherits is a preset', () => {
  expect(() => preset('constructor')).toThrow(RangeError);
});
