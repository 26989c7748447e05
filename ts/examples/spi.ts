/*
 * Reads an analogue-to-digital converter MCP3008 over SPI, on any four lines. (Where there is a
 * /dev/spidev, the kernel's driver is faster.)
 *
 *   MCP3008       Raspberry Pi                     node spi.js           channel 0
 *   VDD, VREF     3.3 V (pin 1)                    node spi.js 5         channel 5
 *   AGND, DGND    GND (pin 6)                      node spi.js 5 100     100 times
 *   CLK           GPIO5  (pin 29)                  node spi.js 0 1 A,B,C,D    on other lines,
 *   DOUT          GPIO6  (pin 31)                                        in this order
 *   DIN           GPIO12 (pin 32)
 *   CS            GPIO13 (pin 33)
 */
import { type LineRequest, load, type Sequence, type Step } from 'libgpiod-wasm';

const [channel = '0', count = '1', names = 'GPIO5,GPIO6,GPIO12,GPIO13'] = process.argv.slice(2);
const [clk = '', dout = '', din = '', cs = ''] = names.split(',');

/**
 * Sends bits and receives as many (SPI mode 0): each is there before the clock rises, and so is the one
 * that is read while the clock is high. `waitUs` is half of the clock's period.
 */
function transfer(request: LineRequest, bits: string, waitUs = 1): Sequence {
  const steps: Step[] = [{ set: { [cs]: 0 }, waitUs }];
  for (const bit of bits) {
    steps.push({ set: { [clk]: 0, [din]: bit === '1' }, waitUs });
    steps.push({ set: { [clk]: 1 }, waitUs });
    steps.push({ get: [dout] });
  }
  steps.push({ set: { [clk]: 0 }, waitUs }, { set: { [cs]: 1 }, waitUs });
  return request.sequence(steps);
}

const gpiod = await load();
const request = gpiod.requestLines({
  consumer: 'spi',
  lines: {
    [clk]: { direction: 'output', value: 0 },
    [din]: { direction: 'output', value: 0 },
    [cs]: { direction: 'output', value: 1 },
    [dout]: { direction: 'input' },
  },
});
try {
  // A start bit, "single-ended", the channel; then a bit of pause, a zero, and ten bits of result.
  const command = `11${Number(channel).toString(2).padStart(3, '0')}`;
  const conversion = transfer(request, command.padEnd(17, '0'));
  for (let i = 0; i < Number(count); i += 1) {
    const { values } = request.playSync(conversion);
    const sample = Number.parseInt(values.slice(7).join(''), 2);
    console.log(`${sample} of 1023: ${((3.3 * sample) / 1023).toFixed(3)} V`);
  }
} finally {
  request.release();
}
