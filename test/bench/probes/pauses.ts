// When this process, which does nothing but look at the clock, got no turn: until its input ends.
import { nowMs, type Span } from '../pauses.js';

/** Shorter ones are the scheduler's, and may be the work of what is measured. */
const LONG_MS = 10;

const pauses: Span[] = [];
let lastMs = nowMs();
const clock = setInterval(() => {
  const now = nowMs();
  if (now - lastMs > LONG_MS) pauses.push([lastMs, now]);
  lastMs = now;
}, 1);
process.stdin.resume().once('end', () => {
  clearInterval(clock);
  console.log(JSON.stringify(pauses));
});
