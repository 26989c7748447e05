import { afterAll, describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { GpioSimMachine } from './gpio-sim-machine.js';
import { clean } from './process.js';
import { Program, worker } from './program.js';

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

  it('leave their lines free however they end', async () => {
    const plugged = bench.plug();
    const hold = (end: string): string =>
      worker(
        `const request = gpiod.openChip(path).requestLines({
           lines: { [offset]: { direction: 'input', edge: 'both' } },
         });
         request.events().next();
         gpiod.openChip(path).watchLineInfo([offset]).next();
         say('ready');
         ${end}`,
        '3',
      );
    const program = new Program(
      `import { readdirSync, readlinkSync } from 'node:fs';
       const open = () => readdirSync('/proc/self/fd').filter((fd) => {
         try { return /gpio/.test(readlinkSync('/proc/self/fd/' + fd)); } catch { return false; }
       }).length;
       const chip = gpiod.openChip(path);
       const ended = (worker) => new Promise((done) => {
         worker.on('error', () => {});
         worker.on('exit', done);
       });
       const check = (what) => say(what, chip.lineInfo(3).used, open());
       await ended(${hold('process.exit(0);')});
       check('exit');
       await ended(${hold(`setImmediate(() => { throw new Error('thrown'); });`)});
       check('throw');
       const worker = ${hold('')};
       worker.once('message', () => worker.terminate());
       await ended(worker);
       check('terminate');`,
      [plugged.path],
    );
    expect(await program.ended).toEqual({
      ...clean,
      lines: ['exit false 1', 'throw false 1', 'terminate false 1'],
    });
  });
});
