// How often each call of the API asks the kernel for something. It is not to depend on the machine.
import type { GuestMemory, HostCalls, Kernel, Value } from '../../../ts/index.js';

const [, , bundle = ''] = process.argv;
const { linuxKernel, loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');

let calls = 0;
const linux = linuxKernel();
const counting: Kernel = {
  name: 'counting',
  devices: () => linux.devices(),
  watch: (fd, onReady) => linux.watch(fd, onReady),
  attach(memory: GuestMemory): HostCalls {
    const own = linux.attach(memory);
    const counted: [string, unknown][] = Object.entries(own).map(([name, call]) => [
      name,
      (...args: unknown[]): unknown => {
        calls++;
        return (call as (...args: unknown[]) => unknown)(...args);
      },
    ]);
    return Object.fromEntries(counted) as unknown as HostCalls;
  },
};

const chip = loadSync({ kernel: counting }).openChip(0);
const request = chip.requestLines({ lines: { 5: { direction: 'output' } } });
const all = Object.fromEntries(
  Array.from({ length: 64 }, (_, offset) => [offset, { direction: 'output' } as const]),
);
const bus = chip.requestLines({ lines: all });
const values = Object.fromEntries(bus.offsets.map((offset) => [offset, 1 as Value]));

const operations: Record<string, () => unknown> = {
  getValue: () => request.getValue(5),
  setValue: () => request.setValue(5, 1),
  'getValues of 64 lines': () => bus.getValues(),
  'setValues of 64 lines': () => bus.setValues(values),
  lineInfo: () => chip.lineInfo(5),
  'requestLines and release': () => chip.requestLines({ lines: { 7: {} } }).release(),
};
const counts: Record<string, number> = {};
for (const [name, operation] of Object.entries(operations)) {
  calls = 0;
  operation();
  counts[name] = calls;
}
request.release();
bus.release();
chip.close();
console.log(JSON.stringify(counts));
