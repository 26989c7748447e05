import { describe } from '../kernel/arguments.js';
import { ERRNO } from '../kernel/errno.js';
import { GpiodError } from './errors.js';
import type { Instance } from './instance.js';

/** Where a chip's device lies: '/dev/gpiochip0', 'gpiochip0' or 0. Throws TypeError for the rest. */
export function chipPath(chip: unknown): string {
  if (typeof chip === 'number' && Number.isInteger(chip) && chip >= 0)
    return `/dev/gpiochip${chip}`;
  if (typeof chip === 'string' && chip !== '') return chip.includes('/') ? chip : `/dev/${chip}`;
  throw new TypeError(
    "a chip is given by path ('/dev/gpiochip0'), name ('gpiochip0'), number (0) or { label: 'pinctrl-rp1' }",
  );
}

/** gpiod_is_gpiochip_device(). Throws TypeError for what is no string. */
export function isGpioChip({ raw }: Instance, path: string): boolean {
  if (typeof path !== 'string') throw new TypeError(`a path is a string, not ${describe(path)}`);
  // What C or UTF-8 cannot hold is no path of anything.
  if (path.includes('\0') || /\p{Surrogate}/u.test(path)) return false;
  return raw.scope((arena) => raw.gpiod_is_gpiochip_device(arena.string(path)));
}

/** The paths of all GPIO chips, by number: 'gpiochip10' comes after 'gpiochip2'. */
export function chipPaths(instance: Instance): string[] {
  return [...instance.kernel.devices()]
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => `/dev/${name}`)
    .filter((path) => isGpioChip(instance, path));
}

const accessHint =
  'The user needs to read and write it. Raspberry Pi OS: `sudo usermod -aG gpio $USER`, then log in again. ' +
  'Elsewhere: a udev rule such as SUBSYSTEM=="gpio", GROUP="gpio", MODE="0660". ' +
  'Docker: `--device PATH` and, unless root, `--group-add` with the number of its group. ' +
  'balena: list it under `devices:` of the service, or make that `privileged: true`.';

/** For whoever looks for a line or a chip where there is none. */
export const noChipHint =
  'There is no GPIO chip at all. In a container: pass it with `--device /dev/gpiochip0`.';

function missingHint(instance: Instance): string {
  const paths = chipPaths(instance);
  return paths.length === 0
    ? noChipHint
    : `There are ${paths.join(', ')}. Numbers change between kernels: { label } and line names do not.`;
}

/** The error of a gpiod_chip_open() that just failed. */
export function openFailure(instance: Instance, path: string): GpiodError {
  const errno = instance.raw.errno();
  const fail = (reason: string, hint?: string): GpiodError =>
    new GpiodError({
      errno,
      operation: 'gpiod_chip_open',
      message: `cannot open ${path}${reason}`,
      hint,
    });
  switch (errno) {
    case ERRNO.EACCES:
    case ERRNO.EPERM:
      return fail(': permission denied', accessHint.replace('PATH', path));
    case ERRNO.ENOENT:
      return fail(': there is no such device', missingHint(instance));
    case ERRNO.ENOTTY:
    case ERRNO.ENODEV:
      return fail(': it is not a GPIO chip', missingHint(instance));
    default:
      return fail('');
  }
}
