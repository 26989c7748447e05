import { writeSync } from 'node:fs';
import type { HostCalls, Kernel } from '../kernel/kernel.js';
import { connectSim } from '../sim-server/remote-kernel.js';

const ignore = (): void => {};

/**
 * The machine that is shared at `path`, for a tool. Tools die of SIGPIPE where nobody reads their output;
 * they must not where the machine goes away, which they are told as an I/O error, and the user as it is.
 */
export async function sharedMachine(path: string): Promise<Kernel> {
  const kernel = await connectSim(path);
  let told = false;
  const guarded = <T extends unknown[]>(call: (...args: T) => number) => {
    return (...args: T): number => {
      process.on('SIGPIPE', ignore);
      const result = call(...args);
      process.off('SIGPIPE', ignore);
      if (kernel.lost && !told) {
        told = true;
        writeSync(2, `libgpiod-wasm: ${path}: the simulated machine is gone\n`);
      }
      return result;
    };
  };
  return {
    name: kernel.name,
    attach(memory) {
      const calls: HostCalls = kernel.attach(memory);
      return {
        open: guarded(calls.open),
        close: guarded(calls.close),
        ioctl: guarded(calls.ioctl),
        read: guarded(calls.read),
        poll: guarded(calls.poll),
        stat: guarded(calls.stat),
        realpath: guarded(calls.realpath),
      };
    },
    devices: () => kernel.devices(),
    watch: (fd, onReady) => kernel.watch(fd, onReady),
  };
}
