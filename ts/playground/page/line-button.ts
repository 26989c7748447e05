import type { LineFacts, LineState } from '../protocol.js';
import { element, setText } from './dom.js';

/** Who keeps a line pressed for longer than this lets it go back when releasing it. */
const HOLD_MS = 350;

export interface LineButtonOptions {
  readonly line: LineFacts;
  /** Where it is, for screen readers: 'pin 11'. */
  readonly place: string;
  /** What stands in the pin itself. */
  readonly mark: string;
  /** What else the pin can do. */
  readonly use: string;
  onPull(direction: 'up' | 'down'): void;
  nameOf(index: number): string;
}

/** A line's name, or where it is. */
export function nameOfLine({ name, offset }: LineFacts): string {
  return name === '' || name === '-' ? `line ${offset}` : name;
}

/**
 * A line that is pulled up and down by clicking: a click turns the pull around, holding it down does so
 * for as long. Keys U and D pull up and down.
 */
export class LineButton {
  readonly root: HTMLButtonElement;
  readonly #options: LineButtonOptions;
  readonly #state: HTMLElement;
  readonly #consumer: HTMLElement;
  #pull: 'up' | 'down' = 'down';

  constructor(options: LineButtonOptions) {
    this.#options = options;
    this.#state = element('span', { className: 'line-state' });
    this.#consumer = element('span', { className: 'line-consumer' });
    const { line, mark, use } = options;
    this.root = element(
      'button',
      { className: 'line', type: 'button', 'data-line': nameOfLine(line) },
      element(
        'span',
        { className: 'line-text' },
        element(
          'span',
          { className: 'line-title' },
          element('span', { className: 'line-name' }, nameOfLine(line)),
          element('span', { className: 'line-use' }, use),
        ),
        element('span', { className: 'line-now' }, this.#consumer, this.#state),
      ),
      element('span', { className: 'hole', 'aria-hidden': 'true' }, mark),
    );
    this.#listen();
  }

  show(state: LineState): void {
    const { direction, level, pull, drivenBy, consumer, contended, wiredTo } = state;
    this.#pull = pull;
    const { root } = this;
    root.dataset.level = String(level);
    root.dataset.direction = consumer === undefined ? 'unused' : direction;
    root.classList.toggle('contended', contended);
    const driven = consumer !== undefined && direction === 'output';
    const word = level === 1 ? 'high' : 'low';
    const arrow = drivenBy === 'pull' ? (pull === 'up' ? ' ↑' : ' ↓') : '';
    const role = consumer === undefined ? '' : driven ? 'out ' : 'in ';
    setText(this.#state, `${role}${contended ? 'fight' : word}${arrow}`);
    const wires = wiredTo.map((index) => this.#options.nameOf(index));
    setText(this.#consumer, [consumer ?? '', ...wires.map((name) => `⌁${name}`)].join(' ').trim());
    root.title = this.#describe(state, wires);
    root.setAttribute('aria-label', root.title);
    root.setAttribute('aria-pressed', String(pull === 'up'));
  }

  #describe({ direction, level, pull, consumer, contended }: LineState, wires: string[]): string {
    const { place, line, use } = this.#options;
    return [
      place,
      nameOfLine(line),
      use,
      consumer === undefined ? 'unused' : `${direction}, used by ${consumer}`,
      level === 1 ? 'high' : 'low',
      contended ? 'outputs fight' : '',
      wires.length > 0 ? `wired to ${wires.join(' and ')}` : '',
      `pulled ${pull}`,
    ]
      .filter((part) => part !== '')
      .join(', ');
  }

  #toggle(): void {
    this.#options.onPull(this.#pull === 'up' ? 'down' : 'up');
  }

  #listen(): void {
    const { root } = this;
    let pressedAt: number | undefined;
    let before = this.#pull;
    root.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      root.setPointerCapture(event.pointerId);
      pressedAt = event.timeStamp;
      before = this.#pull;
      this.#toggle();
    });
    const release = (event: PointerEvent): void => {
      if (pressedAt === undefined) return;
      if (event.timeStamp - pressedAt > HOLD_MS) this.#options.onPull(before);
      pressedAt = undefined;
    };
    root.addEventListener('pointerup', release);
    root.addEventListener('pointercancel', release);
    root.addEventListener('click', (event) => {
      // Of the keyboard, or of assistive technology: the pointer's has been served.
      if (event.detail === 0) this.#toggle();
    });
    root.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === 'u') this.#options.onPull('up');
      if (event.key === 'd') this.#options.onPull('down');
    });
  }
}
