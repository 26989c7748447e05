import { runCommand } from '../support/command.js';
import { findCommand } from '../support/find-command.js';

/** Commands, and the Debian packages that each needs. */
export type CommandPackages = Readonly<Record<string, readonly string[]>>;

/** Whether missing Debian packages may be installed without asking. */
function mayInstall(): boolean {
  if (process.getuid?.() !== 0 || findCommand('apt-get') === undefined) return false;
  return process.env.LIBGPIOD_WASM_INSTALL === '1' || process.env.CI === 'true';
}

function missingFrom(wanted: CommandPackages): string[] {
  return Object.keys(wanted).filter((command) => findCommand(command) === undefined);
}

/**
 * Makes sure that these commands are there. As root, with LIBGPIOD_WASM_INSTALL=1 or CI=true, it
 * installs the packages of the missing ones.
 *
 * @param purpose what they are for, as in "Building the kernel".
 * @throws Error naming what is missing and the line that installs it.
 */
export async function requireCommands(wanted: CommandPackages, purpose: string): Promise<void> {
  const missing = missingFrom(wanted);
  if (missing.length === 0) return;

  const packages = [...new Set(missing.flatMap((command) => wanted[command] ?? []))];
  if (mayInstall()) {
    console.error(`${purpose} needs ${packages.join(', ')}: installing`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update'], { env });
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
    const still = missingFrom(wanted);
    if (still.length === 0) return;
    throw new Error(`${still.join(', ')} not found even after installing ${packages.join(', ')}`);
  }
  throw new Error(
    `${purpose} needs ${missing.join(', ')}. On Debian:\n` +
      `  sudo apt-get install ${packages.join(' ')}\n` +
      '(or run as root with LIBGPIOD_WASM_INSTALL=1)',
  );
}
