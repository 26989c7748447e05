import type { ChipFacts, LineFacts, LineState } from '../protocol.js';
import { element } from './dom.js';
import { type HeaderPin, headerPins } from './header-pins.js';
import { LineButton, nameOfLine } from './line-button.js';

export interface BoardOptions {
  /** Where the header goes. */
  readonly header: HTMLElement;
  /** Where the lines go that are not on it. */
  readonly chips: HTMLElement;
  onPull(index: number, direction: 'up' | 'down'): void;
}

/** The arrow keys, as steps in a grid of buttons. */
function stepOf(key: string, columns: number): number {
  switch (key) {
    case 'ArrowLeft':
      return -1;
    case 'ArrowRight':
      return 1;
    case 'ArrowUp':
      return -columns;
    case 'ArrowDown':
      return columns;
    default:
      return 0;
  }
}

/** The machine's drawing: the header with its pins in two columns, and all other lines chip by chip. */
export class Board {
  readonly #options: BoardOptions;
  #buttons = new Map<number, LineButton>();
  #lines: LineFacts[] = [];

  constructor(options: BoardOptions) {
    this.#options = options;
  }

  /** Draws another machine. */
  build(title: string, preset: string, chips: readonly ChipFacts[]): void {
    this.#buttons = new Map();
    this.#lines = chips.flatMap(({ lines }) => lines);
    const main = chips.find(({ label }) => label.startsWith('pinctrl-'));
    const pins = main === undefined ? [] : headerPins(preset);
    const { header, chips: others } = this.#options;
    const drawn = main !== undefined && pins.length > 0;
    header.replaceChildren(...(drawn ? [this.#header(title, main, pins)] : []));
    others.replaceChildren(
      ...chips.flatMap((chip) => {
        const rest = chip.lines.filter(({ index }) => !this.#buttons.has(index));
        return rest.length === 0 ? [] : [this.#chip(chip, rest, !drawn)];
      }),
    );
  }

  show(states: readonly (readonly [index: number, state: LineState])[]): void {
    for (const [index, state] of states) this.#buttons.get(index)?.show(state);
  }

  #button(line: LineFacts, place: string, mark: string, use: string): LineButton {
    const button = new LineButton({
      line,
      place,
      mark,
      use,
      onPull: (direction) => this.#options.onPull(line.index, direction),
      nameOf: (index) => {
        const other = this.#lines[index];
        return other === undefined ? '' : nameOfLine(other);
      },
    });
    this.#buttons.set(line.index, button);
    return button;
  }

  #header(title: string, chip: ChipFacts, pins: readonly HeaderPin[]): HTMLElement {
    const cells = pins.map((pin, i) => {
      const number = i + 1;
      const side = number % 2 === 1 ? 'left' : 'right';
      const line = pin.kind === 'line' ? chip.lines[pin.offset] : undefined;
      if (pin.kind === 'line' && line !== undefined) {
        const use = [`GPIO${pin.offset}`, pin.use].filter((word) => !line.name.includes(word));
        const { root } = this.#button(line, `pin ${number}`, String(number), use.join(' '));
        root.classList.add('pin', side);
        return root;
      }
      return element(
        'div',
        { className: `line pin power ${side}`, 'data-kind': pin.kind, 'aria-hidden': 'true' },
        element(
          'span',
          { className: 'line-text' },
          element('span', { className: 'line-name' }, pin.kind),
        ),
        element('span', { className: 'hole' }, String(number)),
      );
    });
    const grid = element('div', {
      className: 'header-pins',
      role: 'group',
      'aria-label': 'Pins of the header',
    });
    grid.append(...cells);
    arrowKeys(grid, () => 2);
    return element(
      'div',
      { className: 'pcb' },
      element(
        'div',
        { className: 'silkscreen' },
        element('span', {}, title),
        element('span', {}, chip.name),
      ),
      grid,
    );
  }

  #chip(chip: ChipFacts, lines: readonly LineFacts[], open: boolean): HTMLElement {
    const grid = element('div', {
      className: 'chip-lines',
      role: 'group',
      'aria-label': `Lines of ${chip.name}`,
    });
    for (const line of lines) {
      grid.append(
        this.#button(line, `${chip.name} line ${line.offset}`, String(line.offset), '').root,
      );
    }
    arrowKeys(grid, () => getComputedStyle(grid).gridTemplateColumns.split(' ').length);
    const details = element(
      'details',
      { className: 'chip', open },
      element(
        'summary',
        {},
        element('b', {}, chip.name),
        ` ${chip.label} · ${lines.length} ${open ? '' : 'more '}lines`,
      ),
      grid,
    );
    return details;
  }
}

/** One stop for the tabulator key; the arrow keys go from button to button. */
function arrowKeys(grid: HTMLElement, columns: () => number): void {
  const cells = [...grid.children] as HTMLElement[];
  const buttons = cells.filter((cell) => cell instanceof HTMLButtonElement);
  const choose = (chosen: HTMLElement): void => {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  };
  const [first] = buttons;
  if (first !== undefined) choose(first);
  grid.addEventListener('focusin', ({ target }) => choose(target as HTMLElement));
  grid.addEventListener('keydown', (event) => {
    const step = stepOf(event.key, columns());
    if (step === 0) return;
    event.preventDefault();
    let at = cells.indexOf(document.activeElement as HTMLElement);
    do at += step;
    while (at in cells && !(cells[at] instanceof HTMLButtonElement));
    cells[at]?.focus();
  });
}
