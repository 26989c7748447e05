import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Outbox } from '../../ts/playground/machine/outbox.js';
import type { MachineMessage } from '../../ts/playground/protocol.js';

const time = vi.hoisted(() => ({ ms: 0, timers: [] as (() => void)[] }));
vi.mock('../../ts/playground/machine/timers.js', () => ({
  nowMs: () => time.ms,
  setTimeout: (expired: () => void) => time.timers.push(expired),
}));

let sent: MachineMessage[];
let outbox: Outbox;

beforeEach(() => {
  sent = [];
  time.timers = [];
  outbox = new Outbox((message) => sent.push(message));
});

function print(...texts: string[]): void {
  for (const text of texts) outbox.print({ level: 'log', text });
}

/** The lines of each message. */
function printed(): string[][] {
  return sent.flatMap((message) =>
    message.type === 'console' ? [message.lines.map(({ text }) => text)] : [],
  );
}

describe('what is printed', () => {
  test('is told at once where nothing was for a while, and else gathered', () => {
    print('first', 'second', 'third');
    expect(printed()).toEqual([['first']]);
    expect(time.timers).toHaveLength(1);
    time.timers[0]?.();
    expect(printed()).toEqual([['first'], ['second', 'third']]);
  });

  test('is heard of a program that never lets a timer run, the newest lines of it', () => {
    print('first');
    for (let i = 0; i < 5000; i += 1) print(String(i));
    time.ms += 1000;
    print('last');
    const [, lines = []] = printed();
    expect([lines.length, lines[0], lines.at(-2), lines.at(-1)]).toEqual([
      500,
      '4501',
      '4999',
      'last',
    ]);
  });

  test('comes before what happens after it', () => {
    print('first', 'second');
    outbox.write(1, 'out');
    outbox.write(1, 'put');
    outbox.post({ type: 'pong' });
    outbox.post({ type: 'exit', job: 1, status: 0 });
    expect(sent.map(({ type }) => type)).toEqual(['console', 'pong', 'console', 'output', 'exit']);
    expect(sent[3]).toEqual({ type: 'output', job: 1, text: 'output' });
  });

  test('by a tool begins with a whole row where it is cut', () => {
    outbox.write(1, 'first\n');
    for (let i = 0; i < 100_000; i += 1) outbox.write(1, `row ${i}\n`);
    outbox.post({ type: 'exit', job: 1, status: 0 });
    const { text } = sent[1] as Extract<MachineMessage, { type: 'output' }>;
    expect(text.length).toBeLessThanOrEqual(200_000);
    expect(text).toMatch(/^row \d+\n/);
    expect(text).toMatch(/\nrow 99999\n$/);
  });
});
