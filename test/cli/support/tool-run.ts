import { readFileSync } from 'node:fs';
import { toolsWasm } from '../../../ts/cli-assets.js';
import type { GuestMemory } from '../../../ts/kernel/guest-memory.js';
import type { HostCalls, Kernel } from '../../../ts/kernel/kernel.js';
import { FIRST_EXTRA_FD, runProgram } from '../../../ts/wasi/program.js';
import {
  SERVICE_FD_VARIABLE,
  type Service,
  ServiceChannel,
} from '../../../ts/wasi/service-channel.js';
import { FakeKernel } from '../../support/fake-kernel.js';
import { FakeClock } from '../../wasi/support/fake-clock.js';
import { CapturedOutput, ChunkedInput } from '../../wasi/support/stdio.js';

/** A kernel in which something happens at each poll, the only time at which a tool waits. */
export class EventfulKernel extends FakeKernel {
  readonly #steps: (() => void)[];

  constructor(steps: (() => void)[]) {
    super();
    this.#steps = steps;
  }

  override attach(memory: GuestMemory): HostCalls {
    const calls = super.attach(memory);
    return {
      ...calls,
      poll: (...args) => {
        this.#steps.shift()?.();
        return calls.poll(...args);
      },
    };
  }
}

export interface ToolRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly clock: FakeClock;
}

export interface ToolOptions {
  readonly kernel?: Kernel;
  readonly stdin?: readonly string[];
  /** Standard input and output are a terminal. */
  readonly terminal?: boolean;
  readonly services?: Readonly<Record<string, Service>>;
  readonly onSleep?: () => void;
}

let module: WebAssembly.Module | undefined;

/** Runs a tool in this process to its end. */
export function runToolHere(args: readonly string[], options: ToolOptions = {}): ToolRun {
  module ??= new WebAssembly.Module(readFileSync(toolsWasm()));
  const {
    kernel = new FakeKernel(),
    stdin = [],
    terminal = false,
    services = {},
    onSleep,
  } = options;
  const clock = new FakeClock();
  if (onSleep !== undefined) clock.onSleep = onSleep;
  const stdout = new CapturedOutput({ isTerminal: terminal });
  const stderr = new CapturedOutput();
  const status = runProgram({
    module,
    kernel,
    args,
    env: { [SERVICE_FD_VARIABLE]: String(FIRST_EXTRA_FD) },
    stdin: new ChunkedInput(stdin, { isTerminal: terminal }),
    stdout,
    stderr,
    clock,
    extra: [new ServiceChannel(services)],
  });
  return { status, stdout: stdout.text, stderr: stderr.text, clock };
}
