import { afterAll, beforeAll } from 'vitest';
import { GpioSim } from '../support/gpio-sim.js';
import { UserFolder } from '../support/user-folder.js';

/** A chip like a Raspberry Pi's, and a folder of somebody who writes programs for it. */
export interface RaspberryPi {
  readonly sim: GpioSim;
  readonly folder: UserFolder;
}

/** To be called inside describe(), whose tests share it: the label and the names are those of a Pi 5. */
export function setUpRaspberryPi(): RaspberryPi {
  let sim: GpioSim;
  let folder: UserFolder;

  beforeAll(() => {
    const names = Object.fromEntries(Array.from({ length: 28 }, (_, i) => [i, `GPIO${i}`]));
    sim = new GpioSim({ lines: 54, label: 'pinctrl-rp1', names });
    folder = new UserFolder();
  });

  afterAll(() => {
    sim.dispose();
    folder.remove();
  });

  return {
    get sim() {
      return sim;
    },
    get folder() {
      return folder;
    },
  };
}
