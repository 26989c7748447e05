import type { ChipFacts, PageMessage } from '../protocol.js';
import { byId, element } from './dom.js';

/** Wires lines together by name. A wire stays until the machine is started anew. */
export class WirePanel {
  readonly #form = byId('wire-form', HTMLFormElement);
  readonly #from = byId('wire-from', HTMLInputElement);
  readonly #to = byId('wire-to', HTMLInputElement);
  readonly #names = byId('line-names', HTMLDataListElement);
  readonly #error = byId('wire-error', HTMLElement);
  readonly #list = byId('wire-list', HTMLElement);
  readonly #known = new Set<string>();

  constructor(send: (message: PageMessage) => void) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#error.hidden = true;
      send({ type: 'wire', a: this.#from.value.trim(), b: this.#to.value.trim() });
    });
  }

  /** Another machine: without wires. */
  build(chips: readonly ChipFacts[]): void {
    const names = chips.flatMap(({ name: chip, lines }) =>
      lines.map(({ name, offset }) => (name === '' || name === '-' ? `${chip}:${offset}` : name)),
    );
    this.#names.replaceChildren(...names.map((value) => element('option', { value })));
    this.#known.clear();
    this.#list.replaceChildren();
    this.#error.hidden = true;
  }

  wired(a: string, b: string): void {
    const text = `${a} ⌁ ${b}`;
    if (this.#known.has(text)) return;
    this.#known.add(text);
    this.#list.append(element('li', {}, text));
    this.#form.reset();
  }

  refused(message: string): void {
    this.#error.textContent = message;
    this.#error.hidden = false;
  }
}
