import { beforeAll, expect, test } from 'vitest';
import type { HostCalls } from '../../ts/kernel/kernel.js';
import { runProgram } from '../../ts/wasi/program.js';
import type { Input } from '../../ts/wasi/stdio.js';
import { compilePlugins } from '../sandbox/plugin-support.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { FakeClock } from '../wasi/support/fake-clock.js';
import { CapturedOutput } from '../wasi/support/stdio.js';

const noInput: Input = { isTerminal: false, read: () => 0, waitReadable: () => false };
let module: WebAssembly.Module;

beforeAll(async () => {
  const { wait } = await compilePlugins({ wait: { path: new URL('wait.c', import.meta.url) } });
  module = new WebAssembly.Module(new Uint8Array(wait));
}, 60_000);

/** Waits where a chip has an event after 200 polls: what ppoll() returned, and how long it took, in ns. */
function wait(seconds: number, nanoseconds: number): [result: number, waited: bigint] {
  let [polls, waited] = [0, 0n];
  const kernel = new FakeKernel();
  const attach = kernel.attach.bind(kernel);
  kernel.attach = (memory): HostCalls => ({
    ...attach(memory),
    poll(_fds, _count, timeout) {
      polls += 1;
      if (polls > 200) return 1;
      waited += timeout;
      return 0;
    },
  });
  const result = runProgram({
    module,
    kernel,
    args: ['wait', `${seconds}`, `${nanoseconds}`],
    stdin: noInput,
    stdout: new CapturedOutput(),
    stderr: new CapturedOutput(),
    clock: new FakeClock(),
  });
  return [result, waited];
}

test('a program waits for input and GPIO no shorter than it asks for', () => {
  expect(wait(0, 25_000_000)).toEqual([0, 25_000_000n]);
  expect(wait(0, 1)).toEqual([0, 1_000_000n]);
  expect(wait(1, 500_000)).toEqual([0, 1_001_000_000n]);
});

test('a program may wait for input and GPIO for longer than an int holds milliseconds', () => {
  const first200 = [1, 2_000_000_000n];
  expect(wait(4_294_968, 0)).toEqual(first200);
  expect(wait(Number.MAX_SAFE_INTEGER, 0)).toEqual(first200);
});
