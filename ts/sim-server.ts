export { connectSim, type RemoteKernel } from './sim-server/remote-kernel.js';
export { sendSimCommand } from './sim-server/send-command.js';
export { type SimServer, serveSim } from './sim-server/server.js';
