/*
 * Dims an LED by switching it on and off (software PWM), and reports how late the edges were. Timing
 * is only as good as Linux's: for servos and audio take the hardware's PWM.
 *
 *   GPIO18 (pin 12) - 330 Ω - LED - GND (pin 14)
 *
 *   node pwm.js                    100 Hz, on for 25 % of the time, 2 seconds
 *   node pwm.js 1000 10            1000 Hz, 10 %
 *   node pwm.js 1000 10 60         for a minute
 *   node pwm.js 1000 10 60 GPIO23  on another line
 *
 * Less jitter, where it matters: `sudo chrt --fifo 50 node pwm.js …`
 */
import { load } from 'libgpiod-wasm';

const [hertz = '100', percent = '25', seconds = '2', line = 'GPIO18'] = process.argv.slice(2);
const periodUs = 1e6 / Number(hertz);
const onUs = (periodUs * Number(percent)) / 100;

const gpiod = await load();
const request = gpiod.requestLines({
  consumer: 'pwm',
  lines: { [line]: { direction: 'output' } },
});
try {
  const { timestampsNs } = await request.play(
    [
      { set: { [line]: 1 }, waitUs: onUs },
      { set: { [line]: 0 }, waitUs: periodUs - onUs },
    ],
    {
      repeat: Math.round(Number(seconds) * Number(hertz)),
      // An edge that is late does not delay those after it: the frequency stays exact.
      waitsFrom: 'start',
      timestamps: true,
    },
  );

  // How late each edge was, compared with the first one, in microseconds.
  const times = [...(timestampsNs ?? [])].map(
    (time, _, [first = 0n]) => Number(time - first) / 1000,
  );
  const lateness = times.map((time, i) => {
    const due = Math.floor(i / 2) * periodUs + (i % 2) * onUs;
    return Math.abs(time - due);
  });
  lateness.sort((a, b) => a - b);
  const percentile = (p: number): string =>
    (lateness[Math.ceil((lateness.length * p) / 100) - 1] ?? 0).toFixed(1);
  console.log(`${lateness.length} edges; off by`);
  console.log(`  p50 ${percentile(50)} µs, p99 ${percentile(99)} µs, max ${percentile(100)} µs`);
} finally {
  request.release();
}
