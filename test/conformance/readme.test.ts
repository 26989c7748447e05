import { type ChildProcess, spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  building,
  installing,
  readmeSnippets,
  type Snippet,
  simulated,
} from '../readme/snippets.js';
import { setUpRaspberryPi } from './raspberry-pi.js';

const BUTTON = 27;

/** What a snippet does that is run as it stands, on a chip like a Raspberry Pi's. */
interface Expectation {
  /** What it prints, in this order. */
  readonly prints: readonly RegExp[];
  /** The button is pressed and let go, over and over, until the snippet ends or has printed it all. */
  readonly press?: true;
  /** It goes on for ever: Ctrl-C ends it. */
  readonly interrupt?: true;
}

const expectations: Readonly<Record<string, Expectation>> = {
  blink: { prints: [/(LED is 1\nLED is 0\n){3}/] },
  button: {
    prints: [/GPIO27 rising at \d+ ns, event \d+\nGPIO27 falling/],
    press: true,
    interrupt: true,
  },
  find: {
    prints: [
      /gpiochip0 \[pinctrl-rp1\] has 54 lines/,
      /GPIO17 is line 17 of gpiochip0/,
      /offset: 17/,
      /\n0\n/,
    ],
  },
  values: { prints: [/\[ 17, 22, 27 \] \[ 0, 1, 1 \]/, /\[ 0, 1 \]/] },
  watch: { prints: [/requested GPIO17 myself\nreleased GPIO17 undefined/] },
  sequence: { prints: [/60 steps, read 1{20}\n/, /was high for [1-9]\d* ns/] },
  pulses: {
    prints: [
      /^count \[ \d+, \d+, \d+, \d+ \] from level 0 0 edges lost$/m,
      /^(no-response|too-few-pulses|bad-pulse|checksum|lost-edges) /m,
    ],
    press: true,
  },
  errors: { prints: [/GPIO17.* is used by 'first' \(EBUSY/, /gpioinfo/] },
  raw: { prints: [/GPIO17 is an input/] },
  tools: {
    prints: [
      /gpiochip0 \[pinctrl-rp1\] \(54 lines\)/,
      /gpiochip0 17\s+"GPIO17"\s+input/,
      /"GPIO27"=active/,
      /falling\s+"GPIO27"/,
    ],
    press: true,
  },
  trace: { prints: [/GPIO_V2_GET_LINE_IOCTL, \{offsets:\[17\]/] },
};

describe('snippets of the README, run as they stand', () => {
  const pi = setUpRaspberryPi();

  async function start({ id, language, code }: Snippet): Promise<ChildProcess> {
    const { env, path: cwd } = pi.folder;
    if (language === 'sh') return spawn('sh', ['-ec', code], { cwd, env });
    const file =
      language === 'ts'
        ? await pi.folder.writeProgram(id, code)
        : pi.folder.write(`${id}.cjs`, code);
    return spawn(process.execPath, [file], { cwd, env });
  }

  /** Runs a snippet to its end. Returns what it printed, or throws Error with it where it fails. */
  async function run(snippet: Snippet, { prints, press, interrupt }: Expectation): Promise<string> {
    const child = await start(snippet);
    let printed = '';
    const pressing = setInterval(() => {
      if (press) pi.sim.pull(BUTTON, pi.sim.value(BUTTON) === 1 ? 'down' : 'up');
    }, 100);
    const collect = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (interrupt && prints.every((pattern) => pattern.test(printed))) child.kill('SIGINT');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    try {
      const status = await new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', resolve);
      });
      if (status !== 0) throw new Error(`${snippet.id} exited with ${status}:\n${printed}`);
    } finally {
      clearInterval(pressing);
      child.kill('SIGKILL');
    }
    return printed;
  }

  const elsewhere = [...installing, ...building, ...simulated];
  const snippets = readmeSnippets().filter(({ id }) => !elsewhere.includes(id));

  it('are all expected to do something', () => {
    expect(snippets.map(({ id }) => id).sort()).toEqual(Object.keys(expectations).sort());
  });

  for (const snippet of snippets) {
    it(`${snippet.id} does what the text says`, async () => {
      const expectation = expectations[snippet.id];
      if (expectation === undefined) throw new Error('nothing is expected of it');
      const printed = await run(snippet, expectation);
      for (const pattern of expectation.prints) expect(printed).toMatch(pattern);
    });
  }
});
