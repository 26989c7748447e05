import { describe, expect, it } from 'vitest';
import { runCommand } from '../../scripts/support/command.js';
import { inRoot } from '../../scripts/support/root.js';
import {
  clean,
  type Outcome,
  programTimeout,
  runProgram,
  worker,
} from '../support/addon-program.js';
import { setUpFolder } from '../support/temporary-folder.js';
import { nodeCommand } from '../support/test-machine.js';

const folder = setUpFolder();

/** Runs a program on top of native/libc.c. */
async function run(body: string, args: readonly string[] = []): Promise<Outcome> {
  const library = folder.join('libc.so');
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC'];
  await runCommand('cc', [...flags, '-o', library, inRoot('test', 'host', 'native', 'libc.c')]);
  return runProgram(body, args, undefined, nodeCommand(process.env, library));
}

describe('with a libc unlike glibc', { timeout: programTimeout }, () => {
  it('a process may change its user while a train is played', async () => {
    const outcome = await run(
      `const pipe = open(process.argv[1]);
       const player = play(pipe, { steps: [{ wait: HOUR }] }, ({ errno }) => console.log(errno));
       const whenNamed = () => {
         if (threads() === 0) { setTimeout(whenNamed, 1); return; }
         process.setuid(process.getuid());
         addon.stop(player);
       };
       whenNamed();`,
      [folder.fifo('pipe')],
    );
    expect(outcome).toEqual({ ...clean, stdout: '0\n' });
  });

  it('an ioctl that gives no descriptor leaves none to be closed with its worker', async () => {
    const outcome = await run(
      `const mine = fs.openSync('/dev/null');
       ${worker(
         `const nearlyGetLine = 0xc004b407 | 0; // with another length
          new DataView(bytes.buffer).setInt32(0, workerData, true);
          if (call('ioctl', 0, nearlyGetLine, 0) !== 0) throw new Error('not made');`,
         'mine',
       )}.on('exit', (status) => {
         console.log(status);
         fs.closeSync(mine);
       });`,
    );
    expect(outcome).toEqual({ ...clean, stdout: '0\n' });
  });
});
