import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadLinuxAddon } from '../../ts/kernel/linux-addon.js';
import { setUpFolder } from '../support/temporary-folder.js';

const folder = setUpFolder();

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('loadLinuxAddon', () => {
  it('may be called more than once', () => {
    const [one, two] = [loadLinuxAddon(), loadLinuxAddon()];
    expect(one.attach().block).toHaveLength(5);
    expect(two.attach().block).toHaveLength(5);
  });

  it('says which file is missing and how to make it', () => {
    vi.stubEnv('LIBGPIOD_WASM_HOST', folder.join('missing.node'));
    expect(loadLinuxAddon).toThrow(/linux-.* is missing: there is no .*missing\.node/);
    expect(loadLinuxAddon).toThrow(/npm run build/);
  });

  it("says which file cannot be loaded, in the linker's words", () => {
    const path = folder.join('broken.node');
    writeFileSync(path, 'not an ELF file');
    vi.stubEnv('LIBGPIOD_WASM_HOST', path);
    const cause = expect.objectContaining({ message: expect.stringContaining('broken.node') });
    expect(loadLinuxAddon).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /cannot be loaded on linux-.*: .*broken\.node.*npm run build/,
        ),
        cause,
      }),
    );
  });

  it('says how Node is to be started where it was told to load no addons', () => {
    vi.spyOn(process, 'dlopen').mockImplementation(() => {
      throw Object.assign(new Error('disabled'), { code: 'ERR_DLOPEN_DISABLED' });
    });
    expect(loadLinuxAddon).toThrow(/cannot be loaded on linux-.*start it without --no-addons/);
    expect(loadLinuxAddon).not.toThrow(/C compiler/);
  });

  it('does not take any other addon for its own', () => {
    vi.spyOn(process, 'dlopen').mockImplementation(() => {});
    expect(loadLinuxAddon).toThrow(/not libgpiod-wasm's addon/);
  });

  it.each(['darwin', 'win32'] as const)(
    'says on %s that only simulators work there',
    (platform) => {
      vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
      expect(loadLinuxAddon).toThrow(
        new RegExp(`need a little-endian Linux; this is ${platform}-`),
      );
    },
  );
});

describe('the addon', () => {
  const NOT_A_NUMBER = 'x' as unknown as number;

  it('answers EINVAL to arguments of a wrong type', () => {
    const addon = loadLinuxAddon();
    expect(addon.watch(NOT_A_NUMBER, () => {})).toBe(-22);
    expect(addon.watch(0, undefined as unknown as () => void)).toBe(-22);
    expect(addon.control(NOT_A_NUMBER, 0)).toBe(-22);
    expect(addon.attach().bind([] as unknown as Uint8Array)).toBe(-22);
    expect(addon.attach().bind(new Int8Array(8) as unknown as Uint8Array)).toBe(-22);
  });

  it('keeps the last memory where the next one is none', () => {
    const guest = loadLinuxAddon().attach();
    expect(guest.bind(new Uint8Array(16))).toBe(0);
    expect(guest.bind(undefined as unknown as Uint8Array)).toBe(-22);
    guest.block.set([-1, 0, 16]);
    guest.read();
    expect(guest.block[0]).toBe(-9);
    guest.block.set([-1, 0, 17]);
    guest.read();
    expect(guest.block[0]).toBe(-14);
  });
});
