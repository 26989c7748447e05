import { connect } from 'node:net';
import { BlockingSocket } from '../../../ts/sim-server/blocking-socket.js';
import { connectSim, type RemoteKernel } from '../../../ts/sim-server.js';
import type { ChipOptions, Machine, TestChip, TestLink } from '../../conformance/machine.js';
import { TemporaryFolder } from '../../support/temporary-folder.js';
import type { ControlRequest } from './machine-program.js';
import { Program } from './process.js';

/** A simulated kernel in another process, as the conformance suites want it. */
export class RemoteMachine implements Machine {
  readonly name = 'a shared machine';
  readonly kernel: RemoteKernel;
  readonly paths = {
    missing: '/dev/gpiochip-that-is-missing',
    folder: '/dev',
    regularFile: '/proc/self/comm',
    otherDevice: '/dev/null',
  };
  readonly #control: BlockingSocket;
  readonly #dispose: () => void;

  private constructor(kernel: RemoteKernel, control: BlockingSocket, dispose: () => void) {
    this.kernel = kernel;
    this.#control = control;
    this.#dispose = dispose;
  }

  static async start(): Promise<RemoteMachine> {
    const folder = new TemporaryFolder();
    const [shared, control] = [folder.join('shared'), folder.join('control')];
    const server = await Program.start('machine-program.ts', shared, control);
    const socket = connect(control).pause();
    await new Promise((resolve) => socket.once('connect', resolve));
    return new RemoteMachine(await connectSim(shared), new BlockingSocket(socket), () => {
      server.process.kill('SIGKILL');
      folder.remove();
    });
  }

  #ask<T>(request: ControlRequest): T {
    const { head, body } = this.#control.request(1, [], Buffer.from(JSON.stringify(request)));
    if (head !== 0) throw new Error(body.toString());
    return JSON.parse(body.toString()) as T;
  }

  createChip(options: ChipOptions = {}): TestChip {
    const name = this.#ask<string>({ do: 'plug', options });
    const chip = (request: object): void => this.#ask({ chip: name, ...request } as ControlRequest);
    let gone = false;
    const unplug = (): void => {
      if (!gone) chip({ do: 'unplug' });
      gone = true;
    };
    return {
      name,
      path: `/dev/${name}`,
      pull: (offset, direction) => chip({ do: 'pull', offset, direction }),
      level: (offset) => this.#ask({ do: 'level', chip: name, offset }),
      unplug,
      dispose: unplug,
    };
  }

  /** Nothing is ever under way. */
  settle(): void {}

  clockNs(clock: 'monotonic' | 'realtime'): bigint {
    return BigInt(this.#ask<string>({ do: 'clock', clock }));
  }

  openFiles(): readonly string[] {
    return this.#ask({ do: 'openFiles' });
  }

  link(target: string): TestLink {
    const path = this.#ask<string>({ do: 'link', target });
    return { path, remove: () => this.#ask({ do: 'unlink', path }) };
  }

  dispose(): void {
    this.kernel.close();
    this.#control.close();
    this.#dispose();
  }
}
