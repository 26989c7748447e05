/**
 * What TypeScript has to say about uses of the public API: checked by `tsc` here, and once more
 * against the declarations of the installed package. Nothing here ever runs.
 */
import {
  type Chip,
  type ChipInfo,
  type EdgeEvent,
  type EventStream,
  type FoundLine,
  GpiodError,
  type InfoEvent,
  type Kernel,
  type LineInfo,
  type LineRequest,
  type LineSettings,
  LineValue,
  linuxKernel,
  load,
  loadSync,
  type PlayResult,
  type RawGpiod,
  type Sequence,
  type Step,
  trace,
  type Value,
} from '../../ts/index.js';

type Same<A, B> = { of<T>(): T extends A ? 1 : 2 } extends { of<T>(): T extends B ? 1 : 2 }
  ? true
  : false;

/** Compiles only where the type of `_value` is exactly `Expected`. */
function isExactly<Expected>() {
  return function check<Actual>(_value: Actual, _same: Same<Actual, Expected>): void {};
}

const gpiod = loadSync();
const kernel: Kernel = trace(linuxKernel(), (line) => isExactly<string>()(line, true));

export async function loads(wasm: Uint8Array, bytes: ArrayBuffer): Promise<void> {
  await load({ kernel, wasm });
  await load({ wasm: bytes });
  // @ts-expect-error an option that does not exist
  await load({ kernal: kernel });
  // @ts-expect-error not a kernel
  loadSync({ kernel: 'linux' });
}

export function chips(chip: Chip): void {
  isExactly<ChipInfo[]>()(gpiod.chips(), true);
  isExactly<FoundLine | undefined>()(gpiod.findLine('GPIO17'), true);
  isExactly<boolean>()(gpiod.isGpioChip('/dev/gpiochip0'), true);
  isExactly<RawGpiod>()(gpiod.raw, true);
  gpiod.openChip(0);
  gpiod.openChip('gpiochip0');
  gpiod.openChip({ label: 'pinctrl-rp1' });
  // @ts-expect-error a chip is not found by the name of a line
  gpiod.openChip({ line: 'GPIO17' });

  isExactly<LineInfo>()(chip.lineInfo(17), true);
  isExactly<LineInfo[]>()(chip.lines(), true);
  isExactly<number | undefined>()(chip.offsetOf('GPIO17'), true);
  isExactly<EventStream<InfoEvent>>()(chip.watchLineInfo([17, 'GPIO27']), true);
  // @ts-expect-error info cannot be written
  chip.info.label = 'mine';
  chip[Symbol.dispose]();
}

export function requests(chip: Chip): LineRequest {
  chip.requestLines({
    consumer: 'types',
    eventBufferSize: 64,
    lines: {
      17: { direction: 'output', value: 1, drive: 'open-drain', activeLow: true },
      GPIO27: {
        direction: 'input',
        edge: 'both',
        bias: 'pull-up',
        debouncePeriodUs: 5000,
        eventClock: 'realtime',
      },
    },
  });
  // @ts-expect-error lines are missing
  chip.requestLines({ consumer: 'types' });
  // @ts-expect-error lines are no list
  chip.requestLines({ lines: [{ direction: 'input' }] });
  // @ts-expect-error a misspelt direction
  chip.requestLines({ lines: { 17: { direction: 'out' } } });
  // @ts-expect-error a misspelt setting
  chip.requestLines({ lines: { 17: { debounceMs: 5 } } });
  // @ts-expect-error a bias that lines have but nobody can ask for
  chip.requestLines({ lines: { 17: { direction: 'input', bias: 'unknown' } } });
  // @ts-expect-error not a value
  chip.requestLines({ lines: { 17: { direction: 'output', value: 2 } } });
  return gpiod.requestLines({ lines: { GPIO17: {} } });
}

export function values(request: LineRequest, settings: LineSettings): void {
  isExactly<Value>()(request.getValue('GPIO17'), true);
  isExactly<Value[]>()(request.getValues([17, 'GPIO27']), true);
  request.setValue(17, 1);
  request.setValue('GPIO17', false);
  request.setValues({ 17: 0, GPIO27: true });
  // @ts-expect-error not a value
  request.setValue(17, 'on');
  // @ts-expect-error a list is not a set of values by line
  request.setValues([0, 1]);
  request.reconfigure({ 17: settings });
  const led = request.line(17);
  led.value = true;
  isExactly<Value>()(led.value, true);
  isExactly<Value>()(led.toggle(), true);
  // @ts-expect-error offsets of a request are fixed
  request.offsets.push(3);
  request[Symbol.dispose]();
}

export async function sequences(request: LineRequest, signal: AbortSignal): Promise<void> {
  const steps: Step[] = [{ set: { 17: 1, GPIO22: false }, waitUs: 0.5 }, { get: [27, 'MISO'] }];
  isExactly<Sequence>()(request.sequence(steps), true);
  const sequence = request.sequence([{ set: { 17: 1 } }, { waitUs: 20 }]);
  isExactly<PlayResult>()(await request.play(sequence, { repeat: 2, spinUs: 0, signal }), true);
  const {
    steps: done,
    timestampsNs,
    values,
  } = request.playSync(steps, {
    waitsFrom: 'start',
    timestamps: true,
  });
  isExactly<number>()(done, true);
  isExactly<BigInt64Array | undefined>()(timestampsNs, true);
  isExactly<Value[][]>()(values, true);
  // @ts-expect-error what blocks cannot be aborted
  request.playSync(sequence, { signal });
  // @ts-expect-error not a value
  request.sequence([{ set: { 17: 2 } }]);
  // @ts-expect-error there are microseconds only
  request.sequence([{ waitMs: 1 }]);
  // @ts-expect-error no such moment
  await request.play(sequence, { waitsFrom: 'end' });
}

export async function events(request: LineRequest, signal: AbortSignal): Promise<void> {
  for await (const event of request.events({ signal })) {
    isExactly<EdgeEvent>()(event, true);
    isExactly<'rising' | 'falling'>()(event.type, true);
    isExactly<bigint>()(event.timestampNs, true);
    isExactly<string | undefined>()(event.name, true);
    isExactly<number>()(event.lost, true);
  }
  // @ts-expect-error events are iterated over, not called back
  request.events((event: EdgeEvent) => event.type);
  isExactly<boolean>()(await request.waitEdgeEvent({ timeoutMs: 10, signal }), true);
  isExactly<EdgeEvent[]>()(request.readEdgeEvents(16), true);
}

export function failures(error: unknown): string | undefined {
  if (!(error instanceof GpiodError)) return undefined;
  isExactly<string>()(error.code, true);
  isExactly<number>()(error.errno, true);
  isExactly<string>()(error.operation, true);
  return error.hint;
}

export function raw(c: RawGpiod): void {
  c.scope((arena) => {
    const chip = c.gpiod_chip_open(arena.string('/dev/gpiochip0'));
    // @ts-expect-error it may be NULL
    c.gpiod_chip_close(chip);
    if (chip === 0) return;
    const info = c.gpiod_chip_get_info(chip);
    // @ts-expect-error a chip info is not a chip
    c.gpiod_chip_close(info);
    // @ts-expect-error a number is not a pointer
    c.gpiod_chip_close(1234);
    c.gpiod_chip_close(chip);
  });
  isExactly<1>()(LineValue.ACTIVE, true);
}
