import { afterAll, describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { GpioSimMachine } from './gpio-sim-machine.js';
import { clean } from './process.js';
import { Program, worker } from './program.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

/** Everything at once: outputs that toggle, streams, waits, a worker, a second chip. */
const everything = `
  const [chip, other] = [gpiod.openChip(path), gpiod.openChip(paths[0])];
  const request = chip.requestLines({
    lines: { 0: { direction: 'output' }, 1: { direction: 'input', edge: 'both' } },
  });
  const led = request.line(0);
  const blink = setInterval(() => { for (let i = 0; i < 100; i++) led.toggle(); }, 1);
  request.waitEdgeEvent();
  const count = { edges: 0 };
  const edges = (async () => { for await (const event of request.events()) count.edges += 1; })();
  const infos = (async () => { for await (const event of chip.watchLineInfo([0, 1])); })();
  const buttons = other.requestLines({ lines: Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [i, { direction: 'input', edge: 'both', debouncePeriodUs: 1000 }]),
  ) });
  const wait = buttons.waitEdgeEvent();
  const worker = ${worker(
    `const lines = { [offset]: { direction: 'input', edge: 'both' } };
     gpiod.openChip(path).requestLines({ lines }).events().next();
     say('ready');`,
    '5',
  )};
  worker.once('message', () => say('in the middle'));
`;

describe('a signal in the middle of everything', () => {
  const bench = setUpBench(machine);

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
    '%s ends the process, and every line is free',
    async (signal) => {
      const [one, two] = [bench.plug(), bench.plug()];
      const program = new Program(everything, [one.path, two.path]);
      await program.until('in the middle');
      one.pull(1, 'up');
      const ending = await program.kill(signal);
      expect(ending).toMatchObject({ status: null, signal, stderr: '' });
      for (const chip of [one, two]) {
        expect(
          bench
            .open(chip)
            .lines()
            .some((info) => info.used),
        ).toBe(false);
      }
    },
  );

  it('SIGTERM with a handler that releases everything ends the process by itself', async () => {
    const [one, two] = [bench.plug(), bench.plug()];
    const program = new Program(
      `${everything}
       process.on('SIGTERM', async () => {
         clearInterval(blink);
         led.value = 0;
         request.release();
         chip.close();
         buttons.release();
         await Promise.all([edges, infos]);
         say(await wait);
         await worker.terminate();
         say('clean', count.edges);
       });`,
      [one.path, two.path],
    );
    await program.until('in the middle');
    one.pull(1, 'up');
    await machine.settle();
    const ending = await program.kill('SIGTERM');
    expect(ending).toMatchObject({ status: 0, signal: null, stderr: '' });
    expect(ending.lines[0]).toBe('false');
    expect(ending.lines[1]).toMatch(/^clean [01]$/);
    expect(one.level(0)).toBe(0);
  });

  it('SIGWINCH does not disturb a wait', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `const request = gpiod.openChip(path).requestLines({
         lines: { 0: { direction: 'input', edge: 'both' } },
       });
       process.on('SIGWINCH', () => say('handled'));
       const next = request.events().next();
       say('waiting');
       say((await next).value.type);
       process.exit();`,
      [plugged.path],
    );
    await program.until('waiting');
    program.signal('SIGWINCH');
    await program.until('handled');
    plugged.pull(0, 'up');
    expect(await program.ended).toEqual({ ...clean, lines: ['rising'] });
  });
});
