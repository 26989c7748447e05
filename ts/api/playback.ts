import { ERRNO } from '../kernel/errno.js';
import {
  type Playing,
  STEP_ACTION,
  STEP_BYTES,
  StepAction,
  type Train,
  type TrainEnd,
} from '../kernel/player.js';
import type { LineRequestPtr } from '../raw/generated/types.js';
import { AbortError, GpiodError, valuesError } from './errors.js';
import type { Instance } from './instance.js';
import type { LineSet } from './line-set.js';
import type { LineValues } from './line-values.js';
import {
  type CheckedPlay,
  checkPlay,
  type PlayOptions,
  type PlayResult,
  type PlaySyncOptions,
} from './play-options.js';
import { type Program, programOf, Sequence, type Step } from './sequence.js';
import { StepCompiler } from './step-compiler.js';
import { StepLoop } from './step-loop.js';

const SET = 'gpiod_line_request_set_values_subset';
const GET = 'gpiod_line_request_get_values_subset';

/** What playing needs of a request. */
export interface PlaybackParts {
  readonly instance: Instance;
  readonly pointer: LineRequestPtr;
  readonly fd: number;
  readonly lines: LineSet;
  readonly values: LineValues;
  /** Throws where the request has been released. It holds on to the request: nobody may free one that plays. */
  readonly open: (operation: string) => void;
}

/** Plays steps on one request, by its kernel where that can, else by a {@link StepLoop}. */
export class Playback {
  readonly #parts: PlaybackParts;
  readonly #compiler: StepCompiler;
  #loop: StepLoop | undefined;
  #playing: Playing | undefined;

  constructor(parts: PlaybackParts) {
    this.#parts = parts;
    const { instance, pointer, lines, values } = parts;
    this.#compiler = new StepCompiler(instance.raw, pointer, lines, values);
  }

  /** Throws TypeError that says which step is wrong. */
  sequence(steps: readonly Step[]): Sequence {
    return this.#compiler.compile(steps);
  }

  /** See LineRequest.play(). */
  async play(steps: Sequence | readonly Step[], options: PlayOptions): Promise<PlayResult> {
    const program = this.#program(steps);
    const { train, signal } = checkPlay(program, options, false);
    this.refuseWhilePlaying(SET);
    if (signal?.aborted) throw new AbortError(signal);
    const stop = (): void => this.stop();
    signal?.addEventListener('abort', stop);
    const end = await new Promise<TrainEnd>((resolve) => {
      this.#start(train, (ended) => {
        this.#playing = undefined;
        this.#compiler.told(program, ended.steps);
        resolve(ended);
      });
    }).finally(() => signal?.removeEventListener('abort', stop));
    if (signal?.aborted) throw new AbortError(signal);
    this.#parts.open(SET);
    return this.#result(program, { train, signal }, end);
  }

  /** See LineRequest.playSync(). */
  playSync(steps: Sequence | readonly Step[], options: PlaySyncOptions): PlayResult {
    const program = this.#program(steps);
    const play = checkPlay(program, options, true);
    this.refuseWhilePlaying(SET);
    const { instance, fd, open } = this.#parts;
    const { kernel } = instance;
    const stopped = this.#begin();
    const end =
      kernel.playSync?.(fd, play.train) ?? this.#ownLoop().playSync(fd, play.train, stopped);
    this.#playing = undefined;
    this.#compiler.told(program, end.steps);
    open(SET);
    return this.#result(program, play, end);
  }

  /** To be called before the descriptor is closed. */
  stop(): void {
    this.#playing?.stop();
  }

  /** Throws GpiodError (EBUSY). */
  refuseWhilePlaying(operation: string): void {
    if (this.#playing === undefined) return;
    throw new GpiodError({
      errno: ERRNO.EBUSY,
      operation,
      message: 'steps are being played on this request already',
      hint: 'Wait for what play() returned, or abort it by its signal and wait then.',
    });
  }

  #start(train: Train, onEnd: (end: TrainEnd) => void): void {
    const { instance, fd } = this.#parts;
    const { kernel } = instance;
    const stopped = this.#begin();
    const playing =
      kernel.play?.(fd, train, onEnd) ?? this.#ownLoop().play(fd, train, onEnd, stopped);
    if (typeof playing === 'number') {
      this.#playing = undefined;
      throw valuesError(SET, 'the steps cannot be played', -playing);
    }
    this.#playing = playing;
    if (stopped()) playing.stop();
  }

  /** Says whether {@link stop} was called: on a simulated machine, steps may bring it about. */
  #begin(): () => boolean {
    let stopped = false;
    this.#playing = {
      stop: () => {
        stopped = true;
      },
    };
    return () => stopped;
  }

  #ownLoop(): StepLoop {
    this.#loop ??= new StepLoop(this.#parts.instance.kernel);
    return this.#loop;
  }

  #program(steps: Sequence | readonly Step[]): Program {
    const sequence = steps instanceof Sequence ? steps : this.sequence(steps);
    return this.#compiler.own(programOf(sequence));
  }

  #result(program: Program, { train }: CheckedPlay, { errno, steps }: TrainEnd): PlayResult {
    if (errno !== 0) throw this.#stepFailed(program, errno, steps);
    const { stamps, reads } = train;
    return {
      steps,
      ...(stamps === undefined ? {} : { timestampsNs: stamps }),
      values: reads === undefined ? [] : this.#compiler.readings(program, reads),
    };
  }

  #stepFailed(program: Program, errno: number, done: number): GpiodError {
    const { steps } = program;
    const length = steps.length / STEP_BYTES;
    const step = done % length;
    const round = Math.floor(done / length);
    const get = steps[step * STEP_BYTES + STEP_ACTION] === StepAction.get;
    const where = `step ${step}${round === 0 ? '' : ` of round ${round}`}`;
    const lines = this.#compiler.titles(program, step);
    const message = `${where} cannot ${get ? 'read' : 'set'} ${lines}`;
    return valuesError(get ? GET : SET, message, errno);
  }
}
