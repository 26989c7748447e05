import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ccCommand } from '../../ts/cli/cc-command.js';
import { parseClangArguments } from '../../ts/cli/clang-arguments.js';
import { compileForWasm } from '../../ts/cli/wasm-compiler.js';
import { createSim } from '../../ts/sim.js';
import { serveSim } from '../../ts/sim-server.js';
import { cliCommand, run } from '../cli/support/process.js';

const folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-run-'));
const plugin = join(folder, 'misbehave.wasm');
const grant = ['--grant', 'LED=GPIO17:output'];

beforeAll(async () => {
  const source = new URL('plugins/misbehave.c', import.meta.url);
  copyFileSync(source, join(folder, 'misbehave.c'));
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(await ccCommand(['misbehave.c', '-o', 'misbehave.wasm'])).toBe(0);
  } finally {
    process.chdir(before);
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

function sim(...args: string[]): ReturnType<typeof run> {
  return run(cliCommand, ['--sim', 'pi4', 'run', ...args]);
}

describe('libgpiod-wasm run', () => {
  test('ends with the status of the plugin', () => {
    expect(sim(...grant, plugin, 'exit', '7')).toMatchObject({
      status: 7,
      stdout: '',
      stderr: '',
    });
  });

  test('explains what the plugin would see', () => {
    expect(sim(...grant, '--explain')).toMatchObject({
      status: 0,
      stdout:
        '/dev/gpiochip0 [sandbox] (1 line)\n  line 0: "LED" is gpiochip0:17 GPIO17; may: output\n',
    });
  });

  test('takes a policy, and shows each call', () => {
    const policy = join(folder, 'policy.json');
    const line = { line: 'GPIO17', allow: ['output'] };
    writeFileSync(policy, JSON.stringify({ chips: { gpiochip0: { lines: [line] } } }));
    const args = ['--policy', policy, '--limit', 'calls=50', '--audit', plugin, 'calls'];
    const { status, stderr } = sim(...args);
    expect(status).toBe(124);
    expect(stderr).toContain('GPIO_V2_LINE_SET_VALUES_IOCTL');
    expect(stderr).toContain("the plugin 'misbehave' came to its limit callsPerSecond");
  });

  test('tells a crash from an end', () => {
    expect(sim(plugin, 'abort')).toMatchObject({ status: 134 });
  });

  test.each([
    [
      ['--grant', 'LED=GPIO177:output', plugin],
      /grant 'LED=GPIO177:output': there is no line 'GPIO177'; the nearest: GPIO17/,
    ],
    [
      [...grant, '--grant', 'B=GPIO17:input', plugin],
      /grant 'B=GPIO17:input': .* granted already, at grant 'LED=GPIO17:output'/,
    ],
    [
      ['-g', 'LED=GPIO17:outptu', '--explain'],
      /grant 'LED=GPIO17:outptu': .* did you mean 'output'/,
    ],
    [['--polcy', 'x'], /unrecognized option '--polcy'; did you mean '--policy'/],
    [['--sim', 'pi4', plugin], /'--sim' goes before 'run'/],
    [['--policy', 'absent.json', plugin], /there is no file 'absent\.json'/],
    [['absent.wasm'], /there is no file 'absent\.wasm'/],
    [[folder], /is a folder/],
    [['--grant'], /'--grant' requires an argument/],
    [[], /a plugin is missing/],
    [[join(folder, 'misbehave.c')], /no WebAssembly module: 'libgpiod-wasm cc' makes one/],
  ])('%j is refused', (args, message) => {
    const { status, stderr } = sim(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });

  test('says where a policy is wrong', () => {
    const wrong = (text: string): string => {
      writeFileSync(join(folder, 'wrong.json'), text);
      return sim('--policy', join(folder, 'wrong.json'), plugin).stderr;
    };
    expect(wrong('{ "chips": {},\n }')).toMatch(/wrong\.json: line 2, column 2: /);
    expect(wrong('{ "chip": {} }')).toMatch(/wrong\.json: there is no 'chip' among/);
    const chips = { gpiochip0: { lines: [{ line: 'GPIO177', allow: [] }] } };
    expect(wrong(JSON.stringify({ chips }))).toMatch(
      /wrong\.json: chips\.gpiochip0\.lines\[0\]: there is no line 'GPIO177'/,
    );
  });

  test('points to --grant where a plugin without lines fails', () => {
    expect(sim(plugin, 'exit', '7').stderr).toContain('was granted no line: see --grant');
    expect(sim(plugin, 'exit', '0').stderr).toBe('');
  });

  test('says so where there is no chip', () => {
    const empty = join(folder, 'empty.json');
    writeFileSync(empty, '{ "chips": [] }');
    const { stderr } = run(cliCommand, ['--sim', empty, 'run', ...grant, plugin]);
    expect(stderr).toMatch(
      /this machine has no GPIO chip: 'libgpiod-wasm --sim pi4 run' simulates/,
    );
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends by %s, and its lines are free',
    async (signal) => {
      const machine = createSim('pi4');
      const server = await serveSim(machine, join(folder, `${signal}.sock`));
      try {
        const [program = '', ...first] = cliCommand;
        const args = ['--sim', `unix:${server.path}`, 'run', ...grant, plugin, 'hold-and-loop'];
        const child = spawn(program, [...first, ...args], { stdio: 'ignore' });
        const ended = once(child, 'close');
        while (machine.line('GPIO17').consumer === undefined) await sleep(5);
        child.kill(signal);
        expect(await ended).toEqual([null, signal]);
        while (machine.openHandles.length > 0) await sleep(5);
      } finally {
        await server.close();
      }
    },
  );

  test('dies as a C program does where nobody reads its output', async () => {
    const [program = '', ...first] = cliCommand;
    const args = ['--sim', 'pi4', 'run', '--limit', 'output=none', '--limit', 'calls=none', plugin];
    const child = spawn(program, [...first, ...args, 'output'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await ended).toEqual([null, 'SIGPIPE']);
  });

  test('has a page of help', () => {
    expect(run(cliCommand, ['run', '--help'])).toMatchObject({ status: 0 });
  });
});

describe('libgpiod-wasm cc', () => {
  const wrong = (): Promise<{ status: number; said: string }> => {
    writeFileSync(join(folder, 'wrong.c'), 'int main(void) { return nonsense; }\n');
    let said = '';
    const print = (_: 1 | 2, text: string): void => {
      said += text;
    };
    const clang = parseClangArguments(['wrong.c', '-o', 'wrong.wasm']);
    return compileForWasm({ folder, clang, print }).then((status) => ({ status, said }));
  };

  test('passes on what the compiler says', async () => {
    const { status, said } = await wrong();
    expect(status).toBe(1);
    expect(said).toContain("wrong.c:1:25: error: use of undeclared identifier 'nonsense'");
  });

  test('says so where WASI_SDK_PATH is no wasi-sdk', async () => {
    vi.stubEnv('WASI_SDK_PATH', folder);
    try {
      await expect(wrong()).rejects.toThrow(/point it at an unpacked wasi-sdk/);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('wants files that are there', () => {
    expect(run(cliCommand, ['cc', 'missing.c'])).toMatchObject({ status: 1 });
    expect(run(cliCommand, ['cc'])).toMatchObject({ status: 1 });
    expect(run(cliCommand, ['cc', '--help'])).toMatchObject({ status: 0 });
  });
});
