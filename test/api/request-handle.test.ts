import { expect, test } from 'vitest';
import { EdgeEventReader } from '../../ts/api/edge-event.js';
import { LineSet } from '../../ts/api/line-set.js';
import { checkLineSettings } from '../../ts/api/line-settings.js';
import { LineValues } from '../../ts/api/line-values.js';
import { RequestDraft } from '../../ts/api/request-draft.js';
import { RequestHandle } from '../../ts/api/request-handle.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { piecesLeft, rawGpiod } from '../support/libgpiod.js';

/** An open chip, and a way to request two of its lines. */
function setUp() {
  const kernel = new FakeKernel();
  const raw = rawGpiod(kernel);
  const draft = new RequestDraft(raw);
  const chip = raw.scope((arena) => raw.gpiod_chip_open(arena.string(kernel.chipPath)));
  if (chip === 0) throw new Error(`errno ${raw.errno()}`);
  const settings = checkLineSettings('', { direction: 'input', edge: 'both' });
  const take = (): { handle: RequestHandle; values: LineValues } => {
    const lines = { offsets: [1, 2], settings: [settings, settings] };
    const pointer = draft.request(chip, '', 0, lines);
    if (pointer === 0) throw new Error(`errno ${raw.errno()}`);
    const values = new LineValues(raw, new LineSet(lines.offsets, new Map()));
    return { handle: new RequestHandle(raw, pointer, values, 'gpiochip0'), values };
  };
  return { kernel, raw, take, instance: { raw, kernel, draft } };
}

test('a handle says what it is of', () => {
  expect(setUp().take().handle.what).toBe('A line request of gpiochip0');
});

/** What is left where that was done so often, of the guest's memory. */
function leftAfter(times: number, use: (made: ReturnType<typeof setUp>) => void): number {
  const made = setUp();
  for (let i = 0; i < times; i++) use(made);
  expect([...made.kernel.files.values()]).toEqual(['chip']);
  return piecesLeft(made.raw);
}

test('a handle that was never used frees its request, and nothing else', () => {
  const use = ({ take }: ReturnType<typeof setUp>): void => take().handle.free();
  expect(leftAfter(2, use)).toBe(leftAfter(1, use));
});

test('a handle frees its request, the memory of its values and its buffer for events', () => {
  const use = ({ take, instance }: ReturnType<typeof setUp>): void => {
    const { handle, values } = take();
    values.ask([2, 1]);
    handle.reader = new EdgeEventReader(instance, 1024, new Map());
    handle.free();
  };
  expect(leftAfter(2, use)).toBe(leftAfter(1, use));
});
