import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/build/stage.js';
import { temporaryFolder } from '../package/npm.js';
import { readmeSnippets, type Snippet, simulated } from './snippets.js';

/** What the snippets print that run to their end, in the README's order: later ones use earlier ones' files. */
const prints: Readonly<Record<string, readonly RegExp[]>> = {
  sim: [/^1 line demo$/m, /^1 \[ \{ level: 1, timestampNs: \d+n \} \]$/m, /\d files are open/],
  'sim-chips': [/'gpiochip0 \[gpio-sim\.0-node0\]', 'gpiochip1 \[panel\]'/],
  'sim-cli': [/gpiochip0 17\s+"GPIO17"\s+input/, /^"BUTTON"=active$/m, /^pi400 .*Pi 400$/m],
  sandbox: [/\[ 'LED', 'BUTTON' \]/],
  'plugin-cli': [
    /line 0: "LED" is gpiochip0:17 GPIO17; may: output/,
    /ioctl\(\d, GPIO_V2_LINE_SET_VALUES_IOCTL, .*\) = 0/,
    /blinked\n(.*\n)*blinked\n/,
  ],
  plugin: [/blinked\nit exited with 0/],
};

describe('snippets of the README that need no chip, run as they stand', () => {
  const snippets = readmeSnippets().filter(({ id }) => simulated.includes(id));
  const { folder, remove } = temporaryFolder();
  afterAll(remove);

  /** What a snippet becomes in a user's folder. */
  function fileOf({ id, language }: Snippet): string {
    if (id === 'sim-test') return join(folder, `${id}.test.ts`);
    return join(folder, `${id}.${language === 'ts' ? 'mjs' : language}`);
  }

  beforeAll(async () => {
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, '@yowasp'), { recursive: true });
    symlinkSync(inRoot(), join(modules, 'libgpiod-wasm'));
    for (const name of ['vitest', '@yowasp/clang']) {
      symlinkSync(inRoot('node_modules', name), join(modules, name));
    }
    // What npm's npx does with a package that is installed.
    const npx = `#!/bin/sh\nshift\nexec '${process.execPath}' '${inRoot('dist', 'cli.js')}' "$@"\n`;
    writeFileSync(join(folder, 'npx'), npx);
    chmodSync(join(folder, 'npx'), 0o755);
    for (const snippet of snippets) {
      const { id, language, code } = snippet;
      const asIs = language !== 'ts' || id === 'sim-test';
      const written = asIs
        ? code
        : (await transform(code, { loader: 'ts', target: 'node20' })).code;
      writeFileSync(fileOf(snippet), written);
    }
  });

  function start(command: string, ...args: readonly string[]): ChildProcess {
    const { LIBGPIOD_WASM_SIM: _, ...env } = process.env;
    env.PATH = `${folder}:${dirname(process.execPath)}:${env.PATH}`;
    return spawn(command, args, { cwd: folder, env });
  }

  /** Resolves to what a program prints. Rejects where it fails. */
  async function run(command: string, ...args: readonly string[]): Promise<string> {
    const child = start(command, ...args);
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
      });
    }
    const [status] = await once(child, 'close');
    if (status !== 0) throw new Error(`${args.join(' ')} exited with ${status}:\n${printed}`);
    return printed;
  }

  function find(wanted: string): Snippet {
    const snippet = snippets.find(({ id }) => id === wanted);
    if (snippet === undefined) throw new Error(`the README has no snippet '${wanted}'`);
    return snippet;
  }

  it.each(Object.entries(prints))('%s does what the text says', async (id, patterns) => {
    const snippet = find(id);
    const command = snippet.language === 'sh' ? ['sh', '-e'] : [process.execPath];
    const [program = '', ...args] = [...command, fileOf(snippet)];
    const printed = await run(program, ...args);
    for (const pattern of patterns) expect(printed).toMatch(pattern);
  });

  it('sim-test passes', async () => {
    const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
    const file = fileOf(find('sim-test'));
    const printed = await run(process.execPath, vitest, 'run', '--root', folder, file);
    expect(printed).toMatch(/1 passed/);
  });

  it('sim-server shares a machine with sim-client', async () => {
    const server = start(process.execPath, fileOf(find('sim-server')));
    try {
      const [said] = server.stdout === null ? [] : await once(server.stdout, 'data');
      expect(String(said)).toMatch('a machine is shared at ./pi4.sock');
      const printed = await run(process.execPath, fileOf(find('sim-client')));
      expect(printed).toMatch(
        /^pinctrl-bcm2711\ngpiochip0:17 "GPIO17" input level=0 driven-by=pull$/m,
      );
    } finally {
      server.kill('SIGKILL');
    }
  });
});
