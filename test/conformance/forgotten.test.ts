import { afterAll, describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { GpioSimMachine } from './gpio-sim-machine.js';
import { clean } from './process.js';
import { Program } from './program.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describe('what a program forgets to release', () => {
  const bench = setUpBench(machine);
  const flags = ['--expose-gc', '--no-warnings'];
  const collect = `
    const warnings = [];
    process.on('warning', (warning) => warnings.push(warning));
    const collect = async (count) => {
      for (let i = 0; i < 100 && warnings.length < count; i++) { gc(); await turn(); }
      say(warnings.map((warning) => warning.name).join());
      for (const warning of warnings) say(warning.message.split(' ').slice(0, 4).join(' '));
    };
  `;

  it('is freed once it is garbage, with a warning', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `${collect}
       const chip = gpiod.openChip(path);
       (() => { chip.requestLines({ lines: { 0: {} } }); gpiod.openChip(path); })();
       say(chip.lineInfo(0).used);
       await collect(2);
       say(chip.lineInfo(0).used);`,
      [plugged.path],
      { flags },
    );
    const ending = await program.ended;
    expect(ending).toMatchObject({ status: 0, stderr: '' });
    expect(ending.lines.slice(0, 2)).toEqual(['true', 'GpiodLeakWarning,GpiodLeakWarning']);
    expect(ending.lines.at(-1)).toBe('false');
  });

  it('is freed even where the libgpiod it came from is garbage, too', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `${collect}
       (() => { loadSync().openChip(path).requestLines({ lines: { 0: {} } }); })();
       say(gpiod.openChip(path).lineInfo(0).used);
       await collect(3);
       say(gpiod.openChip(path).lineInfo(0).used);`,
      [plugged.path],
      { flags },
    );
    const ending = await program.ended;
    expect(ending).toMatchObject({ status: 0, stderr: '' });
    expect(ending.lines.at(-1)).toBe('false');
  });

  it('is freed where it is a stream of line info', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `${collect}
       (() => {
         const chip = gpiod.openChip(path);
         chip.watchLineInfo([0]);
         const controller = new AbortController();
         const ended = chip.watchLineInfo([0], { signal: controller.signal });
         ended.next().catch(() => {});
         controller.abort();
       })();
       await collect(2);`,
      [plugged.path],
      { flags },
    );
    const ending = await program.ended;
    expect(ending).toMatchObject({ status: 0, stderr: '' });
    expect(ending.lines[0]).toBe('GpiodLeakWarning,GpiodLeakWarning');
    expect(ending.lines.slice(1).sort()).toEqual([
      'A stream of line',
      `The chip /dev/${plugged.name} was`,
    ]);
  });

  it('is not freed twice: a release ends the matter', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `${collect}
       const chip = gpiod.openChip(path);
       (() => {
         chip.requestLines({ lines: { 0: {} } }).release();
         gpiod.openChip(path).close();
         { gpiod.openChip(path)[Symbol.dispose](); }
       })();
       const second = chip.requestLines({ lines: { 0: { direction: 'output', value: 1 } } });
       await collect(1);
       say(second.getValue(0));`,
      [plugged.path],
      { flags },
    );
    expect(await program.ended).toEqual({ ...clean, lines: ['', '1'] });
  });

  it('is not freed while it is watched', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `${collect}
       let next;
       (() => {
         const chip = gpiod.openChip(path);
         next = chip.requestLines({ lines: { 0: { direction: 'input', edge: 'both' } } })
           .events().next();
         chip.close();
       })();
       await collect(1);
       say((await next).value.type);`,
      [plugged.path],
      { flags },
    );
    expect(await program.line()).toBe('');
    plugged.pull(0, 'up');
    expect(await program.ended).toEqual({ ...clean, lines: ['rising'] });
  });

  it('is not freed while it is being played', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `${collect}
       const chip = gpiod.openChip(path);
       (() => {
         const request = chip.requestLines({ lines: { 0: { direction: 'output' } } });
         request.play([{ set: { 0: 1 }, waitUs: 600e6 }]);
       })();
       await collect(1);
       say(chip.lineInfo(0).used);
       process.exit();`,
      [plugged.path],
      { flags },
    );
    expect(await program.ended).toEqual({ ...clean, lines: ['', 'true'] });
  });
});
