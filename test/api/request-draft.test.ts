import { beforeEach, describe, expect, test } from 'vitest';
import { GpiodError } from '../../ts/api/errors.js';
import type { LineConfig } from '../../ts/api/line-config.js';
import { checkLineSettings, type LineSettingsCodes } from '../../ts/api/line-settings.js';
import { RequestDraft } from '../../ts/api/request-draft.js';
import { ERRNO } from '../../ts/kernel/errno.js';
import * as uapi from '../../ts/kernel/generated/uapi.js';
import type { GuestMemory } from '../../ts/kernel/guest-memory.js';
import { hostFd } from '../../ts/kernel/imports.js';
import type { HostCalls } from '../../ts/kernel/kernel.js';
import { readStruct } from '../../ts/kernel/uapi.js';
import type { LineDirection } from '../../ts/raw/generated/enums.js';
import type { ChipPtr, LineRequestPtr } from '../../ts/raw/generated/types.js';
import type { RawGpiod } from '../../ts/raw/raw-gpiod.js';
import { failure } from '../conformance/failure.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { piecesLeft, rawGpiod } from '../support/libgpiod.js';

const { INPUT, OUTPUT } = uapi.gpio_v2_line_flag;

interface Asked {
  readonly offsets: readonly number[];
  readonly consumer: string;
  readonly eventBufferSize: number;
  readonly flags: number;
}

/** Notes what it is asked to request, and may be asked for more before it answers. */
class NotingKernel extends FakeKernel {
  readonly asked: Asked[] = [];
  /** Called once, when it has been asked to request or to reconfigure lines. */
  meanwhile: (() => void) | undefined;

  override attach(memory: GuestMemory): HostCalls {
    const calls = super.attach(memory);
    return {
      ...calls,
      ioctl: (fd, request, at, length) => {
        const code = request >>> 0;
        if (code === uapi.GPIO_V2_GET_LINE_IOCTL) this.#note(memory.view, at);
        if (code === uapi.GPIO_V2_GET_LINE_IOCTL || code === uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL) {
          const { meanwhile } = this;
          this.meanwhile = undefined;
          meanwhile?.();
        }
        return calls.ioctl(fd, request, at, length);
      },
    };
  }

  #note(view: DataView, at: number): void {
    const { offsets, num_lines, consumer, event_buffer_size, config } = readStruct(
      view,
      at,
      uapi.gpio_v2_line_request,
    );
    this.asked.push({
      offsets: offsets.slice(0, num_lines),
      consumer,
      eventBufferSize: event_buffer_size,
      flags: Number(config.flags),
    });
  }
}

const input = checkLineSettings('', { direction: 'input' });
const output = checkLineSettings('', { direction: 'output' });
/** What no check of this API lets through: upstream has to be the one that refuses it. */
const refused: LineSettingsCodes = { ...input, direction: 9 as unknown as LineDirection };

function config(settings: LineSettingsCodes, ...offsets: number[]): LineConfig {
  return { offsets, settings: offsets.map(() => settings) };
}

let kernel: NotingKernel;
let raw: RawGpiod;
let chip: ChipPtr;
let draft: RequestDraft;

function setUp(): void {
  kernel = new NotingKernel();
  raw = rawGpiod(kernel);
  chip =
    raw.scope((arena) => raw.gpiod_chip_open(arena.string(kernel.chipPath))) ||
    expect.fail('there is no chip');
  draft = new RequestDraft(raw);
}

beforeEach(setUp);

/** A request that has to succeed. */
function request(lines: LineConfig, consumer = '', eventBufferSize = 0): LineRequestPtr {
  return draft.request(chip, consumer, eventBufferSize, lines) || expect.fail(`${raw.errno()}`);
}

describe('a request has of the one before', () => {
  test('no lines and no settings', () => {
    request(config(output, 1, 2));
    request(config(input, 3));
    expect(kernel.asked).toMatchObject([
      { offsets: [1, 2], flags: OUTPUT },
      { offsets: [3], flags: INPUT },
    ]);
  });

  test('no consumer and no size of the buffer', () => {
    request(config(input, 1), 'first', 7);
    request(config(input, 2));
    request(config(input, 3), 'first');
    const asked = kernel.asked.map(({ consumer, eventBufferSize }) => [consumer, eventBufferSize]);
    expect(asked).toEqual([
      ['first', 7],
      ['', 0],
      ['first', 0],
    ]);
  });

  test('nothing where the kernel refused that one', () => {
    const taken = config(output, 1);
    request(taken);
    expect(draft.request(chip, 'late', 9, config(output, 1, 2))).toBe(0);
    expect(raw.errno()).toBe(ERRNO.EBUSY);
    request(config(input, 4));
    expect(kernel.asked.at(-1)).toEqual({
      offsets: [4],
      consumer: '',
      eventBufferSize: 0,
      flags: INPUT,
    });
  });

  test('nothing where upstream refused a setting of that one', () => {
    const lines = { offsets: [1, 2, 5], settings: [output, refused, output] };
    expect(failure(() => draft.request(chip, 'never', 9, lines))).toMatchObject({
      code: 'EINVAL',
      operation: 'gpiod_line_settings_set_direction',
    });
    expect(kernel.asked).toEqual([]);
    request(config(input, 3));
    expect(kernel.asked).toEqual([
      { offsets: [3], consumer: '', eventBufferSize: 0, flags: INPUT },
    ]);
  });

  test('nothing where that one has a consumer that C cannot have', () => {
    request(config(input, 1), 'first');
    const impossible = (): unknown => draft.request(chip, 'a\0b', 0, config(input, 2));
    expect(impossible).toThrow(TypeError);
    expect(impossible).toThrow(TypeError);
    request(config(input, 3), 'first');
    request(config(input, 4));
    expect(kernel.asked.map(({ consumer }) => consumer)).toEqual(['first', 'first', '']);
  });
});

describe('a reconfiguration', () => {
  test('takes no lines of a request along, nor a request those of it', () => {
    const one = request(config(input, 1, 2));
    expect(draft.reconfigure(one, config(output, 1, 2))).toBe(0);
    expect(kernel.files.get(4)).toMatchObject({ offsets: [1, 2], flags: OUTPUT });
    request(config(input, 3));
    expect(kernel.asked.at(-1)?.offsets).toEqual([3]);
  });

  test('that upstream refuses leaves the next one alone', () => {
    const one = request(config(input, 1, 2));
    const lines = { offsets: [1, 2], settings: [output, refused] };
    expect(failure(() => draft.reconfigure(one, lines))).toBeInstanceOf(GpiodError);
    expect(kernel.files.get(4)).toMatchObject({ flags: INPUT });
    expect(draft.reconfigure(one, config(output, 1, 2))).toBe(0);
    expect(kernel.files.get(4)).toMatchObject({ flags: OUTPUT });
  });
});

describe('while the kernel answers', () => {
  test('a request, another one may be made, which gets its own lines', () => {
    kernel.meanwhile = () => request(config(input, 3, 4), 'inner', 5);
    request(config(output, 1), 'outer', 6);
    request(config(output, 2), 'outer');
    expect(kernel.asked).toEqual([
      { offsets: [1], consumer: 'outer', eventBufferSize: 6, flags: OUTPUT },
      { offsets: [3, 4], consumer: 'inner', eventBufferSize: 5, flags: INPUT },
      { offsets: [2], consumer: 'outer', eventBufferSize: 0, flags: OUTPUT },
    ]);
  });

  test('a reconfiguration, a request may be made, and the other way round', () => {
    const one = request(config(input, 1));
    kernel.meanwhile = () => request(config(input, 2, 3));
    expect(draft.reconfigure(one, config(output, 1))).toBe(0);
    kernel.meanwhile = () => expect(draft.reconfigure(one, config(input, 1))).toBe(0);
    request(config(output, 4));
    expect(kernel.asked.map(({ offsets }) => offsets)).toEqual([[1], [2, 3], [4]]);
    expect(kernel.files.get(4)).toMatchObject({ offsets: [1], flags: INPUT });
  });
});

describe('nothing stays in the memory of the guest', () => {
  const all = [0, 1, 2, 3, 4, 5, 6, 7];
  const broken = { offsets: all, settings: [...all.slice(1).map(() => output), refused] };

  test.each<[string, (one: LineRequestPtr) => void]>([
    ['of a request', () => {}],
    [
      'of a reconfiguration',
      (one) => expect(draft.reconfigure(one, config(output, ...all))).toBe(0),
    ],
    [
      'of a request that the kernel refuses',
      () => expect(draft.request(chip, 'x', 1, config(input, 3))).toBe(0),
    ],
    [
      'of a request that upstream refuses',
      () => failure(() => draft.request(chip, 'x', 1, broken)),
    ],
    [
      'of a reconfiguration that the kernel refuses',
      (one) => {
        kernel.files.delete(hostFd(raw.gpiod_line_request_get_fd(one)));
        expect(draft.reconfigure(one, config(output, ...all))).toBeLessThan(0);
      },
    ],
    [
      'of a reconfiguration that upstream refuses',
      (one) => failure(() => draft.reconfigure(one, broken)),
    ],
  ])('%s', (_, act) => {
    const use = (): void => {
      const one = request(config(input, ...all), 'consumer', 5);
      act(one);
      raw.gpiod_line_request_release(one);
    };
    use();
    const once = piecesLeft(raw);
    setUp();
    use();
    use();
    expect(piecesLeft(raw)).toBe(once);
  });
});
