/** Why there is no reading. */
export type DhtErrorCode =
  | 'no-response'
  | 'too-few-pulses'
  | 'bad-pulse'
  | 'checksum'
  | 'out-of-range'
  | 'lost-edges';

const AGAIN = 'Read once more, after the pause that the sensor needs';

const hints: Readonly<Record<DhtErrorCode, string>> = {
  'no-response':
    'Look at the power, the ground and the data wire, which needs a pull-up resistor of 4.7 to 10 kΩ, and at whether it is this line. After power-up a sensor needs two seconds.',
  'too-few-pulses': `${AGAIN}. Where it stays: a shorter wire or a stronger pull-up, and the right model, since each wants a start signal of its own.`,
  'bad-pulse': `${AGAIN}. Where it stays: a shorter wire, a stronger pull-up, 100 nF between the sensor's power and ground.`,
  checksum: `${AGAIN}: now and then a bit is misread. Where it stays: a shorter wire or a stronger pull-up.`,
  'out-of-range': 'Look at whether it is this model, and whether the sensor is broken.',
  'lost-edges':
    "Request the line with eventBufferSize: 128, so that the kernel keeps a whole reading while the program is busy, and capture 83 pulses or more. Where it stays: the machine's interrupts are too slow just then, so read once more.",
};

/** A DHT sensor that could not be read. */
export class DhtError extends Error {
  override readonly name = 'DhtError';
  readonly code: DhtErrorCode;
  /** What can be done about it. */
  readonly hint: string;

  constructor(
    code: DhtErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? hints[code];
  }
}
