import cluster from 'node:cluster';
import { isMainThread, Worker } from 'node:worker_threads';
import { createSim } from '../../../ts/sim.js';
import { serveSim } from '../../../ts/sim-server.js';

// Shares a machine from a thread or from a process of node:cluster's, where the mask lets everybody in.
const [, , where, path = ''] = process.argv;
if (isMainThread && cluster.isPrimary) {
  process.umask(0);
  if (where === 'cluster') cluster.fork();
  else {
    // Node has no tsx in the threads that it starts.
    const url = JSON.stringify(import.meta.url);
    const source = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${url}, ${url}))`;
    new Worker(source, { eval: true, argv: process.argv.slice(2) });
  }
} else {
  await serveSim(createSim('pi4'), path);
  process.stdout.write('ready\n');
}
