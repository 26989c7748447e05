import type { ConsoleLine, MachineMessage, PageMessage } from '../protocol.js';
import { byId, element, setText } from './dom.js';
import { Editor } from './editor.js';
import { type Example, examples, sourceOf } from './examples.js';
import { findSyntaxError } from './syntax-error.js';

const LINES_MAX = 500;

type Ended = Extract<MachineMessage, { type: 'program-ended' }>;
/** What a program has printed, or what the page says about it. */
type Printed = ConsoleLine | { readonly level: 'note'; readonly text: string };

/** The editor with its examples, Run and Stop, and what the program prints. */
export class ProgramPanel {
  readonly #send: (message: PageMessage) => void;
  readonly #example = byId('program-example', HTMLSelectElement);
  readonly #run = byId('program-run', HTMLButtonElement);
  readonly #stop = byId('program-stop', HTMLButtonElement);
  readonly #status = byId('program-status', HTMLElement);
  readonly #console = byId('program-console', HTMLElement);
  readonly #editor = new Editor(() => this.#start());
  #chosen: Example | undefined;
  #running = false;

  constructor(send: (message: PageMessage) => void) {
    this.#send = send;
    this.#example.append(
      ...examples.map(({ title }, i) => element('option', { value: String(i) }, title)),
    );
    this.#example.addEventListener('change', () => this.#choose());
    this.#run.addEventListener('click', () => this.#start());
    this.#stop.addEventListener('click', () => this.#send({ type: 'stop' }));
    this.#showState('ready');
    this.#choose();
  }

  print(lines: readonly Printed[]): void {
    const atEnd =
      this.#console.scrollTop + this.#console.clientHeight > this.#console.scrollHeight - 20;
    this.#console.append(
      ...lines.map(({ level, text }) => element('div', { className: `console-${level}` }, text)),
    );
    while (this.#console.childElementCount > LINES_MAX) this.#console.firstElementChild?.remove();
    if (atEnd) this.#console.scrollTop = this.#console.scrollHeight;
  }

  ended({ outcome, error }: Ended): void {
    this.#running = false;
    this.#showState(outcome);
    if (error === undefined) return;
    if (error.line !== undefined || !error.syntax) this.#showError(error.message, error.line);
    else {
      void findSyntaxError(this.#editor.source).then((line) =>
        this.#showError(error.message, line),
      );
    }
  }

  /** The machine is gone, and the program with it. */
  gone(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#showState('stopped');
    this.print([{ level: 'note', text: 'the machine was started anew' }]);
  }

  #showError(message: string, line?: number): void {
    const text = line === undefined ? message : `line ${line}: ${message}`;
    this.print([{ level: 'error', text }]);
    if (line !== undefined) this.#editor.markLine(line);
  }

  #choose(): void {
    const example = examples[Number(this.#example.value)];
    if (example === undefined) return;
    sourceOf(example).then(
      (source) => {
        this.#chosen = example;
        this.#editor.source = source;
      },
      (error: unknown) => this.print([{ level: 'error', text: String(error) }]),
    );
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#editor.markLine(0);
    this.#console.replaceChildren();
    if (this.#chosen?.wire !== undefined) {
      const [a, b] = this.#chosen.wire;
      this.#send({ type: 'wire', a, b });
    }
    this.#send({ type: 'program', source: this.#editor.source });
    this.#showState('running');
  }

  #showState(text: string): void {
    setText(this.#status, text);
    this.#status.dataset.state = text;
    this.#run.disabled = this.#running;
    this.#stop.disabled = !this.#running;
  }
}
