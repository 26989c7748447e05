import { chmodSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import { GpioSimMachine } from './gpio-sim-machine.js';
import { clean } from './process.js';
import { Program } from './program.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describe('two processes', () => {
  const bench = setUpBench(machine);

  it('see each other take, change and leave lines', async () => {
    const plugged = bench.plug({ names: { 2: 'LED' } });
    const stream = bench.open(plugged).watchLineInfo(['LED']);
    const program = new Program(
      `const request = gpiod.openChip(path).requestLines({
         consumer: 'child', lines: { LED: { direction: 'input' } },
       });
       request.reconfigure({ LED: { direction: 'output', value: 1 } });
       request.release();
       gpiod.requestLines({ consumer: 'left', lines: { LED: {} } });`,
      [plugged.path],
    );
    const seen: unknown[] = [];
    for await (const { type, lineInfo } of stream) {
      seen.push([type, lineInfo.consumer, lineInfo.direction]);
      if (seen.length === 5) break;
    }
    expect(seen).toEqual([
      ['requested', 'child', 'input'],
      ['reconfigured', 'child', 'output'],
      ['released', undefined, 'output'],
      ['requested', 'left', 'output'],
      ['released', undefined, 'output'],
    ]);
    expect(await program.ended).toEqual(clean);
  });

  it('see each other the other way round', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `const stream = gpiod.openChip(path).watchLineInfo([3]);
       say('watching');
       let count = 0;
       for await (const { type, lineInfo } of stream) {
         say(type, lineInfo.consumer ?? 'by nobody');
         if (++count === 2) break;
       }`,
      [plugged.path],
    );
    await program.until('watching');
    bench.request(plugged, { consumer: 'parent', lines: { 3: {} } }).release();
    expect(await program.ended).toEqual({
      ...clean,
      lines: ['requested parent', 'released by nobody'],
    });
  });

  it('cannot have the same line, until the one that has it is gone', async () => {
    const plugged = bench.plug();
    const chip = bench.open(plugged);
    const program = new Program(
      `const request = gpiod.openChip(path).requestLines({
         consumer: 'child', lines: { 0: { direction: 'output', value: 1 } },
       });
       say('has it');
       setInterval(() => {}, 1000);`,
      [plugged.path],
    );
    await program.until('has it');
    const error = failure(() => chip.requestLines({ lines: { 0: {} } }));
    expect(error.code).toBe('EBUSY');
    expect(error.message).toContain("'child'");
    expect(plugged.level(0)).toBe(1);
    expect((await program.kill('SIGKILL')).signal).toBe('SIGKILL');
    expect(chip.lineInfo(0).used).toBe(false);
    chip.requestLines({ lines: { 0: {} } }).release();
  });

  it('may drive and watch two lines of the same chip', async () => {
    const plugged = bench.plug();
    const request = bench.request(plugged, { lines: { 0: { direction: 'output' } } });
    const program = new Program(
      `const request = gpiod.openChip(path).requestLines({
         lines: { 1: { direction: 'input', edge: 'both' } },
       });
       say('ready');
       for await (const { type, globalSeqno } of request.events()) {
         say(type, globalSeqno);
         if (globalSeqno === 4) break;
       }`,
      [plugged.path],
    );
    await program.until('ready');
    for (const [i, direction] of (['up', 'down', 'up', 'down'] as const).entries()) {
      request.setValue(0, i % 2 === 0);
      plugged.pull(1, direction);
      expect(await program.line()).toBe(`${direction === 'up' ? 'rising' : 'falling'} ${i + 1}`);
    }
    expect(await program.ended).toEqual(clean);
  });
});

describe('a process', () => {
  const bench = setUpBench(machine);

  it('reads files with one pool thread while 64 requests are watched', async () => {
    const plugged = bench.plug({ lines: 128 });
    const program = new Program(
      `const chip = gpiod.openChip(path);
       let left = 64;
       const woken = Array.from({ length: 64 }, async (_, i) => {
         const request = chip.requestLines({ lines: { [i]: { direction: 'input', edge: 'both' } } });
         if (i % 2 === 0) await request.events().next();
         else await request.waitEdgeEvent();
         left -= 1;
       });
       readFile(process.execPath, (error, data) => {
         say('read', error === null && data.length > 0, left);
       });
       await Promise.all(woken);
       say('all woken');`,
      [plugged.path],
      { env: { UV_THREADPOOL_SIZE: '1' } },
    );
    expect(await program.line()).toBe('read true 64');
    for (let offset = 0; offset < 64; offset++) plugged.pull(offset, 'up');
    expect(await program.ended).toEqual({ ...clean, lines: ['all woken'] });
  });

  it('takes no thread for its watches', async () => {
    const plugged = bench.plug({ lines: 64 });
    const program = new Program(
      `import { readdirSync } from 'node:fs';
       const threads = () => readdirSync('/proc/self/task').length;
       const chip = gpiod.openChip(path);
       const before = threads();
       for (let i = 0; i < 64; i++) {
         chip.requestLines({ lines: { [i]: { direction: 'input', edge: 'both' } } })
           .events().next();
       }
       await turn();
       say(threads() - before);
       process.exit();`,
      [plugged.path],
    );
    expect(await program.ended).toEqual({ ...clean, lines: ['0'] });
  });

  it('is traced on standard error where the environment asks for it', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `gpiod.openChip(path).requestLines({ consumer: 'me', lines: { 1: {} } }).release();`,
      [plugged.path],
      { env: { LIBGPIOD_WASM_TRACE: '1' } },
    );
    const { stderr, ...ending } = await program.ended;
    expect(ending).toEqual({ status: 0, signal: null, lines: [] });
    expect(stderr).toMatch(/^open\("\/dev\/gpiochip\d+"\) = \d+$/m);
    expect(stderr).toMatch(/^ioctl\(\d+, GPIO_V2_GET_LINE_IOCTL, \{offsets:\[1\], consumer:"me"/m);
  });

  it('that blocks in libgpiod itself is woken when the chip is unplugged', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `const { raw } = gpiod;
       const arena = raw.arena();
       const chip = arena.own(raw.gpiod_chip_open(arena.string(path)), raw.gpiod_chip_close);
       arena.own(raw.gpiod_chip_watch_line_info(chip, 0), raw.gpiod_line_info_free);
       say('blocked');
       say(raw.gpiod_chip_wait_info_event(chip, -1n), raw.gpiod_chip_read_info_event(chip), raw.errno());
       arena.release();`,
      [plugged.path],
    );
    await program.until('blocked');
    plugged.unplug();
    expect(await program.ended).toEqual({ ...clean, lines: ['1 0 19'] });
  });

  it('that may not open a chip is told what to do: EACCES', async () => {
    const [allowed, refused] = [
      bench.plug({ names: { 1: 'allowed-line' } }),
      bench.plug({ names: { 1: 'refused-line' }, label: 'refused-chip' }),
    ];
    chmodSync(allowed.path, 0o666);
    chmodSync(refused.path, 0o600);
    const program = new Program(
      `const attempt = (call) => {
         try { say('fine', call()); } catch (error) {
           say(error.name, error.code, error.operation, error.message.includes(paths[0]));
           if (error.hint) say(['gpio', 'udev', 'Docker', '--device ' + paths[0], 'balena']
             .every((word) => error.hint.includes(word)));
         }
       };
       attempt(() => gpiod.isGpioChip(paths[0]));
       attempt(() => gpiod.openChip(paths[0]));
       attempt(() => gpiod.openChip(path).info.path === path);
       attempt(() => gpiod.findLine('allowed-line').chip.path === path);
       attempt(() => gpiod.requestLines({ lines: { 'allowed-line': {} } }).chipName.length > 0);
       attempt(() => gpiod.findLine('refused-line'));
       attempt(() => gpiod.requestLines({ lines: { 'refused-line': {} } }));
       attempt(() => gpiod.openChip({ label: 'refused-chip' }));
       attempt(() => gpiod.chips());`,
      [allowed.path, refused.path],
      { uid: 65534 },
    );
    const refusal = ['GpiodError EACCES gpiod_chip_open true', 'true'];
    expect(await program.ended).toEqual({
      ...clean,
      lines: [
        ...['fine true', ...refusal, 'fine true', 'fine true', 'fine true'],
        ...[...refusal, ...refusal, ...refusal, ...refusal],
      ],
    });
  });
});
