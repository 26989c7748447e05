import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { findCommand } from '../support/find-command.js';
import { inRoot } from '../support/root.js';
import type { Stage } from './stage.js';

const SOURCE = 'wasm/host/gpio_host_node.c';
const INPUTS = ['wasm/host', 'scripts/build/host.ts', 'node_modules/node-api-headers/include'];

/** clang's flags for each `process.arch` that the addon exists for. */
const TARGETS = {
  x64: ['--target=x86_64-linux-gnu'],
  arm64: ['--target=aarch64-linux-gnu'],
  // The oldest Raspberry Pi; the newer ones run the same file in 32-bit mode.
  arm: ['--target=arm-linux-gnueabihf', '-march=armv6', '-mfpu=vfp', '-mfloat-abi=hard', '-marm'],
  riscv64: ['--target=riscv64-linux-gnu', '-march=rv64gc', '-mabi=lp64d'],
  ia32: ['--target=i686-linux-gnu'],
} as const;

/** Nothing but the source decides the result: no libc, no start files, no build id. */
const FLAGS = [
  '-std=c11',
  // A call spends its time in the kernel: with -O2 it is no faster, and the addons a tenth larger.
  '-Os',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-DNAPI_VERSION=8',
  '-ffreestanding',
  '-fPIC',
  '-fvisibility=hidden',
  '-fno-stack-protector',
  '-fno-unwind-tables',
  '-fno-asynchronous-unwind-tables',
  '-fno-ident',
  '-shared',
  '-nostdlib',
  '-s',
  '-Wl,-z,lazy',
  '-Wl,-z,noexecstack',
  // Segments share pages of the file, as lld has it by default: half of it would be padding.
  '-Wl,-z,noseparate-code',
  '-Wl,--build-id=none',
  '-Wl,--hash-style=gnu',
];

function addonOf(arch: string): string {
  return `dist/host/linux-${arch}.node`;
}

/** Changes whenever the program is another one, without running it. */
function identity(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${realpathSync(path)} ${size} ${mtimeMs}`;
}

interface Compiler {
  readonly command: readonly string[];
  readonly key: string;
}

/** CC (which may carry flags) where it is set, else the first of cc, gcc and clang. */
function findCompiler(): Compiler | undefined {
  const cc = process.env.CC?.trim();
  if (cc) {
    const [program = '', ...flags] = cc.split(/\s+/);
    const path = findCommand(program);
    if (path === undefined) throw new Error(`CC is '${cc}', but there is no program '${program}'`);
    return { command: [program, ...flags], key: `${cc} ${identity(path)}` };
  }
  for (const program of ['cc', 'gcc', 'clang']) {
    const path = findCommand(program);
    if (path !== undefined) return { command: [program], key: identity(path) };
  }
  return undefined;
}

function compile(command: readonly string[], output: string): void {
  const [program = '', ...own] = command;
  const headers = inRoot('node_modules/node-api-headers/include');
  const files = ['-I', headers, '-o', inRoot(output), inRoot(SOURCE)];
  const { status, error, stderr } = spawnSync(program, [...own, ...FLAGS, ...files], {
    encoding: 'utf8',
  });
  if (error !== undefined) throw new Error(`${program} cannot be run`, { cause: error });
  if (status !== 0) {
    throw new Error(`${output}: ${[program, ...own].join(' ')} failed (${status})\n${stderr}`);
  }
}

/** Why there is no addon for this machine, or undefined where one can be made. */
function obstacle(compiler: Compiler | undefined): string | undefined {
  if (process.platform !== 'linux') return `this is ${process.platform}, not Linux`;
  if (!(process.arch in TARGETS)) return `there is none for ${process.arch}`;
  if (compiler === undefined) {
    return "there is no C compiler (cc, gcc, clang or CC); on Debian: 'apt install gcc'";
  }
  return undefined;
}

/** The addon for the machine that builds; without a compiler it says what will be missing. */
export function hostStage(): Stage {
  const name = 'native addon';
  const output = addonOf(process.arch);
  const compiler = findCompiler();
  const reason = obstacle(compiler);
  if (compiler === undefined || reason !== undefined) {
    return {
      name,
      inputs: [],
      outputs: [],
      key: `${Date.now()}`, // never done: each build shall say it
      run: async () => {
        const kept = process.platform === 'linux' && existsSync(inRoot(output));
        const effect = kept ? `${output} is kept` : 'only simulated kernels will work';
        console.warn(`${name}: ${effect}: ${reason}`);
      },
    };
  }
  return {
    name,
    inputs: INPUTS,
    outputs: [output],
    key: compiler.key,
    run: async () => compile(compiler.command, output),
  };
}

/**
 * The addons of every architecture in the package. They replace the one of {@link hostStage}, so that
 * a build runs either this or that.
 */
export function prebuildStages(): Stage[] {
  const clang = findCommand('clang');
  const lld = findCommand('ld.lld');
  if (clang === undefined || lld === undefined) {
    const missing = [clang ?? 'clang', lld ?? 'lld'].filter((program) => !program.startsWith('/'));
    throw new Error(
      `Addons for other machines need clang and lld, and ${missing.join(' and ')} cannot be found. ` +
        "On Debian: 'apt install clang lld'.",
    );
  }
  return Object.entries(TARGETS).map(([arch, target]) => ({
    name: `native addon for ${arch}`,
    inputs: INPUTS,
    outputs: [addonOf(arch)],
    key: `${identity(clang)} ${identity(lld)}`,
    run: async () => compile(['clang', ...target, '-fuse-ld=lld'], addonOf(arch)),
  }));
}
