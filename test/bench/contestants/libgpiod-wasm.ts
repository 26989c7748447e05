// This project as its users get it: the bundle named by the first argument.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type {
  EdgeEvent,
  Gpiod,
  LineInfo,
  LineRequest,
  LineSettings,
  Sequence,
  Value,
} from '../../../ts/index.js';
import { type Loop, nothing, type Read, serve } from './serve.js';

const [, , bundle = ''] = process.argv;
const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
const gpiod: Gpiod = loadSync();

const line = 5;
const all = Array.from({ length: 64 }, (_, offset) => offset);

/** Keeps requests until the end, which would otherwise be told of as forgotten. */
const held: LineRequest[] = [];

function request(chip: number, offsets: readonly number[], settings: LineSettings): LineRequest {
  using opened = gpiod.openChip(chip);
  const lines = Object.fromEntries(offsets.map((offset) => [offset, settings]));
  const request = opened.requestLines({ consumer: 'bench', lines, eventBufferSize: 1024 });
  held.push(request);
  return request;
}

const inputs = (chip: number, offsets: readonly number[]): LineRequest =>
  request(chip, offsets, { direction: 'input' });
const outputs = (chip: number, offsets: readonly number[]): LineRequest =>
  request(chip, offsets, { direction: 'output' });
const edges = (chip: number, offsets: readonly number[]): LineRequest =>
  request(chip, offsets, { edge: 'both' });

function getting(request: LineRequest, offset: number): Loop {
  return (count) => {
    let value = 0;
    for (let i = 0; i < count; i++) value = request.getValue(offset);
    return [value];
  };
}

function setting(request: LineRequest, offset: number): Loop {
  return (count) => {
    for (let i = 0; i < count; i++) request.setValue(offset, (i & 1) as Value);
    return nothing;
  };
}

function told(events: readonly EdgeEvent[]): Read {
  return events.flatMap(({ offset, type, globalSeqno, lineSeqno }) => [
    offset,
    Number(type === 'rising'),
    globalSeqno,
    lineSeqno,
  ]);
}

const patterns = [0, 1].map((low) => all.map((offset) => ((offset + low) & 1) as Value));
const records = patterns.map((values) => Object.fromEntries(values.entries()));

/** So many steps of a sequence that has no waits. */
const steps = 1000;

function sequence(request: LineRequest): Sequence {
  return request.sequence(
    Array.from({ length: steps }, (_, i) => ({ set: { [line]: (i & 1) as Value } })),
  );
}

const manifest = new URL('../package.json', pathToFileURL(bundle));
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

await serve(`${version} (libgpiod ${gpiod.apiVersion})`, {
  'get-value': () => getting(inputs(0, [line]), line),
  'set-value': () => setting(outputs(0, [line]), line),
  'get-value-handle': () => {
    const handle = inputs(0, [line]).line(line);
    return (count) => {
      let value = 0;
      for (let i = 0; i < count; i++) value = handle.value;
      return [value];
    };
  },
  'set-value-handle': () => {
    const handle = outputs(0, [line]).line(line);
    return (count) => {
      for (let i = 0; i < count; i++) handle.value = (i & 1) as Value;
      return nothing;
    };
  },
  'set-value-name': () => {
    const request = outputs(0, [line]);
    return (count) => {
      for (let i = 0; i < count; i++) request.setValue('GPIO5', (i & 1) as Value);
      return nothing;
    };
  },
  'get-values-64': () => {
    const request = inputs(0, all);
    return (count) => {
      let values: readonly Value[] = [];
      for (let i = 0; i < count; i++) values = request.getValues();
      return values;
    };
  },
  'set-values-64': () => {
    const request = outputs(0, all);
    return (count) => {
      for (let i = 0; i < count; i++) request.setValues(records[i & 1] ?? {});
      return nothing;
    };
  },
  play: () => {
    const request = outputs(0, [line]);
    const toggling = sequence(request);
    return async (count) => {
      await request.play(toggling, { repeat: Math.ceil(count / steps) });
      return nothing;
    };
  },
  'play-sync': () => {
    const request = outputs(0, [line]);
    const toggling = sequence(request);
    return (count) => {
      for (let left = count; left > 0; left -= steps) request.playSync(toggling);
      return nothing;
    };
  },
  'read-events': () => {
    const request = edges(3, all);
    return (count) => {
      let events: readonly EdgeEvent[] = [];
      for (let left = count; left > 0; left -= events.length) events = request.readEdgeEvents();
      return told(events);
    };
  },
  'await-events': () => {
    const request = edges(3, all);
    const events = request.events();
    return async (count) => {
      let event: EdgeEvent | undefined;
      for (let left = count; left > 0; left--) event = (await events.next()).value;
      return told(event === undefined ? [] : [event]);
    };
  },
  'request-release': () => {
    const chip = gpiod.openChip(0);
    const options = { consumer: 'bench', lines: { [line]: { direction: 'output' } } } as const;
    return (count) => {
      for (let i = 0; i < count; i++) chip.requestLines(options).release();
      return nothing;
    };
  },
  'line-info': () => {
    const chip = gpiod.openChip(0);
    return (count) => {
      let info: LineInfo | undefined;
      for (let i = 0; i < count; i++) info = chip.lineInfo(i & 63);
      return [info?.name ?? ''];
    };
  },
  'get-value-8-lines': () => getting(inputs(1, [line]), line),
  'get-value-512-lines': () => getting(inputs(2, [509]), 509),
  'get-value-500-requests': () => {
    const requests = Array.from({ length: 500 }, (_, offset) => inputs(2, [offset]));
    return getting(requests[250] as LineRequest, 250);
  },
});
for (const request of held) request.release();
