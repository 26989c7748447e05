import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { setUpFolder } from '../support/temporary-folder.js';
import { cliCommand, run, toolCommand } from './support/process.js';

const folder = setUpFolder();

test('output goes into pipes and files whole', () => {
  const { status, stdout } = run(cliCommand, ['gpioset', '--help']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: gpioset .*released.*\n$/s);
});

test('arguments that are not ASCII come back as they were given', () => {
  const { status, stderr } = run(toolCommand, ['gpioget', 'zażółć €😀']);
  expect(status).toBe(1);
  expect(stderr).toBe("gpioget: cannot find line 'zażółć €😀'\n");
});

test('a broken pipe ends a tool as it ends any program, quietly', () => {
  const path = folder.join('pipe');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  closeSync(reader);
  const [node = '', ...args] = cliCommand;
  const { signal, stderr } = spawnSync(node, [...args, 'gpioset', '--help'], {
    stdio: ['ignore', writer, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(writer);
  expect({ signal, stderr }).toEqual({ signal: 'SIGPIPE', stderr: '' });
});

describe('signals end a tool at once', () => {
  const [node = '', ...args] = toolCommand;

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'] as const)(
    '%s, while it waits for events',
    async (name) => {
      const tool = spawn(node, [...args, 'gpiomon', '--banner', '-c', '0', '1']);
      await once(tool.stdout, 'data');
      tool.kill(name);
      expect(await once(tool, 'exit')).toEqual([null, name]);
    },
  );

  test.each(['SIGINT', 'SIGTERM'] as const)('%s, while it sleeps', async (name) => {
    const tool = spawn(node, [...args, 'gpioset', '--banner', '-c', '0', '-t', '1000s', '1=1']);
    await once(tool.stdout, 'data');
    tool.kill(name);
    expect(await once(tool, 'exit')).toEqual([null, name]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s, while it reads a line', async (name) => {
    const tool = spawn(node, [...args, 'gpioset', '-i', '-c', '0', '1=1']);
    await once(tool.stdout, 'data');
    tool.kill(name);
    expect(await once(tool, 'exit')).toEqual([null, name]);
  });
});

test('interactive commands are answered one by one', async () => {
  const [node = '', ...args] = toolCommand;
  const tool = spawn(node, [...args, 'gpioset', '-i', '-c', '0', '1=1']);
  tool.stdout.setEncoding('utf8');
  const until = async (text: string): Promise<void> => {
    for (let seen = ''; !seen.endsWith(text); ) seen += (await once(tool.stdout, 'data'))[0];
  };
  await until('gpioset> ');
  tool.stdin.write('get\n');
  await until('"1"=active\ngpioset> ');
  tool.stdin.write('toggle\nget\n');
  await until('"1"=inactive\ngpioset> ');
  tool.stdin.write('exit\n');
  expect(await once(tool, 'exit')).toEqual([0, null]);
});

describe('gpioset --daemonize', () => {
  const proc = (pid: number, file: string): string => join('/proc', String(pid), file);

  /** False for those that have ended and wait for their parent to notice. */
  function isRunning(pid: number): boolean {
    return (
      existsSync(proc(pid, 'stat')) && !/\) [ZX]/.test(readFileSync(proc(pid, 'stat'), 'utf8'))
    );
  }

  function daemonize(...args: string[]): ReturnType<typeof run> & { pid: number } {
    const pidFile = folder.join('pid');
    const finished = run(toolCommand, ['gpioset', ...args], { env: { PID_FILE: pidFile } });
    return { ...finished, pid: Number(readFileSync(pidFile, 'utf8')) };
  }

  test('leaves a process behind that holds the lines until it is killed', async () => {
    const { status, stdout, stderr, pid } = daemonize('-z', '--banner', '-c', '0', '1=1');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "Setting line '1'...\n",
      stderr: '',
    });
    try {
      expect(isRunning(pid)).toBe(true);
      expect(readFileSync(proc(pid, 'comm'), 'utf8')).toBe('gpioset\n');
      expect(readlinkSync(proc(pid, 'cwd'))).toBe('/');
      for (const fd of [0, 1, 2]) {
        expect(readlinkSync(proc(pid, `fd/${fd}`))).toBe('/dev/null');
      }
      const [, session = ''] =
        /\) \S+ \d+ \d+ (\d+)/.exec(readFileSync(proc(pid, 'stat'), 'utf8')) ?? [];
      expect(Number(session)).toBe(pid);
    } finally {
      process.kill(pid, 'SIGTERM');
    }
    while (isRunning(pid)) await setTimeout(10);
  });

  test('fails in the foreground where it fails before', () => {
    const { status, stderr, pid } = daemonize('--daemonize', 'nosuchline=1');
    expect(status).toBe(1);
    expect(stderr).toBe("gpioset: cannot find line 'nosuchline'\n");
    expect(isRunning(pid)).toBe(false);
  });

  test('ends in the background where nothing is left to do', async () => {
    const { status, pid } = daemonize('-z', '-c', '0', '-t', '1ms,0', '1=1');
    expect(status).toBe(0);
    while (isRunning(pid)) await setTimeout(10);
  });
});
