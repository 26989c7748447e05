import type { PageMessage } from '../protocol.js';

/** Where a job's output goes, and who is told of it. */
export interface JobOwner {
  onOutput(text: string): void;
  onMode(raw: boolean): void;
  /** Goes on in the background. */
  onDetached(): void;
  onExit(job: Job, status: number): void;
}

/** A tool that runs. */
export interface Job {
  readonly id: number;
  readonly argv: readonly string[];
  readonly owner: JobOwner;
}

/** What a killed tool leaves as its status. */
const KILLED = 137;

/** The tools that run on the machine, of all terminals. */
export class Jobs {
  readonly #send: (message: PageMessage) => void;
  readonly #jobs = new Map<number, Job>();
  #last = 0;

  constructor(send: (message: PageMessage) => void) {
    this.#send = send;
  }

  get running(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  get(id: number): Job | undefined {
    return this.#jobs.get(id);
  }

  start(argv: readonly string[], columns: number, owner: JobOwner): Job {
    this.#last += 1;
    const job = { id: this.#last, argv, owner };
    this.#jobs.set(job.id, job);
    this.#send({ type: 'tool', job: job.id, argv, columns });
    return job;
  }

  type(job: Job, text: string): void {
    this.#send({ type: 'input', job: job.id, text });
  }

  kill(job: Job): void {
    this.#send({ type: 'kill', job: job.id });
  }

  exited(id: number, status: number): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    job?.owner.onExit(job, status);
  }

  /** The machine is gone, and all that ran on it. */
  allGone(): void {
    for (const { id } of this.running) this.exited(id, KILLED);
  }
}
