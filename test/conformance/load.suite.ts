import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { libgpiodWasm } from '../../ts/assets.js';
import type { Kernel } from '../../ts/kernel/kernel.js';
import { trace } from '../../ts/kernel/trace-on-demand.js';
import { load, loadSync } from '../../ts/load.js';
import { sandbox } from '../../ts/sandbox/sandbox-kernel.js';
import { setUpBench } from './bench.js';
import type { Machine } from './machine.js';

/** Ways to get a libgpiod. */
export function describeLoading(machine: Machine): void {
  describe(`loading on ${machine.name}`, () => {
    const bench = setUpBench(machine);
    const { kernel } = machine;

    it('works at once or later, from the package or from bytes or a module given', async () => {
      const plugged = bench.plug();
      const bytes = readFileSync(libgpiodWasm());
      const wasm = await WebAssembly.compile(bytes);
      for (const gpiod of [
        loadSync({ kernel }),
        loadSync({ kernel, wasm: bytes }),
        loadSync({ kernel, wasm }),
        await load({ kernel }),
        await load({ kernel, wasm: bytes }),
        await load({ kernel, wasm: new Uint8Array(bytes).buffer }),
        await load({ kernel, wasm }),
      ]) {
        using chip = gpiod.openChip(plugged.path);
        expect(chip.info.name).toBe(plugged.name);
      }
    });

    it('gives instances that share nothing but the kernel', () => {
      const plugged = bench.plug();
      const [one, two] = [loadSync({ kernel }), loadSync({ kernel })];
      expect(one.raw.memory).not.toBe(two.raw.memory);
      using first = one.openChip(plugged.path);
      using mine = first.requestLines({ lines: { 0: {} } });
      using chip = two.openChip(plugged.path);
      expect(chip.lineInfo(0).used).toBe(true);
      expect(chip.fd).not.toBe(mine.fd);
    });

    it('fails with what is no kernel, or has another name, and goes to no other kernel', async () => {
      for (const wrong of [null, {}, 'sim', { kernel }]) {
        const options = { kernel: wrong as unknown as Kernel };
        expect(() => loadSync(options)).toThrow(/createSim\('pi5'\)\.kernel/);
        await expect(load(options)).rejects.toThrow(TypeError);
        expect(() => trace(options.kernel)).toThrow(TypeError);
        expect(() => sandbox(options.kernel, {})).toThrow(TypeError);
      }
      const slip: object = { kernl: kernel };
      expect(() => loadSync(slip)).toThrow("load() has no option 'kernl'");
      await expect(load(slip)).rejects.toThrow(TypeError);
    });

    it('fails with what is not a libgpiod', async () => {
      const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
      expect(() => loadSync({ kernel, wasm: empty })).toThrow(/memory|export/);
      await expect(load({ kernel, wasm: empty })).rejects.toThrow(/memory|export/);
      await expect(load({ kernel, wasm: new Uint8Array(8) })).rejects.toThrow(/magic/);
    });
  });
}
