import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/support/root.js';
import { UserFolder } from '../support/user-folder.js';
import { readmeSnippets, simulated } from './snippets.js';

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
  wasi: [/blinked\nit exited with 0/],
};

describe('snippets of the README that need no chip, run as they stand', () => {
  const snippets = readmeSnippets().filter(({ id }) => simulated.includes(id));
  const folder = new UserFolder('vitest', '@yowasp/clang');
  afterAll(() => folder.remove());

  /** What each snippet becomes in a user's folder. */
  const files = new Map<string, string>();

  beforeAll(async () => {
    for (const { id, language, code } of snippets) {
      const name = id === 'sim-test' ? `${id}.test.ts` : `${id}.${language}`;
      const program = language === 'ts' && id !== 'sim-test';
      files.set(id, program ? await folder.writeProgram(id, code) : folder.write(name, code));
    }
  });

  function start(command: string, ...args: readonly string[]): ChildProcess {
    return spawn(command, args, { cwd: folder.path, env: folder.env });
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

  function fileOf(id: string): string {
    const file = files.get(id);
    if (file === undefined) throw new Error(`the README has no snippet '${id}'`);
    return file;
  }

  it.each(Object.entries(prints))('%s does what the text says', async (id, patterns) => {
    const file = fileOf(id);
    const printed = await (file.endsWith('.sh')
      ? run('sh', '-e', file)
      : run(process.execPath, file));
    for (const pattern of patterns) expect(printed).toMatch(pattern);
  });

  it('sim-test passes', async () => {
    const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
    const file = fileOf('sim-test');
    const printed = await run(process.execPath, vitest, 'run', '--root', folder.path, file);
    expect(printed).toMatch(/1 passed/);
  });

  it('sim-server shares a machine with sim-client', async () => {
    const server = start(process.execPath, fileOf('sim-server'));
    try {
      const [said] = server.stdout === null ? [] : await once(server.stdout, 'data');
      expect(String(said)).toMatch('a machine is shared at ./pi4.sock');
      const printed = await run(process.execPath, fileOf('sim-client'));
      expect(printed).toMatch(
        /^pinctrl-bcm2711\ngpiochip0:17 "GPIO17" input level=0 driven-by=pull$/m,
      );
    } finally {
      server.kill('SIGKILL');
    }
  });
});
