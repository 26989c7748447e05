import { afterEach, describe, expect, test } from 'vitest';
import { loadPlugin, type PluginOptions } from '../../ts/sandbox.js';
import { chips, closePlugins, loadOnPanel, panel, rejection } from './plugin-support.js';

/** A module with nothing but 16 pages of memory: a megabyte. */
const module = new Uint8Array(Buffer.from('0061736d010000000503010010', 'hex'));

afterEach(closePlugins);

describe('what cannot be loaded', () => {
  test.each([
    [{ limits: { wallMS: 1 } }, /no limit 'wallMS' among .*did you mean 'wallMs'/],
    [{ limits: { wallMs: 0 } }, /limits\.wallMs is 0/],
    [{ limits: { wallMs: '50' } }, /limits\.wallMs is '50'/],
    [{ limits: null }, /limits are null/],
    [{ stdOut: () => {} }, /no option 'stdOut'; did you mean 'stdout'/],
    [{ limits: { memoryMiB: 0.1 } }, /it needs .* MiB to begin with, of 0\.1/],
    [{ colour: 'red' }, /no option 'colour'/],
    [{ kernel: undefined }, /either gpiod or kernel/],
    [{ files: { '../x': '' } }, /no absolute path/],
    [{ env: { 'A=B': 'c' } }, /names without =/],
    [{ env: null }, /^TypeError: env is null: it has to be an object such as { LANG: 'C' }/],
    [{ env: ['LANG=C'] }, /^TypeError: env is an array/],
    [{ files: null }, /^TypeError: files is null: it has to be an object such as .*'text'/],
    [{ files: '/etc/settings' }, /^TypeError: files is '\/etc\/settings': it has to be an object/],
    [{ args: null }, /^TypeError: args has to be an array of strings/],
    [{ stdin: null }, /^TypeError: stdin has to be a string or a Uint8Array/],
    [{ clock: null }, /^TypeError: clock has to be true or false/],
    [{ stdout: null }, /^TypeError: stdout has to be a function/],
    [{ name: null }, /^TypeError: name has to be 1 to 20 ASCII characters/],
    [{ kernel: null }, /^TypeError: either gpiod or kernel/],
    [{ chips: null }, /^TypeError: chips/],
  ])('%o', async (options, message) => {
    const error = await rejection(loadOnPanel(module, panel(), options as Partial<PluginOptions>));
    expect(String(error)).toMatch(message);
  });

  test.each(['plugin.wasm', undefined, {}])('%o in place of bytes or options', async (wrong) => {
    const { kernel } = panel();
    expect(String(await rejection(loadPlugin(wrong as never, { kernel, chips })))).toMatch(
      /^TypeError: the plugin is .* bytes of a module, such as readFileSync/,
    );
    const options = typeof wrong === 'object' ? null : wrong;
    expect(String(await rejection(loadPlugin(new Uint8Array(), options as never)))).toMatch(
      /^TypeError: the options are /,
    );
  });

  test('something that is no module, or asks for more than a plugin gets', async () => {
    const { kernel } = panel();
    const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
    const refused = async (text: string): Promise<string> =>
      String(await rejection(loadPlugin(bytes(text), { kernel, chips })));
    expect(await refused('00')).toContain('no WebAssembly module');
    expect(await refused('0061736d010000000105')).toContain('ends within a section');
    const header = '0061736d01000000';
    expect(await refused(`${header}03020100`)).toContain('cannot be compiled');
    expect(await refused(`${header}0504010300ff01`)).toContain('shared or of 64 bits');
    expect(await refused(`${header}05050200010001`)).toContain('several memories');
    expect(await refused(`${header}020a0103656e76016d020001`)).toMatch(/imports the memory env\.m/);
  });
});
