import { setTimeout as sleep } from 'node:timers/promises';
import type { Gpiod } from '../../ts/index.js';

/** Lines by name, on whichever chip has them. */
export interface JobLines {
  /** To be driven: blinks. Nothing is driven without it. */
  readonly led?: string | undefined;
  /** To be watched, pulled up: its edges are shown. */
  readonly button?: string | undefined;
}

const BLINKS = 4;
const HALF_PERIOD_MS = 250;

/** Shows all chips, and of their lines those that have a name or a user. */
function showChips(gpiod: Gpiod): void {
  for (const info of gpiod.chips()) {
    console.log(`${info.name} [${info.label}] (${info.numLines} lines)`);
    const chip = gpiod.openChip(info.path);
    for (const line of chip.lines()) {
      if (line.name === undefined && !line.used) continue;
      const use = line.used ? `used by ${line.consumer ?? '?'}` : 'free';
      console.log(`  ${line.offset}\t${line.name ?? 'unnamed'}\t${line.direction}\t${use}`);
    }
    chip.close();
  }
}

/** Shows the edges of a line until `signal` is aborted. */
async function watchButton(gpiod: Gpiod, button: string, signal: AbortSignal): Promise<void> {
  const request = gpiod.requestLines({
    consumer: 'npm start',
    lines: { [button]: { direction: 'input', edge: 'both', bias: 'pull-up' } },
  });
  console.log(`watching ${button} of ${request.chipName}`);
  try {
    for await (const event of request.events({ signal })) {
      const seconds = (Number(event.timestampNs) / 1e9).toFixed(6);
      console.log(`  ${button}: ${event.type} edge ${event.globalSeqno} at ${seconds} s`);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    request.release();
  }
}

async function blinkLed(gpiod: Gpiod, name: string): Promise<void> {
  const request = gpiod.requestLines({
    consumer: 'npm start',
    lines: { [name]: { direction: 'output', value: 0 } },
  });
  console.log(`blinking ${name} of ${request.chipName}, ${BLINKS} times`);
  try {
    const led = request.line(name);
    for (let i = 0; i < BLINKS * 2; i++) {
      await sleep(HALF_PERIOD_MS);
      console.log(`  ${name} = ${led.toggle()}`);
    }
    await sleep(HALF_PERIOD_MS);
  } finally {
    request.release();
  }
}

/**
 * The main job: shows chips and lines, blinks the one line and meanwhile watches the other. Where
 * there is nothing to blink it watches until `stop` is aborted.
 */
export async function runJob(gpiod: Gpiod, lines: JobLines, stop: AbortSignal): Promise<void> {
  showChips(gpiod);
  const blinked = new AbortController();
  const signal = AbortSignal.any([stop, blinked.signal]);
  const watching =
    lines.button === undefined ? undefined : watchButton(gpiod, lines.button, signal);
  try {
    if (lines.led !== undefined) {
      await blinkLed(gpiod, lines.led);
      blinked.abort();
    }
  } catch (error) {
    blinked.abort();
    throw error;
  } finally {
    await watching;
  }
}
