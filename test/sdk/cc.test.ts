import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseClangArguments } from '../../ts/cli/clang-arguments.js';
import { compileForWasm } from '../../ts/cli/wasm-compiler.js';
import { loadPlugin } from '../../ts/sandbox.js';
import { temporaryFolder } from '../package/npm.js';
import { closePlugins, keepPlugin, Output, panel } from '../sandbox/plugin-support.js';

const { folder: top, remove } = temporaryFolder();
const folder = join(top, 'project');

const files = {
  'src/main.c': `#include "util.h"
#include "../lib/add.h"
#include CONFIG
#include <stdio.h>
int main(void) { printf("%s %d %d\\n", __FILE__, add((struct pair){1, 2}), CONFIGURED); return 0; }
`,
  'src/util.h': '#pragma once\nstruct pair { int a, b; };\n',
  'src/config.h': '#define CONFIGURED 5\n',
  'lib/add.h': '#pragma once\n#include "../src/util.h"\nint add(struct pair pair);\n',
  'lib/add.c': '#include "add.h"\nint add(struct pair pair) { return pair.a + pair.b; }\n',
  'wrong.c': 'int main(void) { return nonsense; }\n',
  'plus.cpp': `#include <gpiod.h>
#include <cstdio>
#include <vector>
int main() { std::vector<int> values{1, 2}; std::printf("%zu %d\\n", values.size(), gpiod_api_version() != nullptr); }
`,
};

beforeAll(() => {
  for (const each of ['src', 'lib', 'build']) mkdirSync(join(folder, each), { recursive: true });
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
});

afterAll(remove);
afterEach(async () => {
  vi.unstubAllEnvs();
  await closePlugins();
});

interface Compiled {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** 'libgpiod-wasm cc' by the compiler from npm, in a folder of the project. */
async function cc(where: string, ...args: string[]): Promise<Compiled> {
  vi.stubEnv('WASI_SDK_PATH', '');
  const printed = { 1: '', 2: '' };
  const status = await compileForWasm({
    folder: join(folder, where),
    clang: parseClangArguments(args),
    print: (fd, text) => {
      printed[fd] += text;
    },
  });
  return { status, stdout: printed[1], stderr: printed[2] };
}

async function runs(file: string): Promise<string[]> {
  const stdout = new Output();
  const wasm = readFileSync(join(folder, file));
  const options = { kernel: panel().kernel, chips: {}, stdout: stdout.write };
  expect(await keepPlugin(await loadPlugin(wasm, options)).run()).toBe(0);
  return stdout.lines;
}

const done = { status: 0, stdout: '', stderr: '' };
const config = '-DCONFIG="config.h"';

describe('libgpiod-wasm cc with the compiler from npm', { timeout: 120_000 }, () => {
  test('compiles and links what lies in several folders, under the names that it was given', async () => {
    expect(await cc('', config, 'src/main.c', 'lib/add.c', '-o', 'build/main.wasm')).toEqual(done);
    expect(await runs('build/main.wasm')).toEqual(['src/main.c 3 5']);
  });

  test('takes absolute paths and those of other folders, as build systems have them', async () => {
    const main = join(folder, 'src', 'main.c');
    const rules = ['-MD', '-MF', 'main.rules', '-MT', 'main.o'];
    expect(await cc('build', config, ...rules, '-c', main, '-o', 'main.o')).toEqual(done);
    expect(await cc('build', '-c', '../lib/add.c', '-I..')).toEqual(done);
    // Stands for an archive: one object of all.
    expect(await cc('build', '-r', '-nostdlib', 'add.o', '-o', 'libadd.a')).toEqual(done);
    const library = ['-L', folder, '-L', join(folder, 'build'), '-ladd'];
    expect(await cc('build', 'main.o', ...library)).toEqual(done);
    expect(await runs('build/a.out.wasm')).toEqual([`${main} 3 5`]);
    const words = readFileSync(join(folder, 'build', 'main.rules'), 'utf8').split(/[\s\\]+/);
    expect(words).toContain(main);
    expect(words).toContain(join(folder, 'src', 'config.h'));
    for (const path of words.slice(1).filter(Boolean)) expect(existsSync(path), path).toBe(true);
  });

  test('compiles C++ with its library', async () => {
    expect(await cc('', '-fno-exceptions', 'plus.cpp', '-o', 'build/plus.wasm')).toEqual(done);
    expect(await runs('build/plus.wasm')).toEqual(['2 1']);
  });

  test('passes on what the compiler prints, on the stream where it does', async () => {
    const wrong = await cc('build', '-c', '../wrong.c');
    expect(wrong).toMatchObject({ status: 1, stdout: '' });
    expect(wrong.stderr).toContain(
      `${join(folder, 'wrong.c')}:1:25: error: use of undeclared identifier 'nonsense'`,
    );
    expect(existsSync(join(folder, 'build', 'wrong.o'))).toBe(false);
    expect(await cc('', '-S', 'wrong.c', '-Dnonsense=7', '-o', '-')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('i32.const\t7'),
    });
    expect(await cc('', '--version')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^clang version \d+/),
    });
  });

  test('says which file is missing', async () => {
    await expect(cc('', 'absent.c')).rejects.toThrow('there is no file absent.c');
  });
});
