import { findCommand } from '../../../scripts/support/find-command.js';

/** Debian's clang is older than what WASI's C library is made for, or has no name without a number. */
const versions = [22, 21, 20, 19, 18];

/** The compiler of a wasi-sdk, as Debian packages it. */
export interface Llvm {
  readonly clang: string;
  readonly ar: string;
  readonly ranlib: string;
}

function llvm(): Llvm | undefined {
  for (const version of versions) {
    const [clang, linker, ar, ranlib] = ['clang', 'wasm-ld', 'llvm-ar', 'llvm-ranlib'].map((name) =>
      findCommand(`${name}-${version}`),
    );
    if (clang && linker && ar && ranlib) return { clang, ar, ranlib };
  }
  return undefined;
}

/** What these tests need of the machine, and by which Debian packages it comes. */
const commands = { cmake: 'cmake', ninja: 'ninja-build', make: 'make', 'pkg-config': 'pkgconf' };

/** The Debian packages that are missing; none where the tests can run. */
export function missingPackages(): string[] {
  const missing = Object.entries(commands)
    .filter(([command]) => findCommand(command) === undefined)
    .map(([, name]) => name);
  return llvm() === undefined ? [...missing, 'clang-19', 'lld-19', 'llvm-19'] : missing;
}

/** What to say where they cannot run. */
export function remedy(packages: readonly string[]): string {
  return `The SDK's tests with CMake and a wasi-sdk need: apt-get install ${packages.join(' ')}`;
}

/** Throws Error saying what to install where something is missing. */
export function requireLlvm(): Llvm {
  const missing = missingPackages();
  const found = llvm();
  if (missing.length > 0 || found === undefined) throw new Error(remedy(missing));
  return found;
}
