/*
 * libgpiod-wasm/browser: a browser has no GPIO, so the simulated machine comes along.
 */
export type { Chip } from './api/chip.js';
export type { ChipInfo } from './api/chip-info.js';
export type { EdgeEvent } from './api/edge-event.js';
export { AbortError, GpiodError } from './api/errors.js';
export type { EventStream } from './api/event-stream.js';
export type { ChipId, FoundLine, Gpiod } from './api/gpiod.js';
export type { InfoEvent } from './api/info-event.js';
export type { LineInfo } from './api/line-info.js';
export type { LineRequest } from './api/line-request.js';
export type { LineSettings } from './api/line-settings.js';
export type { PlayOptions, PlayResult, PlaySyncOptions } from './api/play-options.js';
export type { WaitOptions } from './api/readiness.js';
export type { RequestOptions } from './api/request-options.js';
export type { RequestedLine } from './api/requested-line.js';
export type { Sequence, Step } from './api/sequence.js';
export type { Bias, Direction, Drive, Edge, EventClock, LineId, Value } from './api/vocabulary.js';
export { type BrowserLoadOptions, load } from './browser/load.js';
export { GuestMemory, type LinearMemory } from './kernel/guest-memory.js';
export { gpioHostImports } from './kernel/imports.js';
export type { FdWatch, HostCalls, Kernel, KernelTime } from './kernel/kernel.js';
export type { Playing, Train, TrainEnd } from './kernel/player.js';
export { trace } from './kernel/trace.js';
export type { Arena } from './raw/arena.js';
export {
  EdgeEventType,
  InfoEventType,
  LineBias,
  LineClock,
  LineDirection,
  LineDrive,
  LineEdge,
  LineValue,
} from './raw/generated/enums.js';
export type * from './raw/generated/types.js';
export { NULL } from './raw/generated/types.js';
export type { RawGpiod } from './raw/raw-gpiod.js';
export * from './sim.js';
