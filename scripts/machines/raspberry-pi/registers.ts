import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Where the GPIO controller of BCM2836 and BCM2837 lies, and its registers, by Broadcom's names. */
const CONTROLLER = 0x3f20_0000;
const GPFSEL = 0x00;
const GPSET = 0x1c;
const GPCLR = 0x28;
const GPLEV = 0x34;

const LINES = 54;
const LINES_PER_FUNCTION_SELECT = 10;
const OUTPUT = 0b001;

const lines = Array.from({ length: LINES }, (_, line) => line);

/** Lines as the GPIO controller has them, whatever the kernel says. */
export interface Levels {
  /** Those at a high level. */
  readonly high: readonly number[];
  /** Those that are outputs. */
  readonly outputs: readonly number[];
}

/** The registers of an emulated Raspberry Pi's GPIO controller, through QEMU's protocol for tests. */
export class Registers {
  readonly #socket: Socket;
  readonly #replies: AsyncIterator<string>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  /** @param path of the socket that QEMU's option -qtest names. */
  static async open(path: string): Promise<Registers> {
    const socket = connect(path);
    await once(socket, 'connect');
    return new Registers(socket);
  }

  async #ask(question: string): Promise<string> {
    this.#socket.write(`${question}\n`);
    const { value } = await this.#replies.next();
    const [status, answer = ''] = String(value).split(' ');
    if (status !== 'OK') throw new Error(`QEMU says to ${question}: ${value}`);
    return answer;
  }

  async #read(register: number, index: number): Promise<number> {
    const address = CONTROLLER + register + 4 * index;
    return Number(await this.#ask(`readl 0x${address.toString(16)}`));
  }

  async levels(): Promise<Levels> {
    const levels = [await this.#read(GPLEV, 0), await this.#read(GPLEV, 1)];
    const functions: number[] = [];
    for (let i = 0; i * LINES_PER_FUNCTION_SELECT < LINES; i++) {
      functions.push(await this.#read(GPFSEL, i));
    }
    const functionOf = (line: number): number => {
      const register = functions[Math.trunc(line / LINES_PER_FUNCTION_SELECT)] ?? 0;
      return (register >>> (3 * (line % LINES_PER_FUNCTION_SELECT))) & 0b111;
    };
    return {
      high: lines.filter((line) => ((levels[line >>> 5] ?? 0) >>> (line & 31)) & 1),
      outputs: lines.filter((line) => functionOf(line) === OUTPUT),
    };
  }

  /**
   * Gives an input a level, as a wire from elsewhere would. QEMU has no wires, but its controller keeps
   * one level for each line, and lets that of an input be written.
   */
  async drive(line: number, level: 0 | 1): Promise<void> {
    const address = CONTROLLER + (level === 1 ? GPSET : GPCLR) + 4 * (line >>> 5);
    await this.#ask(`writel 0x${address.toString(16)} 0x${(2 ** (line & 31)).toString(16)}`);
  }

  close(): void {
    this.#socket.destroy();
  }
}
