/*
 * What a Raspberry Pi is asked, with the installed package on its own GPIO controller. It prints answers;
 * raspberry-pi.test.ts knows what they have to be, and sees the controller's registers from outside.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { hrtime } from 'node:process';
import {
  type Chip,
  type Gpiod,
  type LineRequest,
  linuxKernel,
  load,
  type RequestOptions,
} from 'libgpiod-wasm';
import { answer, failure } from '../../guest/answers.js';
import { isLitBefore, leave, outside } from './outside.js';

const HEADER = [4, 5, 6, 12, 13, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27];
/** In the second of the controller's registers. */
const PWM = [40, 41];

function take(gpiod: Gpiod, lines: RequestOptions['lines'], consumer = 'pi'): LineRequest {
  return gpiod.requestLines({ consumer, lines });
}

async function looks(gpiod: Gpiod): Promise<void> {
  answer('machine', readFileSync('/proc/device-tree/model', 'utf8').replace('\0', ''));
  answer('process', [process.arch, process.versions.node]);
  answer('kernel', release());
  answer('outputs of the board', (await outside()).outputs);
  answer(
    'chips',
    gpiod.chips().map(({ name, label }) => {
      const chip = gpiod.openChip(name);
      const names = chip.lines().map((line) => line.name ?? null);
      chip.close();
      return { label, names };
    }),
  );
  const found = gpiod.findLine('GPIO17');
  answer('found', [found?.chip.label, found?.offset]);
}

async function outputs(gpiod: Gpiod): Promise<void> {
  const request = take(gpiod, { GPIO17: { direction: 'output', value: 1 } });
  answer('taken as an output', [request.getValue('GPIO17'), await outside()]);
  request.setValue('GPIO17', 0);
  answer('cleared', [request.getValue('GPIO17'), await outside()]);
  request.release();

  const output = { direction: 'output', value: 0 } as const;
  const lines = [...HEADER, ...PWM];
  const chip = gpiod.openChip({ label: 'pinctrl-bcm2835' });
  const all = chip.requestLines({ lines: Object.fromEntries(lines.map((line) => [line, output])) });
  const values = Object.fromEntries(lines.map((line, i) => [line, (i % 2) as 0 | 1]));
  all.setValues(values);
  const { high, outputs } = await outside();
  answer('many', {
    set: lines.filter((line) => values[line] === 1),
    read: lines.filter((line) => all.getValue(line) === 1),
    high,
    requested: lines,
    outputs,
  });
  all.setValues(Object.fromEntries(lines.map((line) => [line, 0])));
  answer('none', (await outside()).high);
  all.release();
  chip.close();
}

async function inputs(gpiod: Gpiod): Promise<void> {
  const request = take(gpiod, {
    GPIO27: { direction: 'input' },
    GPIO22: { direction: 'input', activeLow: true },
  });
  const read = (): (0 | 1)[] => request.getValues(['GPIO27', 'GPIO22']);
  const seen = [read()];
  await outside([27, 1]);
  seen.push(read());
  await outside([22, 1]);
  seen.push(read());
  await outside([27, 0]);
  const { outputs } = await outside([22, 0]);
  seen.push(read());
  answer('inputs', [seen, outputs]);
  request.release();
}

async function settings(gpiod: Gpiod, chip: Chip): Promise<void> {
  const request = take(gpiod, { GPIO17: { direction: 'output', activeLow: true, value: 1 } });
  answer('active-low', [request.getValue('GPIO17'), await outside()]);
  request.reconfigure({ GPIO17: { direction: 'output', value: 1 } });
  answer('made active-high', [request.getValue('GPIO17'), await outside()]);
  request.reconfigure({ GPIO17: { direction: 'input', bias: 'pull-up' } });
  const { direction, bias } = request.settings('GPIO17');
  answer('made an input', [direction, bias, (await outside()).outputs]);
  for (const bias of ['pull-down', 'disabled'] as const) {
    request.reconfigure({ GPIO17: { direction: 'input', bias } });
  }
  answer('bias', chip.lineInfo(17).bias);

  request.reconfigure({ GPIO17: { direction: 'output', drive: 'open-drain', value: 1 } });
  answer('open drain, high', (await outside()).outputs);
  request.setValue('GPIO17', 0);
  answer('open drain, low', await outside());
  request.release();
}

async function busy(gpiod: Gpiod, chip: Chip): Promise<void> {
  const request = take(gpiod, { GPIO17: { direction: 'input' } }, 'the first');
  answer('busy', await failure(() => take(gpiod, { GPIO17: { direction: 'input' } })));
  answer('held', chip.lineInfo(17));
  request.release();
  answer('freed', chip.lineInfo(17).used);
}

async function edges(gpiod: Gpiod, chip: Chip): Promise<void> {
  const request = take(gpiod, {
    GPIO17: { direction: 'input', edge: 'both', bias: 'pull-up', eventClock: 'realtime' },
    GPIO27: { direction: 'input', edge: 'falling', debouncePeriodUs: 5000 },
  });
  const { edge, eventClock } = chip.lineInfo(17);
  answer('edges', [edge, eventClock, chip.lineInfo(27).debouncePeriodUs]);
  answer('no edge has come', await request.waitEdgeEvent({ timeoutMs: 50 }));
  request.release();
}

async function plays(gpiod: Gpiod): Promise<void> {
  const request = take(gpiod, {
    GPIO17: { direction: 'output', value: 0 },
    GPIO27: { direction: 'output', value: 0 },
  });
  const steps = request.sequence([
    { set: { GPIO17: 1, GPIO27: 0 }, waitUs: 2000 },
    { get: ['GPIO17', 'GPIO27'] },
    { set: { GPIO17: 0, GPIO27: 1 }, waitUs: 1000 },
    { get: ['GPIO17', 'GPIO27'] },
  ]);
  const before = hrtime.bigint();
  const { timestampsNs = [], ...rest } = await request.play(steps, {
    repeat: 25,
    waitsFrom: 'step',
    timestamps: true,
  });
  answer('played', { ...rest, values: rest.values?.map(String).join(' ') });
  const gaps = Array.from(timestampsNs, (at, i) => at - (timestampsNs[i - 1] ?? before));
  answer(
    'steps that came early',
    gaps.filter((gap, i) => gap < ([0n, 2_000_000n, 0n, 1_000_000n][i % 4] ?? 0n)),
  );
  answer('left', (await outside()).high);
  answer('played at once', request.playSync(steps).values);
  request.release();
}

async function watches(gpiod: Gpiod, chip: Chip): Promise<void> {
  const events = chip.watchLineInfo(['GPIO17']);
  const request = take(gpiod, { GPIO17: { direction: 'input' } }, 'watched');
  request.reconfigure({ GPIO17: { direction: 'output', value: 0 } });
  request.release();
  const seen: unknown[] = [];
  for await (const { type, lineInfo } of events) {
    seen.push([type, lineInfo.consumer, lineInfo.direction]);
    if (seen.length === 3) break;
  }
  answer('watched', seen.slice(0, 2));
  answer('watched at last', (seen.at(-1) as unknown[] | undefined)?.[0]);
}

async function plugin(gpiod: Gpiod): Promise<void> {
  const specifier = 'libgpiod-wasm/sandbox';
  const { loadPlugin, sandbox } = (await import(
    specifier
  )) as typeof import('../../../../ts/sandbox.js');
  const blink = readFileSync('blink.wasm');
  const run = async (right: 'output' | 'input'): Promise<unknown> => {
    let said = '';
    const write = (bytes: Uint8Array): void => {
      said += new TextDecoder().decode(bytes);
    };
    const loaded = await loadPlugin(blink, {
      gpiod,
      args: ['1', '1000'],
      chips: { gpiochip0: { lines: [{ line: 'GPIO17', name: 'LED', allow: [right] }] } },
      stdout: write,
      stderr: write,
    });
    const ended = loaded.run();
    const lit = await isLitBefore(17, ended);
    const status = await ended;
    await loaded.close();
    return { status, said, lit, left: (await outside()).high.includes(17) };
  };
  answer('a plugin with an output', await run('output'));
  answer('a plugin without', await run('input'));

  const kernel = sandbox(linuxKernel(), {
    gpiochip0: { lines: [{ line: 'GPIO27', allow: ['input'] }] },
  });
  const inside = await load({ kernel });
  const chip = inside.openChip(0);
  const asked = (offset: number, direction: 'input' | 'output'): Promise<unknown> =>
    failure(() => chip.requestLines({ lines: { [offset]: { direction } } }).release());
  answer('in a sandbox', [chip.info.numLines, await asked(0, 'input'), await asked(0, 'output')]);
  answer('out of a sandbox', await asked(17, 'input'));
  chip.close();
}

async function tools(): Promise<void> {
  const cli = 'node_modules/libgpiod-wasm/dist/cli.js';
  const gpioinfo = [cli, 'gpioinfo', '--chip', '0', '3', '53'];
  answer('gpioinfo', execFileSync(process.execPath, gpioinfo, { encoding: 'utf8' }));

  const gpioset = spawn(process.execPath, [cli, 'gpioset', 'GPIO17=1'], { stdio: 'inherit' });
  const exit = once(gpioset, 'exit');
  const lit = await isLitBefore(17, exit);
  gpioset.kill();
  answer('gpioset', [lit, (await exit)[1]]);
}

const gpiod = await load();
const chip = gpiod.openChip({ label: 'pinctrl-bcm2835' });
await looks(gpiod);
await outputs(gpiod);
await inputs(gpiod);
await settings(gpiod, chip);
await busy(gpiod, chip);
await edges(gpiod, chip);
await plays(gpiod);
await watches(gpiod, chip);
await plugin(gpiod);
await tools();
chip.close();
leave();
