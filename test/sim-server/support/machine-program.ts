import { createServer } from 'node:net';
import type { Kernel } from '../../../ts/kernel/kernel.js';
import { SimKernel } from '../../../ts/sim/sim-kernel.js';
import { createSim } from '../../../ts/sim.js';
import { encode, MessageReader } from '../../../ts/sim-server/protocol.js';
import { serveSim } from '../../../ts/sim-server.js';
import type { ChipOptions } from '../../conformance/machine.js';

/** What a test does to the machine from outside. */
export type ControlRequest =
  | { do: 'plug'; options: ChipOptions }
  | { do: 'unplug'; chip: string }
  | { do: 'pull'; chip: string; offset: number; direction: 'up' | 'down' }
  | { do: 'level'; chip: string; offset: number }
  | { do: 'clock'; clock: 'monotonic' | 'realtime' }
  | { do: 'openFiles' }
  | { do: 'link'; target: string }
  | { do: 'unlink'; path: string };

// Shares a machine without chips at one path, and lets a test work on it from outside at another.
const [, , shared = '', control = ''] = process.argv;
const sim = createSim({ chips: [] });
const kernel = simKernel(sim.kernel);
let links = 0;

function simKernel(kernel: Kernel): SimKernel {
  if (!(kernel instanceof SimKernel)) throw new Error('not a simulated kernel');
  return kernel;
}

function answer(request: ControlRequest): unknown {
  switch (request.do) {
    case 'plug':
      return kernel.plug(request.options).name;
    case 'unplug':
      return sim.unplug(request.chip);
    case 'pull':
      return sim.chip(request.chip).line(request.offset).pull(request.direction);
    case 'level':
      return sim.chip(request.chip).line(request.offset).level;
    case 'clock':
      return String(request.clock === 'monotonic' ? kernel.clock.now() : kernel.clock.realtime());
    case 'openFiles':
      return kernel.openHandles.map(({ fd, description }) => `${fd} -> ${description}`);
    case 'link':
      links += 1;
      kernel.symlink(`/tmp/link${links}`, request.target);
      return `/tmp/link${links}`;
    case 'unlink':
      return kernel.unlink(request.path);
  }
}

await serveSim(sim, shared);
const server = createServer((socket) => {
  const reader = new MessageReader();
  socket.on('data', (chunk) => {
    for (const { body } of reader.push(chunk)) {
      try {
        const value = answer(JSON.parse(body.toString()) as ControlRequest) ?? null;
        socket.write(encode(0, [], Buffer.from(JSON.stringify(value))));
      } catch (error) {
        socket.write(encode(1, [], Buffer.from(String(error))));
      }
    }
  });
});
server.listen(control, () => process.stdout.write('ready\n'));
