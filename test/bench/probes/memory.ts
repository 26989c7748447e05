// Memory with so many requests open; without a bundle: of Node with as many objects of the same options,
// and of bare Node where that is 0.
import { readFileSync } from 'node:fs';

const [, , count = '', bundle = ''] = process.argv;
type Options = { readonly lines: Readonly<Record<number, { readonly direction: 'output' }>> };
let open = (options: Options): { release(): void } => ({ ...options, release: () => {} });
if (bundle !== '') {
  const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
  const chip = loadSync().openChip(0);
  process.on('exit', () => chip.close());
  open = (options) => chip.requestLines(options);
}
const held: { release(): void }[] = [];
for (let i = 0; i < Number(count); i++) {
  held.push(open({ lines: { [i % 64]: { direction: 'output' } } }));
}
await new Promise((resolve) => setTimeout(resolve, 100));
const status = readFileSync('/proc/self/status', 'utf8');
const bytes = (name: string): number =>
  1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
console.log(JSON.stringify({ resident: bytes('VmRSS'), anonymous: bytes('RssAnon') }));
for (const request of held) request.release();
