/*
 * What a machine is asked, with the installed package on the fake chips of test/bench/native. It prints
 * answers; guest.test.ts knows what they have to be.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { hrtime } from 'node:process';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { type Gpiod, type LineRequest, load, loadSync, type RequestOptions } from 'libgpiod-wasm';
import { answer, failure } from './answers.js';

/** The fake chip with 64 lines. */
const BOARD = 0;
/** The one on whose line 0 an edge comes every millisecond or so. */
const PULSES = 4;
/** The one that has events whenever somebody reads. */
const FLOOD = 3;

function take(gpiod: Gpiod, number: number, lines: RequestOptions['lines']): LineRequest {
  const chip = gpiod.openChip(number);
  try {
    return chip.requestLines({ lines });
  } finally {
    chip.close();
  }
}

function looks(gpiod: Gpiod): void {
  answer('version', gpiod.apiVersion);
  answer(
    'chips',
    gpiod.chips().map(({ name, label, numLines }) => [name, label, numLines]),
  );
  const chip = gpiod.openChip('/dev/gpiochip0');
  answer('line info', chip.lineInfo(63));
  answer('found', gpiod.findLine('GPIO5')?.offset);
  chip.close();
}

function values(gpiod: Gpiod): void {
  const lines = Array.from({ length: 64 }, (_, line) => line);
  const settings = lines.map((line) => [line, { direction: 'output', value: 0 }] as const);
  const request = take(gpiod, BOARD, Object.fromEntries(settings));
  const high = (): number[] => lines.filter((line) => request.getValue(line) === 1);
  request.setValues({ 0: 1, 31: 1, 32: 1, 63: 1 });
  answer('high', high());
  request.setValue(63, 0);
  request.setValue(33, 1);
  answer('high after that', high());
  answer('some of them', request.getValues([33, 63, 0]));
  request.reconfigure({ 1: { direction: 'input', bias: 'pull-up' } });
  answer('settings', [request.settings(1).bias, request.settings(2).direction]);
  request.release();
}

async function failures(gpiod: Gpiod): Promise<void> {
  answer('no such chip', await failure(() => gpiod.openChip('/dev/gpiochip77')));
  const chip = gpiod.openChip(BOARD);
  answer('no such line', await failure(() => chip.lineInfo(64)));
  chip.close();
}

async function plays(gpiod: Gpiod): Promise<void> {
  const output = { direction: 'output' } as const;
  const request = take(gpiod, BOARD, { 1: output, 40: output });
  const steps = request.sequence([
    { set: { 1: 1, 40: 0 }, waitUs: 300 },
    { get: [1, 40] },
    { set: { 1: 0, 40: 1 }, waitUs: 200 },
    { get: [40, 1] },
  ]);
  answer('played at once', request.playSync(steps, { repeat: 2 }));
  const before = hrtime.bigint();
  const { timestampsNs = [], ...rest } = await request.play(steps, {
    repeat: 50,
    waitsFrom: 'step',
    timestamps: true,
  });
  answer('played', { ...rest, values: rest.values?.slice(0, 2) });
  const gaps = Array.from(timestampsNs, (at, i) => at - (timestampsNs[i - 1] ?? before));
  answer(
    'steps that came early',
    gaps.filter((gap, i) => gap < ([0n, 300_000n, 0n, 200_000n][i % 4] ?? 0n)),
  );
  answer('steps were played until now', (timestampsNs.at(-1) ?? 0n) < hrtime.bigint());

  const stop = new AbortController();
  const endless = request.play([{ set: { 1: 1 }, waitUs: 100 }], {
    repeat: Number.POSITIVE_INFINITY,
    signal: stop.signal,
  });
  setTimeout(() => stop.abort(), 20);
  answer('stopped', await failure(() => endless));
  request.release();
}

async function events(gpiod: Gpiod): Promise<void> {
  const input = { direction: 'input', edge: 'both' } as const;
  const before = hrtime.bigint();
  const request = take(gpiod, PULSES, { 0: input });
  answer('an event has come', await request.waitEdgeEvent());
  const seen: string[] = [];
  let last = before;
  let inOrder = true;
  for await (const event of request.events()) {
    seen.push(`${event.type} ${event.lineSeqno}`);
    inOrder &&= event.timestampNs > last && event.timestampNs < hrtime.bigint();
    last = event.timestampNs;
    if (seen.length === 20) break;
  }
  answer('events', seen);
  answer('events in the order of their times', inOrder);
  request.release();

  const flood = take(gpiod, FLOOD, { 0: input, 1: input });
  const batch = flood.readEdgeEvents();
  answer('events at once', [batch[0]?.type, batch.at(-1)?.globalSeqno === batch.length]);
  flood.release();

  const silent = take(gpiod, BOARD, { 0: input });
  // Whole milliseconds, as Node's timers count them.
  const nowMs = (): bigint => hrtime.bigint() / 1_000_000n;
  const start = nowMs();
  const came = await silent.waitEdgeEvent({ timeoutMs: 20 });
  answer('waited in vain', [came, nowMs() - start >= 20n]);
  silent.release();
}

async function threads(): Promise<void> {
  const worker = new Worker(new URL(import.meta.url));
  const [[said], [status]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  answer('a worker', [said, status]);
}

async function inWorker(): Promise<void> {
  const gpiod = await load();
  const request = take(gpiod, PULSES, {
    0: { direction: 'input', edge: 'rising' },
    3: { direction: 'output' },
  });
  const { steps } = await request.play([{ set: { 3: 1 }, waitUs: 100 }], { repeat: 5 });
  const seen = await request.waitEdgeEvent();
  parentPort?.postMessage(`${steps} steps, line 3 is ${request.getValue(3)}, event: ${seen}`);
  request.release();
}

async function plugin(gpiod: Gpiod): Promise<void> {
  const specifier = 'libgpiod-wasm/sandbox';
  const { loadPlugin } = (await import(specifier)) as typeof import('../../../ts/sandbox.js');
  let printed = '';
  const loaded = await loadPlugin(readFileSync(process.argv[2] ?? ''), {
    gpiod,
    name: 'button',
    args: ['4'],
    chips: {
      gpiochip0: {
        lines: [
          { line: `gpiochip${PULSES}:0`, name: 'BUTTON', allow: ['input', 'edges'] },
          { line: `gpiochip${PULSES}:1`, name: 'LED', allow: ['output'] },
        ],
      },
    },
    stdout: (bytes) => {
      printed += new TextDecoder().decode(bytes);
    },
  });
  answer('a plugin', [await loaded.run(), printed.split('\n')]);
  await loaded.close();
}

if (isMainThread) {
  answer('process', [process.arch, process.versions.node]);
  const gpiod = loadSync();
  looks(gpiod);
  values(gpiod);
  await failures(gpiod);
  await plays(gpiod);
  await events(gpiod);
  await threads();
  await plugin(gpiod);
} else {
  await inWorker();
}
