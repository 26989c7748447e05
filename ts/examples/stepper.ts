/*
 * Turns a stepper motor 28BYJ-48 on its ULN2003 board, in half steps, speeding up and slowing down.
 *
 *   ULN2003   Raspberry Pi                     node stepper.js            one turn
 *   IN1       GPIO17 (pin 11)                  node stepper.js -2.5       two and a half back
 *   IN2       GPIO18 (pin 12)                  node stepper.js 1 8        at 8 turns a minute
 *   IN3       GPIO27 (pin 13)                  node stepper.js 1 8 A,B,C,D    on other lines
 *   IN4       GPIO22 (pin 15)
 *   +         5 V, from a supply of its own: the motor takes 250 mA
 *   -         GND, of that supply and of the Pi (pin 6)
 */
import { load, type Step } from 'libgpiod-wasm';

/** Half steps in one turn of the output shaft: 64 of the motor, through a gear of 64 to 1. */
const PER_TURN = 4096;
/** Which coils are on in each half step. */
const COILS = ['1000', '1100', '0100', '0110', '0010', '0011', '0001', '1001'];
/** Half steps a second that it can start with at once, and how much that may grow in a second. */
const START = 200;
const ACCELERATION = 800;

const [turns = '1', turnsPerMinute = '12', names = 'GPIO17,GPIO18,GPIO27,GPIO22'] =
  process.argv.slice(2);
const lines = names.split(',');
const count = Math.round(Math.abs(Number(turns)) * PER_TURN);
const direction = Number(turns) < 0 ? -1 : 1;
const fastest = (Number(turnsPerMinute) * PER_TURN) / 60;

/** The coils as values by line: { GPIO17: true, GPIO18: false, … }. */
function coils(pattern: string): Record<string, boolean> {
  return Object.fromEntries(lines.map((line, i) => [line, pattern[i] === '1']));
}

/** As fast as a constant acceleration from the start, and the same before the end, allows. */
function halfStep(_: unknown, i: number): Step {
  const ramp = Math.sqrt(START ** 2 + 2 * ACCELERATION * Math.min(i, count - 1 - i));
  const pattern = COILS.at((direction * i) % COILS.length) ?? '0000';
  return { set: coils(pattern), waitUs: 1e6 / Math.min(ramp, fastest) };
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const gpiod = await load();
const request = gpiod.requestLines({
  consumer: 'stepper',
  lines: Object.fromEntries(lines.map((line) => [line, { direction: 'output' }])),
});
try {
  const steps = Array.from({ length: count }, halfStep);
  // Without current the gear holds the shaft, and the motor stays cool.
  steps.push({ set: coils('0000') });
  await request.play(steps, { signal: stop.signal });
  console.log(`${count} half steps`);
} catch (error) {
  if (!stop.signal.aborted) throw error;
  // Many chips keep the levels of lines that are released.
  request.setValues(coils('0000'));
} finally {
  request.release();
}
