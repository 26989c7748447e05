import type { LineRequest, Value } from '../../ts/index.js';

/** Two outputs and an input for random calls, and what is to be true of them. */
export class RandomHolder {
  readonly a: number;
  readonly b: number;
  readonly input: number;
  request: LineRequest | undefined;
  /** By offset. */
  told: Record<number, Value> = {};
  /** That the input has had. */
  edges: ('rising' | 'falling')[] = [];
  /** How many of them somebody has got, or been told that they were lost. */
  got = 0;
  /** Whose events are being streamed: nobody else reads then, as nothing is said about who is first. */
  streams: LineRequest | undefined;
  /** Ends what is being played. What the outputs are told meanwhile is known once it has ended. */
  play: AbortController | undefined;

  /** @param first - of its three offsets. */
  constructor(first: number) {
    this.a = first;
    this.b = first + 1;
    this.input = first + 2;
  }
}
