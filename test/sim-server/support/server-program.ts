import { createSim } from '../../../ts/sim.js';
import { serveSim } from '../../../ts/sim-server.js';

// Shares a machine at the path that it is given until it is ended, and says when it is there.
const [, , path = ''] = process.argv;
const sim = createSim({
  chips: [{ label: 'panel', lines: ['BUTTON', 'LED', 'SPARE', { name: 'HELD', used: 'driver' }] }],
});
await serveSim(sim, path);
process.stdout.write('ready\n');
