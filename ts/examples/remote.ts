/*
 * Switches a radio socket (433 MHz, on-off keying) as its remote control does: EV1527 or PT2262.
 *
 *   transmitter (FS1000A)   Raspberry Pi          node remote.js 0x5510f1        24 bits
 *   DATA                    GPIO17 (pin 11)       node remote.js 0x5510f1 320    pulses of 320 µs
 *   VCC                     5 V    (pin 2)        node remote.js 0x5510f1 320 20 sent 20 times
 *   GND                     GND    (pin 6)        node remote.js 0x5510f1 320 20 GPIO23
 *
 * The code of a remote control is what a receiver shows while a button is pressed. Many countries
 * allow such transmitters for short messages only.
 */
import { load, type Step } from 'libgpiod-wasm';

const BITS = 24;

const [code = '', pulseUs = '350', repeat = '10', line = 'GPIO17'] = process.argv.slice(2);
const unit = Number(pulseUs);
if (code === '' || !(Number(code) >= 0 && Number(code) < 2 ** BITS)) {
  throw new Error('usage: node remote.js CODE [PULSE_US] [REPEAT] [LINE]');
}

/** The carrier on for some units of time, then off. */
function pulse(on: number, off: number): Step[] {
  return [
    { set: { [line]: 1 }, waitUs: on * unit },
    { set: { [line]: 0 }, waitUs: off * unit },
  ];
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const gpiod = await load();
const request = gpiod.requestLines({
  consumer: 'remote',
  lines: { [line]: { direction: 'output' } },
});
try {
  const bits = [...Number(code).toString(2).padStart(BITS, '0')];
  const message = bits.flatMap((bit) => (bit === '1' ? pulse(3, 1) : pulse(1, 3)));
  message.push(...pulse(1, 31));
  // Receivers want to hear a message several times before they believe it.
  await request.play(message, { repeat: Number(repeat), signal: stop.signal });
  console.log(`sent ${bits.join('')} ${repeat} times`);
} catch (error) {
  if (!stop.signal.aborted) throw error;
  // Many chips keep the level of a line that is released: the carrier would stay on.
  request.setValue(line, 0);
} finally {
  request.release();
}
