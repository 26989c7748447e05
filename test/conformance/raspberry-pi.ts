import { GpioSim } from '../support/gpio-sim.js';

/** A chip of gpio-sim with the label and the names of a Raspberry Pi 5's header. */
export function raspberryPi(): GpioSim {
  const names = Object.fromEntries(Array.from({ length: 28 }, (_, i) => [i, `GPIO${i}`]));
  return new GpioSim({ lines: 54, label: 'pinctrl-rp1', names });
}
