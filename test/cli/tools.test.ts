import { describe, expect, test } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import type { GuestMemory } from '../../ts/kernel/guest-memory.js';
import type { HostCalls } from '../../ts/kernel/kernel.js';
import { localTimeOffset } from '../../ts/wasi/local-time.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { EventfulKernel, runToolHere, type ToolRun } from './support/tool-run.js';

/** GPIO chips that this user may not open. */
class LockedChips extends FakeKernel {
  readonly #names: readonly string[];

  constructor(names: readonly string[]) {
    super();
    this.#names = names;
  }

  override devices(): readonly string[] {
    return this.#names;
  }

  override attach(memory: GuestMemory): HostCalls {
    const calls = super.attach(memory);
    const isChip = (at: number, length: number): boolean =>
      new TextDecoder().decode(memory.bytes.subarray(at, at + length)).startsWith('/dev/gpiochip');
    return {
      ...calls,
      open: (at, length) => (isChip(at, length) ? -ERRNO.EACCES : calls.open(at, length)),
      stat(at, length, follow, out, outLength) {
        if (!isChip(at, length)) return calls.stat(at, length, follow, out, outLength);
        memory.view.setUint32(out, 0o020660, true);
        memory.view.setUint32(out + 4, 254, true);
        memory.view.setUint32(out + 8, 0, true);
        return 0;
      },
    };
  }
}

describe('gpiodetect', () => {
  test('lists the chips of the kernel, names in UTF-8', () => {
    const { status, stdout, stderr } = runToolHere(['gpiodetect']);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: 'gpiochip0 [fäke] (8 lines)\n',
      stderr: '',
    });
  });

  test('finds a chip by number, name and path', () => {
    const { stdout } = runToolHere(['gpiodetect', '0', 'gpiochip0', '/dev/gpiochip0']);
    expect(stdout).toBe('gpiochip0 [fäke] (8 lines)\n'.repeat(3));
  });

  test('goes through the chips by number, not by letter', () => {
    const names = ['gpiochip10', 'gpiochip2', 'null', 'gpiochip1'];
    const { status, stderr } = runToolHere(['gpiodetect'], { kernel: new LockedChips(names) });
    expect(status).toBe(1);
    expect(stderr).toBe(
      ['gpiochip1', 'gpiochip2', 'gpiochip10']
        .map((name) => `gpiodetect: unable to open chip '/dev/${name}': Permission denied\n`)
        .join(''),
    );
  });

  test('reports a chip that does not exist', () => {
    const { status, stderr } = runToolHere(['gpiodetect', 'gpiochip9']);
    expect(status).toBe(1);
    expect(stderr).toBe("gpiodetect: cannot find GPIO chip character device 'gpiochip9'\n");
  });
});

describe('lines', () => {
  test('gpioget reads them', () => {
    const kernel = new FakeKernel();
    kernel.pull(2, 'up');
    const { stdout } = runToolHere(['gpioget', '-c', '0', '--numeric', '1', '2'], { kernel });
    expect(stdout).toBe('0 1\n');
  });

  test('gpioset toggles them for the periods given, asleep', () => {
    const kernel = new FakeKernel();
    const args = ['gpioset', '--banner', '-c', '0', '-t', '20ms,30ms,0', '3=1'];
    const { status, stdout, clock } = runToolHere(args, { kernel });
    expect(status).toBe(0);
    expect(stdout).toBe("Setting line '3'...\n");
    expect(kernel.value(3)).toBe(1);
    expect(clock.sleeps).toEqual([20_000_000n, 30_000_000n]);
    expect(kernel.files.size).toBe(0);
  });

  test('gpiomon prints edges as they come', () => {
    const kernel: EventfulKernel = new EventfulKernel([
      () => kernel.pull(1, 'up'),
      () => kernel.pull(1, 'down'),
    ]);
    const args = ['gpiomon', '-c', '0', '-n', '2', '-F', '%e %E %o %c %S %% %', '1'];
    const { status, stdout } = runToolHere(args, { kernel });
    expect(status).toBe(0);
    expect(stdout).toBe(
      '1 rising 1 gpiochip0 0.001000000 % %\n2 falling 1 gpiochip0 0.002000000 % %\n',
    );
  });

  test('gpiomon prints local time as the host knows it', () => {
    const kernel: EventfulKernel = new EventfulKernel([() => kernel.pull(1, 'up')]);
    const { stdout } = runToolHere(['gpiomon', '-c', '0', '-n', '1', '-F', '%L', '1'], {
      kernel,
      services: { localtime: () => -18_000 },
    });
    expect(stdout).toBe('1969-12-31T19:00:00.001000000\n');
  });

  test('gpiomon prints UTC for local time where the host knows no time zone', () => {
    const kernel: EventfulKernel = new EventfulKernel([() => kernel.pull(1, 'up')]);
    const { stdout } = runToolHere(['gpiomon', '-c', '0', '-n', '1', '-F', '%L', '1'], { kernel });
    expect(stdout).toBe('1970-01-01T00:00:00.001000000\n');
  });

  test('the service for local time is asked in seconds', () => {
    const asked: string[] = [];
    const kernel: EventfulKernel = new EventfulKernel([() => kernel.pull(1, 'up')]);
    runToolHere(['gpiomon', '-c', '0', '-n', '1', '--localtime', '1'], {
      kernel,
      services: {
        localtime: (seconds = '') => {
          asked.push(seconds);
          return localTimeOffset(seconds);
        },
      },
    });
    expect(asked).toEqual(['0']);
  });

  test('names that are not ASCII come back as they were given', () => {
    const { status, stderr } = runToolHere(['gpioget', 'zażółć', '€😀']);
    expect(status).toBe(1);
    expect(stderr).toBe("gpioget: cannot find line 'zażółć'\ngpioget: cannot find line '€😀'\n");
  });

  test('a failing call is reported in the words of Linux', () => {
    let second: ToolRun | undefined;
    const busy: EventfulKernel = new EventfulKernel([
      () => {
        second = runToolHere(['gpioset', '-c', '0', '1=0'], { kernel: busy });
      },
    ]);
    expect(runToolHere(['gpioset', '-c', '0', '1=1'], { kernel: busy }).status).toBe(0);
    expect(second?.status).toBe(1);
    expect(second?.stderr).toBe(
      "gpioset: unable to request lines on chip '/dev/gpiochip0': Device or resource busy\n",
    );
  });
});

// As glibc words them: what the tools print on Linux.
describe('options', () => {
  test.each([
    [['-x'], "invalid option -- 'x'"],
    [['-lx'], "invalid option -- 'x'"],
    [['-c'], "option requires an argument -- 'c'"],
    [['--bogus'], "unrecognized option '--bogus'"],
    [['--chip'], "option '--chip' requires an argument"],
    [['--help=3'], "option '--help' doesn't allow an argument"],
    [['--co'], "option '--consumer' requires an argument"],
    [['--c'], "option '--c' is ambiguous; possibilities: '--chip' '--consumer'"],
  ])('gpioset %j is refused', (args, message) => {
    const { status, stderr } = runToolHere(['gpioset', ...args]);
    expect(status).toBe(1);
    expect(stderr).toBe(`gpioset: ${message}\ngpioset: try gpioset --help\n`);
  });

  test.each([
    [['-lc0', '-p0', '-t0', '1=1']],
    [['-l', '-c', '0', '--hold-period=0', '--tog', '0', '--', '1=1']],
    [['--active-low', '--chip=gpiochip0', '-t0', '1=1']],
  ])('gpioset %j is understood', (args) => {
    const kernel = new FakeKernel();
    const { status, stderr } = runToolHere(['gpioset', ...args], { kernel });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(kernel.value(1)).toBe(0);
  });

  test('options end at the first argument that is none', () => {
    const { stderr } = runToolHere(['gpioset', '1=1', '--bogus']);
    expect(stderr).toBe("gpioset: invalid line value: '--bogus'\n");
  });
});

describe('the program', () => {
  test('names its tools where it is asked for none of them', () => {
    const { status, stderr } = runToolHere(['gpio-tools', 'gpiofoo']);
    expect(status).toBe(1);
    expect(stderr).toBe(
      'gpio-tools: name one of these tools: gpiodetect gpioget gpioinfo gpiomon gpionotify gpioset\n',
    );
  });

  test('runs the tool that its first argument names', () => {
    expect(runToolHere(['gpio-tools', 'gpioget', '--version']).stdout).toMatch(
      /^gpioget \(libgpiod\) v2\./,
    );
  });
});

describe('daemonize', () => {
  const services = (log: string[]) => ({
    detach: () => log.push('detach'),
    daemon: (...words: string[]) => {
      log.push(`daemon ${words.join(' ')}`);
      return 0;
    },
  });

  test.each([
    [['-z', '-c', '0', '-t0', '1=1']],
    [['-lzc0', '-t0', '1=1']],
    [['--daemonize', '-c0', '-t0', '1=1']],
    [['--da', '-c0', '-t0', '1=1']],
  ])('%j is announced before anything is requested', (args) => {
    const log: string[] = [];
    const kernel: FakeKernel = new FakeKernel();
    const { status } = runToolHere(['gpioset', ...args], {
      kernel,
      services: { ...services(log), detach: () => log.push(`detach, ${kernel.files.size} open`) },
    });
    expect(status).toBe(0);
    expect(log).toEqual(['detach, 0 open', 'daemon 0 0']);
  });

  test.each([
    [['-c', '-z', '1=1']],
    [['-Cz', '-c0', '-t0', '1=1']],
    [['-c0', '-t0', '1=1', '-z']],
    [['-c0', '-t0', '--', '-z=1']],
    [['-h', '-z']],
  ])('%j does not ask for it', (args) => {
    const log: string[] = [];
    runToolHere(['gpioset', ...args], { services: services(log) });
    expect(log).toEqual([]);
  });

  test('is refused by a host that cannot', () => {
    const { status, stderr } = runToolHere(['gpioset', '-z', '-c0', '1=1']);
    expect(status).toBe(1);
    expect(stderr).toBe('gpioset: unable to daemonize: Function not implemented\n');
  });

  test('leaves stdio alone where it is combined with interactive', () => {
    const log: string[] = [];
    runToolHere(['gpioset', '-zi', '-c0', '1=1'], { services: services(log), stdin: ['exit\n'] });
    expect(log).toEqual(['detach', 'daemon 0 1']);
  });
});
