import type { PresetName } from '../../../ts/sim/presets/presets.js';

/** A kernel as Debian has it. */
export interface DebianKernel {
  readonly suite: string;
  readonly architecture: string;
  readonly flavour: string;
}

/** A Raspberry Pi that QEMU emulates: processor, GPIO controller, serial ports. */
export interface Board {
  readonly name: string;
  /** QEMU's name. */
  readonly machine: string;
  /** QEMU's name for the chip that all of it is in. */
  readonly soc: string;
  /** Its device tree among those of Linux, without ".dtb". */
  readonly tree: string;
  /** The same machine in the simulator. */
  readonly preset: PresetName;
  /** Linux's name of the serial port that no driver takes, and the port's number in QEMU. */
  readonly console: readonly [name: string, port: 0 | 1];
  readonly kernel: DebianKernel;
}

/** With an older kernel, for which QEMU takes two thirds of the time that it takes for the newer one. */
export const raspberryPi2: Board = {
  name: 'Raspberry Pi 2',
  machine: 'raspi2b',
  soc: 'bcm2836',
  tree: 'bcm2836-rpi-2-b',
  preset: 'pi2',
  console: ['ttyAMA0', 0],
  kernel: { suite: 'bookworm', architecture: 'armhf', flavour: 'armmp-lpae' },
};

/** The first port is that of its Bluetooth. */
export const raspberryPi3: Board = {
  name: 'Raspberry Pi 3',
  machine: 'raspi3b',
  soc: 'bcm2837',
  tree: 'bcm2837-rpi-3-b',
  preset: 'pi3',
  console: ['ttyS1', 1],
  kernel: { suite: 'trixie', architecture: 'arm64', flavour: 'arm64' },
};
