import { beforeEach, describe, expect, it } from 'vitest';
import { clean, programTimeout, runProgram, runScript, worker } from '../support/addon-program.js';
import { setUpFolder } from '../support/temporary-folder.js';

const folder = setUpFolder();
let pipe: string;

beforeEach(() => {
  pipe = folder.fifo('pipe');
});

const sleeping = '{ steps: [{ wait: HOUR }], rounds: FOREVER }';
const spinning = '{ steps: [{ wait: HOUR }], rounds: FOREVER, spin: 2 * HOUR }';
const stepping = '{ steps: [{}, {}], rounds: FOREVER }';
const ways = [
  ['sleeping', sleeping],
  ['spinning', spinning],
  ['stepping', stepping],
];

describe('a process', { timeout: programTimeout }, () => {
  it('lives until a train has ended', async () => {
    const outcome = await runProgram(
      `play(open(process.argv[1]), { steps: [{ wait: 20_000_000 }], rounds: 2 }, console.log);
       process.on('exit', () => console.log('end'));`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: '{ errno: 0, steps: 2 }\nend\n' });
  });

  it.each([
    ['it was stopped', 'addon.stop(player)'],
    ['its descriptor was closed', 'close(fd)'],
  ])('ends by itself once a train is over because %s', async (_, statement) => {
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       const player = play(fd, ${sleeping}, ({ errno }) => console.log(errno));
       ${statement};`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: '0\n' });
  });

  it.each(ways)('ends at process.exit while a train is %s', async (_, train) => {
    const outcome = await runProgram(
      `for (let i = 0; i < 4; i++) play(open(process.argv[1]), ${train});
       setTimeout(() => process.exit(3), 10);`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, status: 3, stdout: '' });
  });

  it('ends at process.exit when a train is told to have ended', async () => {
    const outcome = await runProgram(
      `play(open(process.argv[1]), { steps: [{}] }, () => process.exit(3));`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, status: 3, stdout: '' });
  });

  it('ends at a signal while it plays', async () => {
    const outcome = await runProgram(
      `play(open(process.argv[1]), ${sleeping});
       console.log('ready');`,
      [pipe],
      (_, kill) => kill('SIGTERM'),
    );
    expect(outcome).toMatchObject({ status: null, signal: 'SIGTERM', stderr: '' });
  });

  it('handles signals in JavaScript while it plays', async () => {
    const outcome = await runProgram(
      `const player = play(open(process.argv[1]), ${stepping}, ({ errno }) => console.log(errno));
       process.on('SIGTERM', () => addon.stop(player));
       console.log('ready');`,
      [pipe],
      (stdout, kill) => {
        if (stdout === 'ready\n') kill('SIGTERM');
      },
    );
    expect(outcome).toEqual({ ...clean, stdout: 'ready\n0\n' });
  });

  it('takes an exception out of a callback for uncaught', async () => {
    const outcome = await runProgram(
      `process.on('uncaughtException', (error) => console.log(error.message));
       const fail = () => { throw new Error('caught'); };
       play(open(process.argv[1]), { steps: [{}] }, fail);`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'caught\n' });
  });

  it('reads files while 64 trains are played', async () => {
    const outcome = await runProgram(
      `const players = Array.from({ length: 64 }, () => play(open(process.argv[1]), ${sleeping}));
       fs.readFile(process.execPath, () => {
         console.log('file read');
         players.forEach((player) => addon.stop(player));
       });`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'file read\n' });
  });

  it('keeps the arrays of a train from being collected, and frees them afterwards', async () => {
    const outcome = await runProgram(
      `require('node:v8').setFlagsFromString('--expose-gc');
       const collect = require('node:vm').runInNewContext('gc');
       let array;
       const start = (ended) => {
         const stamps = new BigInt64Array(8);
         array = new WeakRef(stamps);
         return play(open(process.argv[1]), { steps: [{ wait: HOUR }], rounds: 8, stamps }, ended);
       };
       const player = start(() => {
         const wait = () => {
           collect();
           if (array.deref()) setTimeout(wait, 1);
           else console.log('gone');
         };
         setTimeout(wait, 1);
       });
       setTimeout(() => {
         collect();
         console.log(array.deref() !== undefined);
         addon.stop(player);
       }, 1);`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'true\ngone\n' });
  });
});

describe('workers', { timeout: programTimeout }, () => {
  it.each(ways)('may be terminated while a train is %s; nothing stays', async (_, train) => {
    const outcome = await runProgram(
      `const count = () => fs.readdirSync('/proc/self/fd').length;
       let before, left = 12;
       const settled = () => {
         if (threads() > 0) setTimeout(settled, 1);
         else console.log(count() - before);
       };
       const next = () => {
         if (left === 10) before = count();
         if (left-- === 0) { settled(); return; }
         const worker = ${worker(
           `play(open(workerData), ${train});
            play(open(workerData), { steps: [{ wait: 1000 }], rounds: 50_000_000 });
            parentPort.postMessage('playing');`,
         )};
         worker.once('message', () => worker.terminate().then(next));
       };
       next();`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: '0\n' });
  });

  it('may be terminated at any moment of a train, even when it ends', async () => {
    const outcome = await runProgram(
      `let left = 40, running = 0;
       const start = () => {
         while (running < 4 && left > 0) {
           left -= 1;
           running += 1;
           const worker = ${worker(
             `const fds = Array.from({ length: 4 }, () => open(workerData));
              const again = (fd) => {
                const stamps = new BigInt64Array(10);
                play(fd, { steps: [{ wait: 1000 * fd }], rounds: 10, stamps }, () => again(fd));
              };
              fds.forEach(again);
              parentPort.postMessage('playing');`,
           )};
           worker.once('message', () => setTimeout(() => worker.terminate(), left % 5));
           worker.on('exit', () => {
             running -= 1;
             if (left + running === 0) console.log('end');
             start();
           });
         }
       };
       start();`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'end\n' });
  });

  it('may leave by process.exit, by an exception or by themselves', async () => {
    const outcome = await runProgram(
      `const ends = [
         () => ${worker(`play(open(workerData), ${sleeping}); process.exit(7);`)},
         () => ${worker(
           `play(open(workerData), ${stepping});
            play(open(workerData), { steps: [{}] }, () => { throw new Error('thrown'); });`,
         )},
         () => ${worker(
           `play(open(workerData), { steps: [{ wait: 1000 }] }, parentPort.postMessage.bind(parentPort));`,
         )},
       ];
       const next = () => {
         const start = ends.shift();
         if (!start) return;
         const one = start();
         one.on('message', (message) => console.log(message));
         one.on('error', (error) => console.log('error', error.message));
         one.on('exit', (code) => { console.log('exit', code); next(); });
       };
       next();`,
      [pipe],
    );
    const stdout = 'exit 7\nerror thrown\nexit 1\n{ errno: 0, steps: 1 }\nexit 0\n';
    expect(outcome).toEqual({ ...clean, stdout });
  });

  it('play where the main thread never had the addon', async () => {
    const outcome = await runScript(
      `const { Worker } = require('node:worker_threads');
       const worker = ${worker(
         `play(open(workerData), ${sleeping});
          play(open(workerData), { steps: [{}] }, () => process.exit(5));`,
       )};
       worker.on('exit', (code) => console.log('exit', code));`,
      [pipe],
    );
    expect(outcome).toEqual({ ...clean, stdout: 'exit 5\n' });
  });

  it('have no say over the descriptors of others: EBADF', async () => {
    const outcome = await runProgram(
      `const fd = open(process.argv[1]);
       const worker = ${worker(`parentPort.once('message', (fd) => {
         console.log(playSync(fd, { steps: [{}] }));
       });`)};
       worker.postMessage(fd);
       worker.on('exit', () => console.log(playSync(fd, { steps: [{}] })));`,
      [pipe],
    );
    const stdout = '{ errno: 9, steps: 0 }\n{ errno: 0, steps: 1 }\n';
    expect(outcome).toEqual({ ...clean, stdout });
  });
});
