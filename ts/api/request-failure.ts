import { ERRNO } from '../kernel/errno.js';
import { LineBias, LineDirection, LineDrive, LineEdge } from '../raw/generated/enums.js';
import type { ChipPtr } from '../raw/generated/types.js';
import type { ChipInfo } from './chip-info.js';
import { GpiodError } from './errors.js';
import type { Instance } from './instance.js';
import type { LineConfig } from './line-config.js';
import { type LineInfo, toLineInfo } from './line-info.js';
import type { LineSettingsCodes } from './line-settings.js';

interface Explanation {
  readonly reason: string;
  readonly hint: string;
}

/** What is left out where the line cannot be read: this runs after a failure already. */
function lineInfos({ raw }: Instance, chip: ChipPtr, lines: LineConfig): LineInfo[] {
  const infos: LineInfo[] = [];
  for (const offset of lines.offsets) {
    const info = raw.gpiod_chip_get_line_info(chip, offset);
    if (info === 0) continue;
    infos.push(toLineInfo(raw, info));
    raw.gpiod_line_info_free(info);
  }
  return infos;
}

function title({ offset, name }: LineInfo): string {
  return name === undefined ? `line ${offset}` : `line ${offset} (${name})`;
}

/** Which of these settings Linux does not take together (GPIO_V2_LINE_FLAG_* in linux/gpio.h). */
function settingsConflict(codes: LineSettingsCodes): string | undefined {
  const output = codes.direction === LineDirection.OUTPUT;
  // An edge makes an input of a line that would be taken as it is.
  const input = codes.direction === LineDirection.INPUT || codes.edge !== LineEdge.NONE;
  if (codes.edge !== LineEdge.NONE && output) return "an edge needs direction: 'input'";
  if (codes.debouncePeriodUs > 0 && !input) return "debouncePeriodUs needs direction: 'input'";
  if (codes.drive !== LineDrive.PUSH_PULL && !output) return "this drive needs direction: 'output'";
  if (codes.bias !== LineBias.AS_IS && !input && !output) return 'a bias needs a direction';
  return undefined;
}

function explainInvalid(
  chip: ChipInfo,
  infos: readonly LineInfo[],
  lines: LineConfig,
): Explanation {
  for (const [i, offset] of lines.offsets.entries()) {
    if (offset >= chip.numLines) {
      return {
        reason: `there is no line ${offset}`,
        hint: `${chip.name} (${chip.label}) has the lines 0 to ${chip.numLines - 1}.`,
      };
    }
    const conflict = settingsConflict(lines.settings[i] as LineSettingsCodes);
    if (conflict !== undefined) {
      return { reason: `line ${offset}: ${conflict}`, hint: 'Change the settings of that line.' };
    }
  }
  // One that has been requested has a consumer, '?' at least.
  const reserved = infos.find((info) => info.used && info.consumer === undefined);
  if (reserved !== undefined) {
    return {
      reason: `${title(reserved)} is reserved by the kernel`,
      hint: 'The device tree or the driver keeps this line from GPIO users: take another one.',
    };
  }
  return {
    reason: 'the kernel refused these settings',
    hint:
      'The chip may not support one of them: try with fewer settings to find out which. ' +
      'With edges an eventBufferSize of 1 is too small.',
  };
}

function explainBusy(infos: readonly LineInfo[]): Explanation {
  const used = infos.filter((info) => info.used);
  const list = used.map((info) =>
    info.consumer === undefined ? title(info) : `${title(info)} is used by '${info.consumer}'`,
  );
  return {
    reason: list.length === 0 ? 'a line is in use' : list.join(', '),
    hint:
      'One request at a time holds a line. End the program that has it (`gpioinfo` shows consumers); ' +
      'a consumer that belongs to the kernel, such as a LED or a hog, is freed in the device tree.',
  };
}

function explain(
  errno: number,
  chip: ChipInfo,
  infos: readonly LineInfo[],
  lines: LineConfig,
): Explanation | undefined {
  switch (errno) {
    case ERRNO.EBUSY:
      return explainBusy(infos);
    case ERRNO.EINVAL:
      return explainInvalid(chip, infos, lines);
    case ERRNO.E2BIG:
      return {
        reason: 'these lines have more different settings than one request can hold',
        hint: 'The kernel takes 10 different attributes per request: split it into several.',
      };
    case ERRNO.ENXIO:
      return {
        reason: 'a line has no interrupt',
        hint: 'Edges need a chip that can interrupt: leave edge out and read the value instead.',
      };
    case ERRNO.EOPNOTSUPP:
    case ERRNO.ENOTSUPP:
      return {
        reason: 'the chip or the kernel does not support one of these settings',
        hint: "eventClock 'hte' needs a hardware timestamp engine; bias and drive depend on the chip.",
      };
    case ERRNO.EPERM:
      return { reason: 'it is not permitted', hint: 'Another driver owns one of these lines.' };
    case ERRNO.ENODEV:
      return { reason: 'the chip has been unplugged', hint: 'Close it and look for it again.' };
    default:
      return undefined;
  }
}

/** The error of a request or reconfiguration that just failed: which line, and why. */
export function requestFailure(
  instance: Instance,
  operation: string,
  what: string,
  chip: ChipInfo,
  chipPtr: ChipPtr | undefined,
  lines: LineConfig,
): GpiodError {
  const errno = instance.raw.errno();
  const infos = chipPtr === undefined ? [] : lineInfos(instance, chipPtr, lines);
  const explanation = explain(errno, chip, infos, lines);
  const reason = explanation === undefined ? '' : `: ${explanation.reason}`;
  return new GpiodError({ errno, operation, message: what + reason, hint: explanation?.hint });
}
