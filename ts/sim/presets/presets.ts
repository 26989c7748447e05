import { nearest } from '../../kernel/nearest.js';
import type { Board } from './board.js';
import { boards } from './generated/boards.js';
import { raspberryPiKernelBoards } from './raspberry-pi-kernel.js';

/**
 * The machines that can be simulated by name. Their lines are those of Linux's own device trees; of a
 * Pi 5, a Pi 500 and Compute Modules 4S and 5 those of Raspberry Pi's kernel, as Linux's trees leave
 * their lines without names or do not have the machine (`pi5-mainline` is what Linux itself shows).
 */
const presets = {
  pi1: boards['bcm2835-rpi-b-rev2'],
  'pi1-rev1': boards['bcm2835-rpi-b'],
  pi1a: boards['bcm2835-rpi-a'],
  'pi1a+': boards['bcm2835-rpi-a-plus'],
  'pi1b+': boards['bcm2835-rpi-b-plus'],
  pizero: boards['bcm2835-rpi-zero'],
  pizerow: boards['bcm2835-rpi-zero-w'],
  pizero2w: boards['bcm2837-rpi-zero-2-w'],
  pi2: boards['bcm2836-rpi-2-b'],
  'pi2-rev1.2': boards['bcm2837-rpi-2-b'],
  pi3: boards['bcm2837-rpi-3-b'],
  'pi3a+': boards['bcm2837-rpi-3-a-plus'],
  'pi3b+': boards['bcm2837-rpi-3-b-plus'],
  pi4: boards['bcm2711-rpi-4-b'],
  pi400: boards['bcm2711-rpi-400'],
  pi5: raspberryPiKernelBoards['bcm2712-rpi-5-b'],
  'pi5-rev1.1': raspberryPiKernelBoards['bcm2712d0-rpi-5-b'],
  'pi5-mainline': boards['bcm2712-rpi-5-b'],
  pi500: raspberryPiKernelBoards['bcm2712-rpi-500'],
  cm1: boards['bcm2835-rpi-cm1-io1'],
  cm3: boards['bcm2837-rpi-cm3-io3'],
  cm4: boards['bcm2711-rpi-cm4-io'],
  cm4s: raspberryPiKernelBoards['bcm2711-rpi-cm4s'],
  cm5: raspberryPiKernelBoards['bcm2712-rpi-cm5'],
} satisfies Readonly<Record<string, Board>>;

/** A machine that can be simulated by name. */
export type PresetName = keyof typeof presets;

/** Names of the same machines that people use too. */
const aliases: Readonly<Record<string, PresetName>> = {
  pi0: 'pizero',
  pi02w: 'pizero2w',
  pi0w: 'pizerow',
  pi1b: 'pi1',
  'pi1b-rev1': 'pi1-rev1',
  'pi1b-rev2': 'pi1',
  pi2b: 'pi2',
  pi3b: 'pi3',
  pi4b: 'pi4',
  pi5b: 'pi5',
  'cm3+': 'cm3',
};

/** The names of all presets, from the oldest machine to the newest. */
export const presetNames = Object.keys(presets) as readonly PresetName[];

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}

/** "Raspberry Pi 4 Model B", "rpi4b" and "Pi 4B" all mean pi4b. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_]|raspberry|model/g, '')
    .replace(/^r(?=pi)/, '')
    .replace(/^(pi)?(computemodule|cm)/, 'cm');
}

/**
 * The machine of this name; case, spaces and the words "Raspberry" and "Model" do not count.
 *
 * @throws RangeError where there is none: it lists those that there are, the nearest first.
 */
export function preset(name: string): Board {
  const wanted = plain(name);
  const known = Object.hasOwn(aliases, wanted) ? aliases[wanted] : wanted;
  if (known !== undefined && isPreset(known)) return presets[known];
  const first = nearest(wanted, presetNames);
  const listed = [...new Set([...first, ...presetNames])].join(', ');
  throw new RangeError(`there is no preset '${name}'; there are: ${listed}`);
}

/** A line for each preset: its name and its machine. */
export function listPresets(): string {
  return presetNames.map((name) => `${name.padEnd(14)}${presets[name].model}\n`).join('');
}
