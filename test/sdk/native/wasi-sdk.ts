import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/support/root.js';
import { requireLlvm } from './tools.js';

/**
 * Lays a folder out as a wasi-sdk: Debian's compiler, which is told where everything is, and the C
 * library of the npm package.
 */
export function layOutWasiSdk(folder: string): void {
  const { clang, ar, ranlib } = requireLlvm();
  const [bin, sysroot, resources, npm] = ['bin', 'share/wasi-sysroot', 'lib/clang', 'npm'].map(
    (name) => join(folder, name),
  ) as [string, string, string, string];
  for (const each of [bin, sysroot, resources, npm]) mkdirSync(each, { recursive: true });
  const tar = inRoot('node_modules', '@yowasp', 'clang', 'gen', 'llvm-resources.tar');
  execFileSync('tar', ['-xf', tar, '-C', npm]);
  for (const part of ['include', 'lib']) {
    cpSync(join(npm, part, 'wasm32-wasip1'), join(sysroot, part, 'wasm32-wasip1'), {
      recursive: true,
    });
  }
  const runtime = 'wasm32-unknown-wasip1';
  cpSync(join(npm, 'lib', runtime), join(resources, 'lib', runtime), { recursive: true });
  const own = execFileSync(clang, ['-print-resource-dir'], { encoding: 'utf8' }).trim();
  symlinkSync(join(own, 'include'), join(resources, 'include'));
  const options = `--sysroot='${sysroot}' -resource-dir='${resources}'`;
  for (const [name, extra] of [
    ['clang', ''],
    ['clang++', '--driver-mode=g++'],
  ] as const) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${clang} ${extra} ${options} "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  }
  symlinkSync(ar, join(bin, 'llvm-ar'));
  symlinkSync(ranlib, join(bin, 'llvm-ranlib'));
}
