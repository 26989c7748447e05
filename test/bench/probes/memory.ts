// Memory with so many lines held: as objects of these options alone, by ourselves or by another package.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Options = { readonly lines: Readonly<Record<number, { readonly direction: 'output' }>> };
type Hold = (options: Options) => { release(): void };

interface NodeLibgpiod {
  Chip: new (
    chip: number,
  ) => {
    getLine(offset: number): {
      requestOutputMode(consumer: string, value: number): void;
      release(): void;
    };
  };
}

const holders: Readonly<Record<string, (path: string) => Hold | Promise<Hold>>> = {
  objects: () => (options) => ({ ...options, release: () => {} }),
  'libgpiod-wasm': async (bundle) => {
    const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
    const chip = loadSync().openChip(0);
    process.on('exit', () => chip.close());
    return (options) => chip.requestLines(options);
  },
  'node-libgpiod': (folder) => {
    const { Chip } = createRequire(`${folder}/`)('node-libgpiod') as NodeLibgpiod;
    return ({ lines }) => {
      // A chip object of its own: of one, each line can be requested once.
      const chip = new Chip(0);
      const line = chip.getLine(Number(Object.keys(lines)[0]));
      line.requestOutputMode('bench', 0);
      return { chip, release: () => line.release() };
    };
  },
};

const [, , holder = '', count = '', path = ''] = process.argv;
const hold = await holders[holder]?.(path);
const held: { release(): void }[] = [];
for (let i = 0; hold !== undefined && i < Number(count); i++) {
  held.push(hold({ lines: { [i % 64]: { direction: 'output' } } }));
}
await new Promise((resolve) => setTimeout(resolve, 100));
const status = readFileSync('/proc/self/status', 'utf8');
const bytes = (name: string): number =>
  1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
console.log(JSON.stringify({ resident: bytes('VmRSS'), anonymous: bytes('RssAnon') }));
for (const each of held) each.release();
