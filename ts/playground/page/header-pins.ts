/** A pin of the header on a Raspberry Pi: power, or a line of the chip with what else it can do. */
export type HeaderPin =
  | { readonly kind: '5V' | '3V3' | 'GND' }
  | { readonly kind: 'line'; readonly offset: number; readonly use: string };

/** Pins 1 to 40: power, or `offset` and `offset=use`. */
const PINS =
  '3V3 5V 2=SDA 5V 3=SCL GND 4=GPCLK0 14=TXD GND 15=RXD 17 18=PCM_CLK 27 GND 22 23 3V3 24 10=MOSI GND ' +
  '9=MISO 25 11=SCLK 8=CE0 GND 7=CE1 0=ID_SD 1=ID_SC 5 GND 6 12=PWM0 13=PWM1 GND 19=PCM_FS 16 26 ' +
  '20=PCM_DIN GND 21=PCM_DOUT';

/** The first board had other lines on three pins. */
const FIRST_BOARD: Readonly<Record<number, number>> = { 2: 0, 3: 1, 27: 21 };

const SHORT_HEADER = ['pi1', 'pi1-rev1', 'pi1a'];
/** Compute modules whose boards have rows of their own. */
const WITHOUT_HEADER = ['cm1', 'cm3', 'cm4s'];

function pinOf(text: string): HeaderPin {
  if (text === '5V' || text === '3V3' || text === 'GND') return { kind: text };
  const [offset, use = ''] = text.split('=');
  return { kind: 'line', offset: Number(offset), use };
}

/** The header's pins by number (the first is pin 1); empty for a machine that has none. */
export function headerPins(preset: string): HeaderPin[] {
  if (WITHOUT_HEADER.includes(preset)) return [];
  const pins = PINS.split(' ').map(pinOf);
  if (preset === 'pi1-rev1') {
    for (const [i, pin] of pins.entries()) {
      if (pin.kind === 'line') pins[i] = { ...pin, offset: FIRST_BOARD[pin.offset] ?? pin.offset };
    }
  }
  return SHORT_HEADER.includes(preset) ? pins.slice(0, 26) : pins;
}
