import { afterAll, describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { GpioSimMachine } from './gpio-sim-machine.js';
import { clean, Program, worker } from './program.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describe('workers', () => {
  const bench = setUpBench(machine);

  it('two of them and the main thread each drive and watch lines of one chip', async () => {
    const plugged = bench.plug();
    const watch = `
      const request = gpiod.openChip(path).requestLines({
        consumer: 'thread ' + offset,
        lines: {
          [offset]: { direction: 'input', edge: 'both' },
          [offset + 4]: { direction: 'output' },
        },
      });
      say('ready');
      for await (const { type, globalSeqno, lost } of request.events()) {
        request.setValue(offset + 4, type === 'rising');
        say([type, offset, globalSeqno, lost].join(' '));
        if (globalSeqno === 6) break;
      }
      request.release();
    `;
    const program = new Program(
      `for (const offset of [1, 2]) ${worker(watch, 'offset')}.on('message', say);
       const offset = 0;
       ${watch}`,
      [plugged.path],
    );
    for (let i = 0; i < 3; i++) expect(await program.line()).toBe('ready');
    expect(
      bench
        .open(plugged)
        .lines()
        .slice(0, 3)
        .map((info) => info.consumer),
    ).toEqual([...['thread 0', 'thread 1', 'thread 2']]);
    for (let round = 1; round <= 6; round++) {
      const up = round % 2 === 1;
      for (const offset of [0, 1, 2]) plugged.pull(offset, up ? 'up' : 'down');
      const lines = [await program.line(), await program.line(), await program.line()];
      const type = up ? 'rising' : 'falling';
      expect(lines.sort()).toEqual([0, 1, 2].map((offset) => `${type} ${offset} ${round} 0`));
      expect([4, 5, 6].map((offset) => plugged.level(offset))).toEqual(up ? [1, 1, 1] : [0, 0, 0]);
    }
    expect(await program.ended).toEqual(clean);
  });

  it('do not disturb the others when they are terminated while they watch', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `const worker = ${worker(
        `const chip = gpiod.openChip(path);
         const request = chip.requestLines({ lines: { 1: { direction: 'input', edge: 'both' } } });
         request.waitEdgeEvent();
         chip.watchLineInfo([0, 1]).next();
         say('ready');
         for await (const event of request.events()) say(event.type);`,
        '1',
      )};
       const request = gpiod.openChip(path).requestLines({
         lines: { 0: { direction: 'input', edge: 'both' } },
       });
       const stream = request.events();
       worker.once('message', async () => {
         await worker.terminate();
         say('terminated');
         say((await stream.next()).value.type);
         say((await stream.next()).value.type);
         request.release();
       });`,
      [plugged.path],
    );
    await program.until('terminated');
    plugged.pull(1, 'up');
    plugged.pull(0, 'up');
    expect(await program.line()).toBe('rising');
    plugged.pull(0, 'down');
    expect(await program.ended).toEqual({ ...clean, lines: ['falling'] });
  });
});
