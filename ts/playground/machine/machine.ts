import { createSim } from '../../sim/create-sim.js';
import { parseSimDescription } from '../../sim/parse-description.js';
import type { Sim } from '../../sim/sim.js';
import type { Clock } from '../../wasi/clock.js';
import type { MachineChoice, MachineMessage, PageMessage } from '../protocol.js';
import { LineFeed } from './line-feed.js';
import { Outbox } from './outbox.js';
import { ToolProcess } from './tool-process.js';
import { UserProgram } from './user-program.js';

const NS_PER_MS = 1_000_000n;

/** The package's wasm files, compiled. */
export interface Modules {
  readonly libgpiod: WebAssembly.Module;
  readonly tools: WebAssembly.Module;
}

interface Running {
  readonly sim: Sim;
  readonly feed: LineFeed;
  readonly clock: Clock;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function makeSim(choice: MachineChoice): Sim {
  return createSim('preset' in choice ? choice.preset : parseSimDescription(choice.json));
}

/** One simulated machine with all that runs on it, as messages have it. */
export class Machine {
  readonly #outbox: Outbox;
  readonly #modules: Promise<Modules>;
  readonly #tools = new Map<number, ToolProcess>();
  #running: Running | undefined;
  #program: UserProgram | undefined;

  constructor(modules: Promise<Modules>, send: (message: MachineMessage) => void) {
    this.#modules = modules;
    this.#outbox = new Outbox(send);
  }

  receive(message: PageMessage): void {
    switch (message.type) {
      case 'boot':
        this.#boot(message.choice);
        break;
      case 'pull':
        this.#running?.feed.line(message.index)?.pull(message.direction);
        this.#running?.feed.changed();
        break;
      case 'wire':
        this.#wire(message.a, message.b);
        break;
      case 'tool':
        void this.#runTool(message);
        break;
      case 'input':
        this.#tools.get(message.job)?.type(message.text);
        break;
      case 'kill':
        this.#tools.get(message.job)?.kill();
        break;
      case 'program':
        void this.#runProgram(message.source);
        break;
      case 'stop':
        void this.#program?.stop();
        break;
      case 'ping':
        this.#outbox.post({ type: 'pong' });
        break;
    }
  }

  /** An error that nobody has caught: the program's, as the machine catches its own. */
  failed(error: unknown): void {
    this.#program?.fail(error);
  }

  #boot(choice: MachineChoice): void {
    let sim: Sim;
    try {
      sim = makeSim(choice);
    } catch (error) {
      this.#outbox.post({ type: 'refused', what: 'boot', message: messageOf(error) });
      return;
    }
    for (const tool of this.#tools.values()) tool.kill();
    void this.#program?.stop();
    const feed = new LineFeed(sim, (news) => this.#outbox.post({ type: 'lines', ...news }));
    const clock: Clock = {
      monotonicNs: () => sim.clock.now(),
      realtimeNs: () => BigInt(Date.now()) * NS_PER_MS,
      sleep: () => {
        throw new Error('nothing blocks in the playground');
      },
    };
    this.#running = { sim, feed, clock };
    this.#outbox.post({ type: 'booted', chips: feed.chips });
    feed.flush();
  }

  #wire(a: string, b: string): void {
    if (this.#running === undefined) return;
    const { sim, feed } = this.#running;
    try {
      if (sim.line(a) === sim.line(b)) throw new RangeError(`${a} cannot be wired to itself`);
      sim.wire(a, b);
    } catch (error) {
      this.#outbox.post({ type: 'refused', what: 'wire', message: messageOf(error) });
      return;
    }
    this.#outbox.post({ type: 'wired' });
    feed.changed();
  }

  async #runTool({ job, argv, columns }: Extract<PageMessage, { type: 'tool' }>): Promise<void> {
    const { tools: module } = await this.#modules;
    if (this.#running === undefined) return;
    const { sim, feed, clock } = this.#running;
    const process = new ToolProcess({
      module,
      kernel: sim.kernel,
      clock,
      argv,
      columns,
      onCall: () => feed.changed(),
      onOutput: (text) => this.#outbox.write(job, text),
      onMode: (raw) => this.#outbox.post({ type: 'mode', job, raw }),
      onDetach: () => this.#outbox.post({ type: 'detached', job }),
    });
    this.#tools.set(job, process);
    const status = await process.run();
    this.#tools.delete(job);
    this.#outbox.post({ type: 'exit', job, status });
  }

  async #runProgram(source: string): Promise<void> {
    const { libgpiod: module } = await this.#modules;
    if (this.#running === undefined) return;
    const { sim, feed } = this.#running;
    await this.#program?.stop();
    this.#program = new UserProgram({
      source,
      module,
      kernel: sim.kernel,
      onCall: () => feed.changed(),
      onConsole: (line) => this.#outbox.print(line),
      onEnd: (outcome, error) => {
        this.#program = undefined;
        this.#outbox.post({
          type: 'program-ended',
          outcome,
          ...(error === undefined ? {} : { error }),
        });
      },
    });
    await this.#program.start();
  }
}
