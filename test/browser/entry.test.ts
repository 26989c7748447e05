import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type * as browser from '../../ts/browser.js';
import { openModulePage } from './support/browser.js';

/** In the page: what the module exports. */
declare const libgpiodWasm: typeof browser;

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

describe('libgpiod-wasm/browser', () => {
  test('works on a simulated machine, with events', async () => {
    const { page } = await openModulePage(dist, 'browser.js');

    const result = await page.evaluate(async () => {
      const { createSim, load } = libgpiodWasm;
      const sim = createSim('pi4');
      const gpiod = await load({ kernel: sim.kernel });
      const request = gpiod.requestLines({
        consumer: 'test',
        lines: { GPIO17: { direction: 'input', edge: 'both' }, GPIO27: { direction: 'output' } },
      });
      sim.wire('GPIO17', 'GPIO27');
      request.setValue('GPIO27', 1);
      request.setValue('GPIO27', 0);
      const types: string[] = [];
      for await (const event of request.events()) {
        types.push(`${event.type} ${event.name}`);
        if (types.length === 2) break;
      }
      request.release();
      return { version: gpiod.apiVersion, types, open: sim.openHandles.length };
    });
    expect(result.version).toMatch(/^2\./);
    expect(result.types).toEqual(['rising GPIO17', 'falling GPIO17']);
    expect(result.open).toBe(0);
  });

  test.each(['text', 'URL', 'Response', 'bytes', 'Module'])(
    'takes the wasm as %s',
    async (kind) => {
      const { page } = await openModulePage(dist, 'browser.js');

      const chips = await page.evaluate(async (kind) => {
        const { createSim, load } = libgpiodWasm;
        const address = '/libgpiod.wasm';
        const bytes = async (): Promise<ArrayBuffer> => (await fetch(address)).arrayBuffer();
        const wasm = {
          text: async () => address,
          URL: async () => new URL(address, location.href),
          Response: () => fetch(address),
          bytes: async () => new Uint8Array(await bytes()),
          Module: async () => WebAssembly.compile(await bytes()),
        }[kind as 'URL'];
        const { kernel } = createSim('pi4');
        return (await load({ kernel, wasm: await wasm() })).chips().length;
      }, kind);
      expect(chips).toBe(2);
    },
  );

  test.each([
    ['load()', 'a browser has no GPIO'],
    ["load({ kernel: createSim('pi4').kernel, wasm: '/nowhere.wasm' })", 'nowhere.wasm is 404'],
    ["load({ kernel: createSim('pi4').kernel, wasm: 5 })", 'wasm has to be the address'],
    ["load({ kernal: createSim('pi4').kernel })", "load() has no option 'kernal'"],
    ["load({ kernel: createSim('pi44').kernel })", "there is no preset 'pi44'"],
  ])('says what is wrong: %s', async (call, message) => {
    const { page } = await openModulePage(dist, 'browser.js');

    const said = await page.evaluate(async (call) => {
      const source = `const { createSim, load } = libgpiodWasm; return ${call};`;
      const run = new Function(source) as () => Promise<void>;
      return Promise.resolve()
        .then(run)
        .then(
          () => 'nothing',
          (error: Error) => error.message,
        );
    }, call);
    expect(said).toContain(message);
  });
});
