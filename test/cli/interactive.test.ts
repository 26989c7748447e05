import { describe, expect, test } from 'vitest';
import { FakeKernel } from '../support/fake-kernel.js';
import { runToolHere, type ToolRun } from './support/tool-run.js';

const values = ['1=1', '2=0', '3=off'];
const LEFT = '\x1b[D';
const HOME = '\x1b[H';
const END = '\x1b[F';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const ctrl = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) & 0x1f);

interface Session extends ToolRun {
  readonly kernel: FakeKernel;
  readonly modes: string[];
}

/** Types keys into gpioset on a terminal. */
function type(...keys: string[]): Session {
  const kernel = new FakeKernel();
  const modes: string[] = [];
  const terminal = (mode = ''): number => {
    modes.push(mode);
    return 40;
  };
  const args = ['gpioset', '-i', '--unquoted', '-c', '0', ...values];
  const run = runToolHere(args, { kernel, stdin: keys, terminal: true, services: { terminal } });
  return { ...run, kernel, modes };
}

/** What gpioset answered, without what was drawn while typing. */
function answers({ stdout }: Session): string[] {
  return stdout.split('\n').filter((line) => !line.includes('gpioset> '));
}

describe('without a terminal', () => {
  const talk = (...lines: string[]): ToolRun =>
    runToolHere(['gpioset', '-i', '-c', '0', ...values], {
      stdin: lines.map((line) => `${line}\n`),
    });

  test('reads plain lines and prints the prompt itself', () => {
    const { status, stdout } = talk('get', 'toggle 2', 'get 2', 'exit');
    expect(status).toBe(0);
    expect(stdout).toBe(
      'gpioset> "1"=active "2"=inactive "3"=inactive\ngpioset> gpioset> "2"=active\ngpioset> ',
    );
  });

  test('a last line without a newline counts', () => {
    const run = runToolHere(['gpioset', '-i', '-c', '0', '1=1'], { stdin: ['exit'] });
    expect(run.status).toBe(0);
  });

  test('goes on holding its lines at the end of its input, asleep', () => {
    class Enough extends Error {}
    const kernel = new FakeKernel();
    let sleeps = 0;
    const onSleep = (): void => {
      sleeps++;
      if (sleeps === 3) throw new Enough();
    };
    const args = ['gpioset', '-i', '-c', '0', '1=1'];
    expect(() => runToolHere(args, { kernel, onSleep })).toThrow(Enough);
    expect(kernel.value(1)).toBe(1);
    expect(kernel.files.size).toBeGreaterThan(0);
  });

  test('a half of a terminal is none', () => {
    const { stdout } = runToolHere(['gpioset', '-i', '-c', '0', '1=1'], {
      stdin: ['get\n', 'exit\n'],
      services: {
        terminal: () => {
          throw new Error('asked for');
        },
      },
    });
    expect(stdout).toBe('gpioset> "1"=active\ngpioset> ');
  });
});

describe('on a terminal', () => {
  test('is raw only while a line is read', () => {
    const { status, modes } = type('get\r', 'exit\r');
    expect(status).toBe(0);
    expect(modes).toEqual(['raw', 'cooked', 'raw', 'cooked']);
  });

  test('reads plain lines where the host knows no raw mode', () => {
    const run = runToolHere(['gpioset', '-i', '--unquoted', '-c', '0', '1=1'], {
      stdin: ['get\n', 'exit\n'],
      terminal: true,
    });
    expect(run.stdout).toBe('gpioset> 1=active\ngpioset> ');
  });

  test('shows what is typed', () => {
    expect(type('get 1\r', 'exit\r').stdout).toBe(
      '\rgpioset> \x1b[K\r\x1b[9Cget 1\n1=active\n\rgpioset> \x1b[K\r\x1b[9Cexit\n',
    );
  });

  test.each([
    ['Left', `et 1${LEFT.repeat(4)}g`],
    ['Home and End', `et${HOME}g${END} 1`],
    ['Ctrl-A and Ctrl-E', `et${ctrl('A')}g${ctrl('E')} 1`],
    ['Backspace', 'gxy\x7f\x7fet 1'],
    ['Ctrl-H', `gx${ctrl('H')}et 1`],
    ['Delete', `gxet 1${LEFT.repeat(5)}\x1b[3~`],
    ['Ctrl-D inside a line', `gxet 1${LEFT.repeat(5)}${ctrl('D')}`],
    ['Ctrl-U', `toggle 2${ctrl('U')}get 1`],
    ['Ctrl-W', `get 2 3${ctrl('W')}${ctrl('W')}1`],
    ['Ctrl-K', `get 1 2 3${LEFT.repeat(4)}${ctrl('K')}`],
    ['Ctrl-L', `get${ctrl('L')} 1`],
    ['words to the left and right', `get 2${'\x1b[1;5D'}x\x7f${'\x1b[1;5C'}\x7f1`],
    ['Alt-B and Alt-F', 'et 1\x1bb\x1bbg\x1bf\x1bf'],
    ['keypad cursor keys', `et 1${'\x1bOD'.repeat(4)}g`],
    ['unknown sequences, ignored', 'get\x1b[24~\x1bx 1'],
    ['characters of several bytes', 'get ä€\x7f\x7f1'],
    ['cursor keys over such characters', `get €1${LEFT}\x7f`],
  ])('edits by %s', (_name, keys) => {
    expect(answers(type(`${keys}\r`, 'exit\r'))).toContain('1=active');
  });

  test('scrolls a line that is wider than the terminal', () => {
    const { stdout } = type(`${'x'.repeat(60)}${ctrl('U')}exit\r`);
    const rows = stdout.split('\r').filter((row) => row.startsWith('gpioset> '));
    const widths = rows.map((row) => row.replace('\x1b[K', '').trimEnd().length);
    expect(Math.max(...widths)).toBe(39);
  });

  test('Up and Down walk through the history and back to the line begun', () => {
    const session = type(
      'toggle 1\r',
      'toggle 2\r',
      `get 1${UP}${UP}${UP}${DOWN}${DOWN}\r`,
      'exit\r',
    );
    expect(answers(session)).toContain('1=inactive');
    expect(session.kernel.value(2)).toBe(1);
  });

  test('a line from the history can be changed and leaves the history as it was', () => {
    const session = type('get 1\r', `${UP}\x7f2\r`, `${UP}${UP}\r`, 'exit\r');
    expect(answers(session)).toEqual(['1=active', '2=inactive', '1=active', '']);
  });

  test('the history keeps the last 20 lines', () => {
    const lines = Array.from({ length: 25 }, (_, i) => `get ${(i % 3) + 1}${' '.repeat(i)}x\r`);
    const session = type(...lines, `${UP.repeat(40)}`, `${ctrl('U')}exit\r`);
    expect(session.status).toBe(0);
    expect(session.stdout).toContain(`\rgpioset> get 3${' '.repeat(5)}x\x1b[K`);
    expect(session.stdout.split('\x07').length - 1).toBe(20);
  });

  test('Ctrl-D on an empty line asks again', () => {
    const { status, stdout } = type(ctrl('D'), 'exit\r');
    expect(status).toBe(0);
    expect(stdout).toContain('^D\n');
  });
});

describe('completion', () => {
  test('of commands', () => {
    expect(answers(type('ge\t1\r', 'exit\r'))).toContain('1=active');
  });

  test('of lines and values in set, leaving out lines that are there already', () => {
    const { kernel } = type('set 1=0 2=1 \tac\t\r', 'exit\r');
    expect([1, 2, 3].map((offset) => kernel.value(offset))).toEqual([0, 1, 1]);
  });

  test('inserts what all possibilities share, and lists them at the second Tab', () => {
    const { stdout } = type('get 1\r', 'set 1=o\t', '\t', 'n\r', 'exit\r');
    expect(stdout).toContain('\x07');
    expect(stdout).toContain('\non   off\n');
  });

  test('rings where nothing fits', () => {
    const { stdout } = type('xyz\t', `${ctrl('U')}exit\r`);
    expect(stdout).toContain('xyz\x07');
  });
});
