// This project as its users get it: the bundle named by the first argument.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Gpiod, LineRequest, Sequence, Value } from '../../../ts/index.js';
import { type Loop, serve } from './serve.js';

const [, , bundle = ''] = process.argv;
const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
const gpiod: Gpiod = loadSync();

const line = 5;
const all = Array.from({ length: 64 }, (_, offset) => offset);

/** Keeps requests until the end, which would otherwise be told of as forgotten. */
const held: LineRequest[] = [];

function hold(request: LineRequest): LineRequest {
  held.push(request);
  return request;
}

function outputs(chip: number, offsets: readonly number[]): LineRequest {
  using opened = gpiod.openChip(chip);
  const lines = Object.fromEntries(
    offsets.map((offset) => [offset, { direction: 'output' } as const]),
  );
  return hold(opened.requestLines({ consumer: 'bench', lines }));
}

function edges(chip: number, offsets: readonly number[], eventBufferSize = 1024): LineRequest {
  using opened = gpiod.openChip(chip);
  const lines = Object.fromEntries(offsets.map((offset) => [offset, { edge: 'both' } as const]));
  return hold(opened.requestLines({ consumer: 'bench', lines, eventBufferSize }));
}

function getting(request: LineRequest, offset: number): Loop {
  return (count) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += request.getValue(offset);
    if (sum < 0) throw new Error('unreachable: keeps the results in use');
  };
}

function setting(request: LineRequest, offset: number): Loop {
  return (count) => {
    for (let i = 0; i < count; i++) request.setValue(offset, (i & 1) as Value);
  };
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
  'get-value': () => getting(outputs(0, [line]), line),
  'set-value': () => setting(outputs(0, [line]), line),
  'get-value-handle': () => {
    const handle = outputs(0, [line]).line(line);
    return (count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += handle.value;
      if (sum < 0) throw new Error('unreachable: keeps the results in use');
    };
  },
  'set-value-handle': () => {
    const handle = outputs(0, [line]).line(line);
    return (count) => {
      for (let i = 0; i < count; i++) handle.value = (i & 1) as Value;
    };
  },
  'set-value-name': () => {
    const request = outputs(0, [line]);
    return (count) => {
      for (let i = 0; i < count; i++) request.setValue('GPIO5', (i & 1) as Value);
    };
  },
  'get-values-64': () => {
    const request = outputs(0, all);
    return (count) => {
      for (let i = 0; i < count; i++) request.getValues();
    };
  },
  'set-values-64': () => {
    const request = outputs(0, all);
    return (count) => {
      for (let i = 0; i < count; i++) request.setValues(records[i & 1] ?? {});
    };
  },
  play: () => {
    const request = outputs(0, [line]);
    const toggling = sequence(request);
    return async (count) => {
      await request.play(toggling, { repeat: Math.ceil(count / steps) });
    };
  },
  'play-sync': () => {
    const request = outputs(0, [line]);
    const toggling = sequence(request);
    return (count) => {
      for (let left = count; left > 0; left -= steps) request.playSync(toggling);
    };
  },
  'read-events': () => {
    const request = edges(3, all);
    return (count) => {
      for (let left = count; left > 0; ) left -= request.readEdgeEvents().length;
    };
  },
  'await-events': () => {
    const request = edges(3, all);
    const events = request.events();
    return async (count) => {
      for (let left = count; left > 0; left--) await events.next();
    };
  },
  'request-release': () => {
    const chip = gpiod.openChip(0);
    const options = { consumer: 'bench', lines: { [line]: { direction: 'output' } } } as const;
    return (count) => {
      for (let i = 0; i < count; i++) chip.requestLines(options).release();
    };
  },
  'line-info': () => {
    const chip = gpiod.openChip(0);
    return (count) => {
      for (let i = 0; i < count; i++) chip.lineInfo(i & 63);
    };
  },
  'get-value-8-lines': () => getting(outputs(1, [line]), line),
  'get-value-512-lines': () => getting(outputs(2, [509]), 509),
  'get-value-500-requests': () => {
    const requests = Array.from({ length: 500 }, () => outputs(0, [line]));
    return getting(requests[250] as LineRequest, line);
  },
});
for (const request of held) request.release();
