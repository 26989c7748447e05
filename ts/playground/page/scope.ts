import type { ChipFacts, EdgeSeen, LineFacts, LineState } from '../protocol.js';
import { byId, element, setText } from './dom.js';
import { nameOfLine } from './line-button.js';
import { drawScope } from './scope-drawing.js';
import { LONGEST_MS, ScopeTrace } from './scope-trace.js';

const LANES = 8;
/** How often it is drawn where motion is unwelcome, and how often numbers change in any case. */
const CALM_MS = 500;

function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Draws the last seconds of chosen lines. Lines that come into use join by themselves. */
export class Scope {
  readonly #canvas = byId('scope-canvas', HTMLCanvasElement);
  readonly #labels = byId('scope-labels', HTMLElement);
  readonly #add = byId('scope-add', HTMLSelectElement);
  readonly #window = byId('scope-window', HTMLSelectElement);
  readonly #pause = byId('scope-pause', HTMLButtonElement);
  readonly #empty = byId('scope-empty', HTMLElement);
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #lines: readonly LineFacts[] = [];
  #states: LineState[] = [];
  /** Of all lines, so that one that is added shows what has been. */
  #all: ScopeTrace[] = [];
  #traces: ScopeTrace[] = [];
  readonly #numbers = new Map<ScopeTrace, HTMLElement>();
  /** Lines that were taken away by hand do not come back by themselves. */
  readonly #unwanted = new Set<number>();
  #pausedAt: number | undefined;
  #drawnAt = 0;
  #numbersAt = 0;

  constructor() {
    this.#add.addEventListener('change', () => {
      const line = this.#lines[Number(this.#add.value)];
      this.#add.selectedIndex = 0;
      if (line !== undefined) this.#show(line);
    });
    this.#pause.addEventListener('click', () => {
      this.#pausedAt = this.#pausedAt === undefined ? now() : undefined;
      this.#pause.setAttribute('aria-pressed', String(this.#pausedAt !== undefined));
      this.#drawnAt = 0;
    });
    this.#window.addEventListener('change', () => {
      this.#drawnAt = 0;
    });
    const frame = (): void => {
      this.#tick();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /** Another machine. */
  build(chips: readonly ChipFacts[]): void {
    this.#lines = chips.flatMap(({ lines }) => lines);
    this.#states = [];
    this.#all = [];
    this.#traces = [];
    this.#unwanted.clear();
    this.#add.replaceChildren(
      element('option', { value: '' }, 'Add a line…'),
      ...chips.map(({ name, lines }) =>
        element(
          'optgroup',
          { label: name },
          ...lines.map((line) =>
            element('option', { value: String(line.index) }, nameOfLine(line)),
          ),
        ),
      ),
    );
    this.#layOut();
  }

  show(
    states: readonly (readonly [index: number, state: LineState])[],
    edges: readonly EdgeSeen[],
  ): void {
    for (const [index, level, timeMs] of edges) this.#all[index]?.add(level, timeMs);
    for (const [index, state] of states) {
      const before = this.#states[index];
      this.#states[index] = state;
      // What the kernel itself holds from the start is of no interest.
      const taken =
        before !== undefined && before.consumer === undefined && state.consumer !== undefined;
      const line = this.#lines[index];
      if (before === undefined && line !== undefined) {
        this.#all[index] = new ScopeTrace(line, state.level);
      }
      if (taken && line !== undefined && !this.#unwanted.has(index)) this.#show(line);
    }
  }

  #show(line: LineFacts): void {
    if (this.#traces.some((trace) => trace.line === line) || this.#traces.length === LANES) return;
    this.#unwanted.delete(line.index);
    const trace = this.#all[line.index];
    if (trace !== undefined) this.#traces.push(trace);
    this.#layOut();
  }

  #layOut(): void {
    this.#numbers.clear();
    this.#labels.replaceChildren(
      ...this.#traces.map((trace, i) => {
        const numbers = element('span', { className: 'lane-numbers' });
        this.#numbers.set(trace, numbers);
        const name = nameOfLine(trace.line);
        const remove = element(
          'button',
          {
            type: 'button',
            className: 'lane-remove',
            'aria-label': `Remove ${name} from the scope`,
          },
          '×',
        );
        remove.addEventListener('click', () => {
          this.#traces.splice(this.#traces.indexOf(trace), 1);
          this.#unwanted.add(trace.line.index);
          this.#layOut();
        });
        const label = element(
          'div',
          { className: 'lane' },
          element('span', { className: 'lane-name' }, name),
          numbers,
          remove,
        );
        label.style.setProperty('--trace', `var(--trace-${i})`);
        return label;
      }),
    );
    this.#empty.hidden = this.#traces.length > 0;
    this.#drawnAt = 0;
    this.#numbersAt = 0;
  }

  #tick(): void {
    const time = now();
    const calm = this.#calm.matches || this.#pausedAt !== undefined;
    if (calm && time - this.#drawnAt < CALM_MS) return;
    this.#drawnAt = time;
    const endMs = this.#pausedAt ?? time;
    const spanMs = Math.min(Number(this.#window.value), LONGEST_MS);
    const colours = [...this.#labels.children].map((label) => getComputedStyle(label).color);
    drawScope(this.#canvas, this.#traces, colours, endMs, spanMs);
    if (time - this.#numbersAt > CALM_MS) {
      this.#numbersAt = time;
      this.#count(endMs - spanMs);
    }
  }

  #count(startMs: number): void {
    const said = this.#traces.map((trace) => {
      const hertz = trace.frequency(startMs);
      const text =
        hertz === undefined ? '' : `${hertz < 10 ? hertz.toFixed(2) : hertz.toFixed(0)} Hz`;
      const numbers = this.#numbers.get(trace);
      if (numbers !== undefined) setText(numbers, text);
      const edges = trace.since(startMs).edges.length;
      return `${nameOfLine(trace.line)} ${trace.level === 1 ? 'high' : 'low'}, ${edges} ${edges === 1 ? 'edge' : 'edges'}`;
    });
    this.#canvas.setAttribute(
      'aria-label',
      `Levels of the last seconds: ${said.join('; ') || 'no line chosen'}`,
    );
  }
}
