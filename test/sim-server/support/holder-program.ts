import { loadSync } from '../../../ts/index.js';
import { connectSim } from '../../../ts/sim-server.js';

// Requests lines of the machine at a path, says so, and keeps them (or waits for edges) until it is ended.
const [, , path = '', ...lines] = process.argv;
const gpiod = loadSync({ kernel: await connectSim(path) });
const request = gpiod.requestLines({
  consumer: 'holder',
  lines: Object.fromEntries(lines.map((line) => [line, { direction: 'input', edge: 'both' }])),
});
process.stdout.write('ready\n');
for await (const { type, name } of request.events()) process.stdout.write(`${type} ${name}\n`);
