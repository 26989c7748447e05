import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hostStage, prebuildStages } from '../../scripts/build/host.js';
import { inRoot } from '../../scripts/support/root.js';

const DT_NULL = 0;
const DT_NEEDED = 1;
const SHT_DYNAMIC = 6;

/** The tags of an ELF file's dynamic section. */
function dynamicTags(path: string): number[] {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const view = new DataView(buffer, byteOffset, byteLength);
  const wide = view.getUint8(4) === 2;
  const word = (at: number): number =>
    wide ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true);
  const headers = word(wide ? 0x28 : 0x20);
  const headerSize = view.getUint16(wide ? 0x3a : 0x2e, true);
  const count = view.getUint16(wide ? 0x3c : 0x30, true);
  for (let index = 0; index < count; index += 1) {
    const header = headers + index * headerSize;
    if (view.getUint32(header + 4, true) !== SHT_DYNAMIC) continue;
    const tags: number[] = [];
    let at = word(header + (wide ? 0x18 : 0x10));
    for (; word(at) !== DT_NULL; at += wide ? 16 : 8) tags.push(word(at));
    return tags;
  }
  throw new Error(`${path} has no dynamic section`);
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('the native addon', () => {
  it('exists for this machine and needs no library, on any machine', () => {
    const folder = inRoot('dist', 'host');
    const addons = readdirSync(folder);
    expect(addons).toContain(`linux-${process.arch}.node`);
    for (const addon of addons) {
      const tags = dynamicTags(`${folder}/${addon}`);
      expect(tags.length).toBeGreaterThan(5);
      expect(tags).not.toContain(DT_NEEDED);
    }
  });
});

describe('hostStage', () => {
  it('takes CC, with its flags, for the compiler', () => {
    vi.stubEnv('CC', 'sh -O2');
    expect(hostStage().key).toMatch(/^sh -O2 \/.* \d+/);
    expect(hostStage().outputs).toEqual([`dist/host/linux-${process.arch}.node`]);
  });

  it('does not take another compiler than the one that CC names', () => {
    vi.stubEnv('CC', '/missing/cc -O2');
    expect(hostStage).toThrow("CC is '/missing/cc -O2', but there is no program '/missing/cc'");
  });

  it('succeeds without a compiler, leaves an addon alone and says what will be missing', async () => {
    vi.stubEnv('CC', '');
    vi.stubEnv('PATH', '/missing');
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const stage = hostStage();
    expect(stage.outputs).toEqual([]);
    await stage.run();
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/is kept: .*apt install gcc/));
    expect(existsSync(inRoot('dist', 'host', `linux-${process.arch}.node`))).toBe(true);
  });

  it.each([
    ['platform', 'darwin', /only simulated kernels will work: this is darwin/],
    ['arch', 's390x', /only simulated kernels will work: there is none for s390x/],
  ] as const)('has nothing to build where the %s is %s', async (property, value, message) => {
    vi.stubEnv('CC', 'sh');
    vi.spyOn(process, property, 'get').mockReturnValue(value as never);
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const stage = hostStage();
    expect(stage.outputs).toEqual([]);
    await stage.run();
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(message));
  });
});

describe('prebuildStages', () => {
  it('says what to install where clang or lld is missing', () => {
    vi.stubEnv('PATH', '/missing');
    expect(prebuildStages).toThrow(/clang and lld cannot be found.*apt install clang lld/);
  });
});
