export { type Capture, capturePulses, type PulseTrain } from './pulses/capture.js';
export type { CaptureOptions } from './pulses/capture-options.js';
export { type DhtModel, type DhtReading, decodeDht } from './pulses/decode-dht.js';
export { DhtError, type DhtErrorCode } from './pulses/dht-error.js';
export { PulseRing, type PulseRingOptions } from './pulses/pulse-ring.js';
export { type DhtReadOptions, readDht } from './pulses/read-dht.js';
