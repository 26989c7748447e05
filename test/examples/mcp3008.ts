import type { Sim, SimLine } from '../../ts/sim.js';

/** The lines that the converter's pins are on. */
export interface Mcp3008Wiring {
  readonly clk: string;
  readonly dout: string;
  readonly din: string;
  readonly cs: string;
}

/**
 * A simulated MCP3008, after its data sheet: it takes DIN at rising edges of the clock and gives DOUT
 * at falling ones; after the channel's last bit come one clock of sampling, a zero and ten bits.
 */
export class Mcp3008 {
  /** How many clocks each transfer had. */
  readonly clocks: number[] = [];
  /** When the clock rose, in nanoseconds. */
  readonly rises: bigint[] = [];
  readonly #samples: readonly number[];
  readonly #dout: SimLine;
  #clocks = 0;
  /** What came on DIN since the start bit. */
  #command = '';
  /** What is still to be given on DOUT. */
  #answer = '';

  /** @param samples - what is read from each channel, 0 to 1023. */
  constructor(sim: Sim, samples: readonly number[], { clk, dout, din, cs }: Mcp3008Wiring) {
    const [clock, data, select] = [sim.line(clk), sim.line(din), sim.line(cs)];
    this.#samples = samples;
    this.#dout = sim.line(dout);
    select.listen((level) => {
      if (level === 1) return;
      this.#command = '';
      this.#answer = '';
      this.#clocks = 0;
    });
    clock.listen((level, timestampNs) => {
      if (select.level === 1) return;
      if (level === 1) {
        this.rises.push(timestampNs);
        if (this.#clocks > 0) this.clocks.pop();
        this.#clocks += 1;
        this.clocks.push(this.#clocks);
        this.#take(data.level);
      } else {
        this.#give();
      }
    });
  }

  #take(bit: number): void {
    if (this.#answer !== '' || (this.#command === '' && bit === 0)) return;
    this.#command += bit;
    if (this.#command.length < 5) return;
    const sample = this.#samples[Number.parseInt(this.#command.slice(2), 2)] ?? 0;
    const single = this.#command[1] === '1';
    // Sampling leaves DOUT as it is: high impedance, which the line's pull makes a 1 here.
    this.#answer = `10${(single ? sample : 0).toString(2).padStart(10, '0')}`;
  }

  #give(): void {
    const bit = this.#answer[0];
    if (bit === undefined) return;
    this.#answer = this.#answer.slice(1);
    this.#dout.pull(bit === '1' ? 'up' : 'down');
  }
}
