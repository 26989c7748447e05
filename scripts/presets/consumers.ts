import { stringsOf, type TreeNode } from './device-tree.js';

/** How a driver of the kernel holds a line, as gpioinfo shows it. */
export interface Consumer {
  readonly name: string;
  readonly direction: 'input' | 'output';
  /** Whether the line is in its active state while the machine does nothing special. */
  readonly active: boolean;
}

const input = (name: string): Consumer => ({ name, direction: 'input', active: false });
const output = (name: string, active = false): Consumer => ({ name, direction: 'output', active });

/** Where a driver asks for a line by its function, that is what the kernel shows. */
function functionOf(property: string): string {
  return property.replace(/-gpios?$/, '');
}

/** Without one, the kernel shows the device; a platform device below the root is called as its node. */
function deviceName(node: TreeNode): string {
  return node.name;
}

function isOn(node: TreeNode): boolean {
  return node.properties.has('regulator-boot-on') || node.properties.has('regulator-always-on');
}

/** What drivers do with the lines that their nodes name, by `compatible`. */
const drivers: Readonly<Record<string, (node: TreeNode, property: string) => Consumer>> = {
  'brcm,bcm43438-bt': (_, property) => output(functionOf(property)),
  'brcm,bcm2835-hdmi': (_, property) => input(functionOf(property)),
  'brcm,bcm2712-sdhci': (_, property) => input(functionOf(property)),
  'gpio-poweroff': (node) => output(deviceName(node)),
  // Power sequencing asserts the reset until the device is wanted, then releases it.
  'mmc-pwrseq-simple': (_, property) => output(functionOf(property)),
  'regulator-fixed': (node) => output(deviceName(node), isOn(node)),
  // The selector, not the power: its state is that of the first voltage.
  'regulator-gpio': (node) => output(stringsOf(node, 'regulator-name')[0] ?? deviceName(node)),
};

/** Drivers whose lines are named in child nodes. */
const parents: Readonly<Record<string, (child: TreeNode, property: string) => Consumer>> = {
  'gpio-leds': (child) =>
    output(
      stringsOf(child, 'label')[0] ?? child.name,
      stringsOf(child, 'default-state')[0] === 'on' ||
        stringsOf(child, 'linux,default-trigger')[0] === 'default-on',
    ),
  'gpio-keys': (child) => input(stringsOf(child, 'label')[0] ?? 'gpio_keys'),
};

/** @throws Error where this file does not know the driver: it has to be looked up in the kernel. */
export function consumerOf(node: TreeNode, property: string): Consumer {
  const known =
    stringsOf(node, 'compatible')
      .map((one) => drivers[one])
      .find((one) => one !== undefined) ??
    stringsOf(node.parent ?? node, 'compatible')
      .map((one) => parents[one])
      .find((one) => one !== undefined);
  if (known !== undefined) return known(node, property);
  if (node.name === 'mdio' && property === 'reset-gpios') return output('reset');
  const compatible = stringsOf(node, 'compatible').join(', ');
  throw new Error(`${node.path}: no driver known for "${compatible}" with ${property}`);
}
