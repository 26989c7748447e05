import { describe, expect, it } from 'vitest';
import { clean, programTimeout, runProgram, runScript, worker } from '../support/addon-program.js';
import { setUpFolder } from '../support/temporary-folder.js';

const folder = setUpFolder();

/** A watch that echoes what it reads to the parent, and ends at 'end'. */
const echo = `
  const fd = open(workerData);
  watch(fd, () => {
    const text = read(fd);
    parentPort.postMessage(text);
    if (text === 'end') close(fd);
  });
  parentPort.postMessage('ready');
`;

describe('workers', { timeout: programTimeout }, () => {
  it('watch at the same time as the main thread, each with its own addon', async () => {
    const outcome = await runProgram(
      `const [mine, ...theirs] = process.argv.slice(1);
       const fd = open(mine);
       watch(fd, () => { console.log('main', read(fd)); close(fd); });
       let left = theirs.length;
       theirs.forEach((path, index) => {
         const worker = ${worker(echo, 'path')};
         const out = fs.openSync(path, 'r+');
         worker.on('message', (text) => {
           console.log(index, text);
           if (text === 'ready') fs.writeSync(out, 'edge');
           if (text === 'edge') fs.writeSync(out, 'end');
         });
         worker.on('exit', (code) => {
           console.log(index, 'exit', code);
           left -= 1;
           if (left === 0) fs.writeSync(fd, 'last');
         });
       });`,
      [folder.fifo('a'), folder.fifo('b'), folder.fifo('c')],
    );
    const lines = outcome.stdout.trimEnd().split('\n');
    expect(outcome).toMatchObject(clean);
    for (const index of ['0', '1']) {
      expect(lines.filter((line) => line.startsWith(index))).toEqual(
        ['ready', 'edge', 'end', 'exit 0'].map((text) => `${index} ${text}`),
      );
    }
    expect(lines.at(-1)).toBe('main last');
  });

  it('may be terminated while they watch and are called back without end', async () => {
    const outcome = await runProgram(
      `const path = process.argv[1];
       const fd = open(path);
       fs.writeSync(fd, 'never read');
       let left = 20;
       const next = () => {
         if (left-- === 0) { console.log('end'); return; }
         const worker = ${worker(
           `const fd = open(workerData);
            const shared = open(workerData);
            watch(shared, () => {});
            watch(fd, () => parentPort.postMessage('called'));`,
           'path',
         )};
         worker.once('message', () => worker.terminate().then(next));
       };
       next();`,
      [folder.fifo('a')],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'end\n' });
  });

  it('may leave by process.exit or by an exception from a callback', async () => {
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       fs.writeSync(fd, 'never read');
       const one = ${worker(`watch(open(workerData), () => process.exit(7));`)};
       one.on('exit', (code) => {
         console.log('exit', code);
         const two = ${worker(`watch(open(workerData), () => { throw new Error('thrown'); });`)};
         two.on('error', (error) => console.log('error', error.message));
         two.on('exit', (code) => console.log('exit', code));
       });`,
      [folder.fifo('a')],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'exit 7\nerror thrown\nexit 1\n' });
  });

  it('load and unload the addon 50 times where the main thread never had it', async () => {
    const outcome = await runScript(
      `const { Worker } = require('node:worker_threads');
       let running = 0, done = 0;
       const start = () => {
         while (running < 5 && running + done < 50) {
           running += 1;
           const worker = ${worker(
             `const fd = open(workerData);
              watch(fd, () => {});
              const paused = open(workerData);
              addon.control(watch(paused, () => {}), PAUSE);
              for (let i = 0; i < 20; i++) addon.attach().bind(new Uint8Array(64));
              setTimeout(() => process.exit(), 1);`,
           )};
           worker.on('exit', (code) => {
             running -= 1;
             done += 1;
             if (code !== 0) console.log('exit', code);
             if (done === 50) console.log('done');
             else start();
           });
         }
       };
       start();`,
      [folder.fifo('a')],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'done\n' });
  });

  it('leave no descriptor of an event loop behind', async () => {
    const outcome = await runProgram(
      `const count = () => fs.readdirSync('/proc/self/fd').length;
       let before, left = 6;
       const next = () => {
         if (left === 5) before = count();
         if (left-- === 0) { console.log(count() - before); return; }
         ${worker(
           `const fd = open(workerData); watch(fd, () => {}); setTimeout(() => { close(fd); }, 1);`,
         )}.on('exit', next);
       };
       next();`,
      [folder.fifo('a')],
    );
    expect(outcome).toEqual({ ...clean, stdout: '0\n' });
  });
});
