// Memory with so many lines held: as objects of these options alone, by ourselves or by another package.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { LineRequestPtr, NullPtr, RawGpiod } from '../../../ts/index.js';

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

const CHIP = '/dev/gpiochip0';

class RawRequest {
  readonly #raw: RawGpiod;
  readonly #pointer: LineRequestPtr;

  constructor(raw: RawGpiod, pointer: LineRequestPtr | NullPtr) {
    if (pointer === 0) throw new Error(`no request: errno ${raw.errno()}`);
    this.#raw = raw;
    this.#pointer = pointer;
  }

  release(): void {
    this.#raw.gpiod_line_request_release(this.#pointer);
  }
}

const holders: Readonly<Record<string, (path: string) => Hold | Promise<Hold>>> = {
  objects: () => (options) => ({ ...options, release: () => {} }),
  'libgpiod-wasm': async (bundle) => {
    const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
    const chip = loadSync().openChip(0);
    process.on('exit', () => chip.close());
    return (options) => chip.requestLines(options);
  },
  // The least that an API on top of the C functions can take: options come in, one object is kept.
  raw: async (bundle) => {
    const { LineDirection, loadSync } = (await import(
      bundle
    )) as typeof import('../../../ts/index.js');
    const { raw } = loadSync();
    const arena = raw.arena();
    const chip = arena.own(raw.gpiod_chip_open(arena.string(CHIP)), raw.gpiod_chip_close);
    const config = arena.own(raw.gpiod_line_config_new(), raw.gpiod_line_config_free);
    const settings = arena.own(raw.gpiod_line_settings_new(), raw.gpiod_line_settings_free);
    const request = arena.own(raw.gpiod_request_config_new(), raw.gpiod_request_config_free);
    const offset = arena.uintsOut(1);
    raw.gpiod_line_settings_set_direction(settings, LineDirection.OUTPUT);
    process.on('exit', () => arena.release());
    return ({ lines }) => {
      raw.writeUints(offset, [Number(Object.keys(lines)[0])]);
      raw.gpiod_line_config_reset(config);
      raw.gpiod_line_config_add_line_settings(config, offset, 1, settings);
      return new RawRequest(raw, raw.gpiod_chip_request_lines(chip, request, config));
    };
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
