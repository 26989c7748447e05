import { beforeEach, describe, expect, it } from 'vitest';
import { clean, programTimeout, runProgram } from '../support/addon-program.js';
import { setUpFolder, write } from '../support/temporary-folder.js';

const folder = setUpFolder();
let pipe: string;

beforeEach(() => {
  pipe = folder.fifo('pipe');
});

describe('a process', { timeout: programTimeout }, () => {
  it('lives as long as something is watched', async () => {
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       const number = watch(fd, () => {
         console.log(read(fd));
         addon.control(number, CLOSE);
       });
       setTimeout(() => console.log('waiting'), 50);`,
      [pipe],
      (stdout) => {
        if (stdout === 'waiting\n') write(pipe, 'edge');
      },
    );
    expect(outcome).toEqual({ ...clean, stdout: 'waiting\nedge\n' });
  });

  it.each([
    ['unreferenced', 'addon.control(number, UNREF)'],
    ['paused', 'addon.control(number, PAUSE)'],
    ['closed', 'addon.control(number, CLOSE)'],
    ['on a descriptor that was closed', 'close(fd)'],
  ])('ends by itself while a watch is %s', async (_, statement) => {
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       const number = watch(fd, () => console.log('called'));
       ${statement};
       process.on('exit', () => console.log('end'));`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'end\n' });
  });

  it('is kept alive again by a watch that was unreferenced for a while', async () => {
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       const number = watch(fd, () => { console.log(read(fd)); close(fd); });
       addon.control(number, UNREF);
       addon.control(number, REF);
       setTimeout(() => console.log('waiting'), 50);`,
      [pipe],
      (stdout) => {
        if (stdout === 'waiting\n') write(pipe, 'edge');
      },
    );
    expect(outcome).toEqual({ ...clean, stdout: 'waiting\nedge\n' });
  });

  it('ends at process.exit in the middle of a callback', async () => {
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       watch(fd, () => process.exit(3));
       fs.writeSync(fd, 'x');`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, status: 3, stdout: '' });
  });

  it('ends at a signal while it watches', async () => {
    const outcome = await runProgram(
      `watch(open(process.argv[1]), () => {});
       console.log('ready');`,
      [pipe],
      (_, kill) => kill('SIGTERM'),
    );
    expect(outcome).toMatchObject({ status: null, signal: 'SIGTERM', stderr: '' });
  });

  it('takes an exception out of a callback for uncaught, and ends', async () => {
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       watch(fd, () => { throw new Error('from the callback'); });
       fs.writeSync(fd, 'x');`,
      [pipe],
    );
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toContain('Error: from the callback');
  });

  it('goes on after an exception where somebody handles uncaught ones', async () => {
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       process.on('uncaughtException', (error) => {
         console.log(error.message, read(fd));
         close(fd);
       });
       watch(fd, () => { throw new Error('caught'); });
       fs.writeSync(fd, 'x');`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'caught x\n' });
  });

  it('reads files while 64 descriptors are watched', async () => {
    const pipes = Array.from({ length: 64 }, (_, index) => folder.fifo(`pipe${index}`));
    const outcome = await runProgram(
      `const fds = process.argv.slice(1).map(open);
       let called = 0;
       for (const fd of fds) watch(fd, () => {
         called += read(fd).length;
         close(fd);
         if (called === 64) console.log('all called');
       });
       fs.readFile(process.execPath, () => {
         console.log('file read');
         for (const fd of fds) fs.writeSync(fd, 'x');
       });`,
      pipes,
    );
    expect(outcome).toEqual({ ...clean, stdout: 'file read\nall called\n' });
  });

  it('gets back the memory of a guest that nobody uses any more', async () => {
    const outcome = await runProgram(
      `require('node:v8').setFlagsFromString('--expose-gc');
       const collect = require('node:vm').runInNewContext('gc');
       const memories = [];
       for (let i = 0; i < 10; i++) {
         const bytes = new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer);
         addon.attach().bind(bytes);
         memories.push(new WeakRef(bytes));
       }
       const wait = () => {
         collect();
         if (memories.some((memory) => memory.deref() !== undefined)) setTimeout(wait, 1);
         else console.log('all gone');
       };
       wait();`,
    );
    expect(outcome).toEqual({ ...clean, stdout: 'all gone\n' });
  });

  it('is interrupted by a signal while it polls without limit: EINTR', async () => {
    // More than one: the first may come before it waits.
    let again: NodeJS.Timeout | undefined;
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       process.on('SIGWINCH', () => console.log('handled'));
       new DataView(bytes.buffer).setInt32(0, fd, true);
       new DataView(bytes.buffer).setInt16(4, 1, true);
       setImmediate(() => {
         fs.writeSync(1, 'polling\\n');
         console.log(call('poll', 0, 1, -1, 0));
         close(fd);
       });`,
      [pipe],
      (_, kill) => {
        again ??= setInterval(() => kill('SIGWINCH'), 20);
      },
    );
    clearInterval(again);
    expect(outcome.stdout).toMatch(/^polling\n-4\n/);
    expect(outcome.status).toBe(0);
  });
});
