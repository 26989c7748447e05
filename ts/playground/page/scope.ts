import type { ChipFacts, EdgeSeen, LineFacts, LineState } from '../protocol.js';
import { byId, element, setText } from './dom.js';
import { nameOfLine } from './line-button.js';
import { LONGEST_MS, ScopeTrace } from './scope-trace.js';

const LANES = 8;
const LANE_HEIGHT = 40;
const AXIS_HEIGHT = 22;
const MARGIN = 10;
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
    for (const [index, level, timeMs] of edges) {
      this.#traces.find(({ line }) => line.index === index)?.add(level, timeMs);
    }
    for (const [index, state] of states) {
      const before = this.#states[index];
      this.#states[index] = state;
      // What the kernel itself holds from the start is of no interest.
      const taken =
        before !== undefined && before.consumer === undefined && state.consumer !== undefined;
      const line = this.#lines[index];
      if (taken && line !== undefined && !this.#unwanted.has(index)) this.#show(line);
    }
  }

  #show(line: LineFacts): void {
    if (this.#traces.some((trace) => trace.line === line) || this.#traces.length === LANES) return;
    this.#unwanted.delete(line.index);
    this.#traces.push(new ScopeTrace(line, this.#states[line.index]?.level ?? 0));
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
    if (this.#pausedAt !== undefined && this.#drawnAt !== 0) return;
    if (this.#calm.matches && time - this.#drawnAt < CALM_MS) return;
    this.#drawnAt = time;
    const endMs = this.#pausedAt ?? time;
    const spanMs = Math.min(Number(this.#window.value), LONGEST_MS);
    this.#draw(endMs, spanMs);
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
      return `${nameOfLine(trace.line)} ${trace.level === 1 ? 'high' : 'low'}, ${edges} edges`;
    });
    this.#canvas.setAttribute(
      'aria-label',
      `Levels of the last seconds: ${said.join('; ') || 'no line chosen'}`,
    );
  }

  #draw(endMs: number, spanMs: number): void {
    const ratio = devicePixelRatio;
    const width = this.#canvas.clientWidth;
    const height = Math.max(1, this.#traces.length) * LANE_HEIGHT + AXIS_HEIGHT;
    if (
      this.#canvas.width !== Math.round(width * ratio) ||
      this.#canvas.height !== height * ratio
    ) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = height * ratio;
      this.#canvas.style.height = `${height}px`;
    }
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const style = getComputedStyle(this.#canvas);
    const x = (timeMs: number): number =>
      width - MARGIN - ((endMs - timeMs) / spanMs) * (width - 2 * MARGIN);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);

    context.font = `11px ${style.fontFamily}`;
    context.textAlign = 'center';
    context.lineWidth = 1;
    const step = spanMs / 5;
    for (let i = 0; i <= 5; i += 1) {
      const at = Math.round(x(endMs - i * step)) + 0.5;
      context.strokeStyle = style.getPropertyValue('--grid');
      context.beginPath();
      context.moveTo(at, 0);
      context.lineTo(at, height - AXIS_HEIGHT);
      context.stroke();
      context.fillStyle = style.getPropertyValue('--dim');
      const text = i === 0 ? 'now' : `−${(i * step) / 1000} s`;
      context.textAlign = i === 0 ? 'right' : i === 5 ? 'left' : 'center';
      context.fillText(text, i === 0 ? width - 2 : i === 5 ? 2 : at, height - 7);
    }

    context.lineWidth = 1.75;
    context.lineJoin = 'round';
    this.#traces.forEach((trace, lane) => {
      const low = (lane + 1) * LANE_HEIGHT - 9.5;
      const high = lane * LANE_HEIGHT + 9.5;
      const y = (level: 0 | 1): number => (level === 1 ? high : low);
      const { level, edges } = trace.since(endMs - spanMs);
      const path = new Path2D();
      path.moveTo(x(endMs - spanMs), y(level));
      let last = level;
      for (const [timeMs, next] of edges) {
        if (timeMs > endMs) break;
        path.lineTo(x(timeMs), y(last));
        path.lineTo(x(timeMs), y(next));
        last = next;
      }
      path.lineTo(x(endMs), y(last));
      context.strokeStyle = style.getPropertyValue(`--trace-${lane}`);
      context.stroke(path);
      path.lineTo(x(endMs), low);
      path.lineTo(x(endMs - spanMs), low);
      context.globalAlpha = 0.12;
      context.fillStyle = context.strokeStyle;
      context.fill(path);
      context.globalAlpha = 1;
    });
  }
}
