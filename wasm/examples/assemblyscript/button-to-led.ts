// SPDX-License-Identifier: LGPL-2.1-or-later
/* Lets the line BUTTON switch the line LED, until it has seen as many edges as its argument says. */

import { Chip, EdgeEvent, Flag } from './gpio';
import { expect, print, programArguments } from './wasi';

const words = programArguments();
let left = words.length > 1 ? I32.parseInt(words[1]) : -1;

const chip = new Chip('/dev/gpiochip0');
expect('/dev/gpiochip0', chip.fd);
const ledOffset = expect('LED', chip.offsetOf('LED'));
const buttonOffset = expect('BUTTON', chip.offsetOf('BUTTON'));

const led = chip.requestLines('button-to-led', [ledOffset], Flag.OUTPUT);
expect('request of LED', led.fd);
const edges = Flag.EDGE_RISING | Flag.EDGE_FALLING;
const button = chip.requestLines('button-to-led', [buttonOffset], Flag.INPUT | edges);
expect('request of BUTTON', button.fd);
chip.close();
print('ready');

while (left != 0) {
  expect('poll', button.waitEdgeEvent());
  const events: EdgeEvent[] = [];
  expect('read', button.readEdgeEvents(events));
  for (let i = 0; i < events.length && left != 0; i += 1, left -= 1) {
    const event = events[i];
    expect('LED', led.setValues(event.rising ? 1 : 0, 1));
    print((event.rising ? 'rising ' : 'falling ') + event.lineSeqno.toString());
  }
}

button.release();
led.release();
