import type { Kernel } from '../kernel/kernel.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import type { RequestDraft } from './request-draft.js';

/** What every object of one loaded libgpiod shares. */
export interface Instance {
  readonly raw: RawGpiod;
  readonly kernel: Kernel;
  readonly draft: RequestDraft;
}
