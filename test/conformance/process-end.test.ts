import { afterAll, describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { GpioSimMachine } from './gpio-sim-machine.js';
import { clean } from './process.js';
import { Program } from './program.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describe('the end of a process', () => {
  const bench = setUpBench(machine);

  const request = `
    const chip = gpiod.openChip(path);
    const request = chip.requestLines({ lines: { 0: { direction: 'input', edge: 'both' } } });
  `;

  it.each([
    ['holds lines only', ''],
    ['has a stream that it never asks', 'request.events(); chip.watchLineInfo([1]);'],
    ['has ended its streams', 'const s = request.events(); s.next(); await s.return();'],
    ['has closed a chip that it watched', 'chip.watchLineInfo([1]).next(); chip.close();'],
    ['has released what it waited for', 'request.waitEdgeEvent(); request.release();'],
    [
      'has aborted what it waited for',
      `
      const controller = new AbortController();
      const { signal } = controller;
      const ends = [request.waitEdgeEvent({ signal }), request.events({ signal }).next()];
      controller.abort();
      await Promise.allSettled(ends);`,
    ],
    ['has waited long enough', 'await request.waitEdgeEvent({ timeoutMs: 1 });'],
  ])('ends by itself where it %s', async (_, body) => {
    const plugged = bench.plug();
    const program = new Program(`${request}${body}`, [plugged.path]);
    expect(await program.ended).toEqual(clean);
    expect(bench.open(plugged).lineInfo(0).used).toBe(false);
  });

  it.each([
    ['waits for edges', 'await request.waitEdgeEvent(); say("woken");'],
    ['asks a stream of edges', 'await request.events().next(); say("woken");'],
    [
      'asks a stream of edges again after a wait',
      `
      const next = request.events().next();
      await request.waitEdgeEvent({ timeoutMs: 1 });
      await next;
      say("woken");`,
    ],
  ])('stays while it %s', async (_, body) => {
    const plugged = bench.plug();
    const program = new Program(
      `process.on('beforeExit', () => say('nothing left to do'));
       ${request}
       setTimeout(() => say('waiting'), 50);
       ${body}`,
      [plugged.path],
    );
    await program.until('waiting');
    plugged.pull(0, 'up');
    expect(await program.ended).toEqual({ ...clean, lines: ['woken', 'nothing left to do'] });
  });

  it('stays while it asks a stream of line info', async () => {
    const plugged = bench.plug();
    const program = new Program(
      `const next = gpiod.openChip(path).watchLineInfo([1]).next();
       setTimeout(() => say('waiting'), 50);
       say((await next).value.type);`,
      [plugged.path],
    );
    await program.until('waiting');
    bench.request(plugged, { lines: { 1: {} } });
    expect(await program.ended).toEqual({ ...clean, lines: ['requested'] });
  });

  it.each([
    ['alone', 'await request.events().next();'],
    [
      'beside a wait that is over',
      `
      const stream = request.events();
      const next = stream.next();
      const wait = request.waitEdgeEvent();
      await next;
      await wait;`,
    ],
    [
      'beside a wait that timed out',
      `
      await request.events().next();
      await request.waitEdgeEvent({ timeoutMs: 1 });`,
    ],
    [
      'beside a wait that was aborted',
      `
      await request.events().next();
      const controller = new AbortController();
      const wait = request.waitEdgeEvent({ signal: controller.signal });
      controller.abort();
      await wait.catch(() => {});`,
    ],
    [
      'and one of line info beside it',
      `
      const infos = chip.watchLineInfo([1]);
      const next = infos.next();
      chip.requestLines({ lines: { 1: {} } });
      await next;
      await request.events().next();`,
    ],
  ])('is not kept by a stream that was abandoned %s', async (_, body) => {
    const plugged = bench.plug();
    const program = new Program(`${request} say('ready'); ${body} say('abandoned');`, [
      plugged.path,
    ]);
    await program.until('ready');
    plugged.pull(0, 'up');
    expect(await program.ended).toEqual({ ...clean, lines: ['abandoned'] });
  });
});
