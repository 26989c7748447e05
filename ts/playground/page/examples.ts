/** A program to begin with. */
export interface Example {
  /** Below examples/ */
  readonly file: string;
  readonly title: string;
  /** What has to be wired for it. */
  readonly wire?: readonly [string, string];
}

export const examples: readonly Example[] = [
  { file: 'blink.js', title: 'Blink' },
  { file: 'button.js', title: 'Button and LED' },
  { file: 'traffic-light.js', title: 'Traffic light' },
  { file: 'dht.js', title: 'Sensor pulses', wire: ['GPIO18', 'GPIO25'] },
];

export async function sourceOf({ file }: Example): Promise<string> {
  const response = await fetch(new URL(`examples/${file}`, import.meta.url));
  if (!response.ok) throw new Error(`the example ${file} cannot be loaded: ${response.status}`);
  return response.text();
}
