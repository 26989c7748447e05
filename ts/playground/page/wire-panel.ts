import type { ChipFacts, LineState, PageMessage } from '../protocol.js';
import { byId, element } from './dom.js';

/** Wires lines together by name. A wire stays until the machine is started anew. */
export class WirePanel {
  readonly #form = byId('wire-form', HTMLFormElement);
  readonly #from = byId('wire-from', HTMLInputElement);
  readonly #to = byId('wire-to', HTMLInputElement);
  readonly #names = byId('line-names', HTMLDataListElement);
  readonly #error = byId('wire-error', HTMLElement);
  readonly #list = byId('wire-list', HTMLElement);
  /** By index, as wires name them. */
  #lines: string[] = [];
  /** What each line is wired to. */
  readonly #wires = new Map<number, readonly number[]>();

  constructor(send: (message: PageMessage) => void) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#error.hidden = true;
      send({ type: 'wire', a: this.#from.value.trim(), b: this.#to.value.trim() });
    });
  }

  /** Another machine: without wires. */
  build(chips: readonly ChipFacts[]): void {
    this.#lines = chips.flatMap(({ name: chip, lines }) =>
      lines.map(({ name, offset }) => (name === '' || name === '-' ? `${chip}:${offset}` : name)),
    );
    this.#names.replaceChildren(...this.#lines.map((value) => element('option', { value })));
    this.#wires.clear();
    this.#form.reset();
    this.#list.replaceChildren();
    this.#error.hidden = true;
  }

  show(states: readonly (readonly [index: number, state: LineState])[]): void {
    let changed = false;
    for (const [index, { wiredTo }] of states) {
      if (String(wiredTo) === String(this.#wires.get(index) ?? [])) continue;
      this.#wires.set(index, wiredTo);
      changed = true;
    }
    if (!changed) return;
    const nets = [...this.#wires]
      // Each net once: by the first of its lines.
      .filter(([index, others]) => others.length > 0 && others.every((other) => other > index))
      .map(([index, others]) => [index, ...others].map((one) => this.#lines[one]).join(' ⌁ '));
    this.#list.replaceChildren(...nets.map((net) => element('li', {}, net)));
  }

  wired(): void {
    this.#form.reset();
  }

  refused(message: string): void {
    this.#error.textContent = message;
    this.#error.hidden = false;
  }
}
