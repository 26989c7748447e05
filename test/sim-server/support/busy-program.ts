import { createServer } from 'node:net';

// Listens at the path that it is given, with the shortest queue, and answers nobody.
const [, , path = ''] = process.argv;
createServer().listen({ path, backlog: 1 }, () => {
  process.stdout.write('ready\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
