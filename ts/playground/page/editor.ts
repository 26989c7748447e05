import { tokenize } from '../javascript-tokens.js';
import { byId, element } from './dom.js';

const INDENT = '  ';

/** A text area with colours, line numbers and indenting. */
export class Editor {
  readonly #text = byId('editor-text', HTMLTextAreaElement);
  readonly #colours = byId('editor-colours', HTMLElement);
  readonly #numbers = byId('editor-numbers', HTMLElement);
  readonly #onRun: () => void;
  #wrongLine = 0;
  #leaving = false;

  constructor(onRun: () => void) {
    this.#onRun = onRun;
    this.#text.addEventListener('input', () => {
      this.#wrongLine = 0;
      this.#draw();
    });
    this.#text.addEventListener('keydown', (event) => this.#onKey(event));
  }

  get source(): string {
    return this.#text.value;
  }

  set source(text: string) {
    this.#text.value = text;
    this.#wrongLine = 0;
    this.#draw();
  }

  /** Marks the line, counted from 1, that an error came from; 0: none. */
  markLine(line: number): void {
    this.#wrongLine = line;
    this.#draw();
    this.#numbers.children[line - 1]?.scrollIntoView({ block: 'nearest' });
  }

  #draw(): void {
    const { value } = this.#text;
    this.#colours.replaceChildren(
      ...tokenize(value).map(({ kind, text }) =>
        kind === 'space' || kind === 'name' || kind === 'other'
          ? text
          : element('span', { className: `code-${kind}` }, text),
      ),
      // An empty last line has a height too.
      '\n',
    );
    const lines = value.split('\n').length;
    this.#numbers.replaceChildren(
      ...Array.from({ length: lines }, (_, i) =>
        element('span', { className: i + 1 === this.#wrongLine ? 'wrong' : '' }, String(i + 1)),
      ),
    );
  }

  /** By the browser's own editing command, so that it can be undone. */
  #insert(text: string): void {
    document.execCommand('insertText', false, text);
  }

  #onKey(event: KeyboardEvent): void {
    const { key, shiftKey, ctrlKey, metaKey } = event;
    const leaving = this.#leaving;
    this.#leaving = key === 'Escape';
    if (event.isComposing) return;
    if (key === 'Enter' && (ctrlKey || metaKey)) this.#onRun();
    else if (key === 'Tab' && !leaving) this.#indent(shiftKey);
    else if (key === 'Enter' && !shiftKey) {
      const before = this.#text.value.slice(0, this.#text.selectionStart);
      const line = before.slice(before.lastIndexOf('\n') + 1);
      const [indentation = ''] = /^\s*/.exec(line) ?? [];
      this.#insert(`\n${indentation}${/[{([]\s*$/.test(line) ? INDENT : ''}`);
    } else return;
    event.preventDefault();
  }

  /** One line is indented at the cursor, several as wholes. */
  #indent(back: boolean): void {
    const { value, selectionStart, selectionEnd } = this.#text;
    const start = value.lastIndexOf('\n', selectionStart - 1) + 1;
    const several = value.slice(selectionStart, selectionEnd).includes('\n');
    if (!back && !several) {
      this.#insert(INDENT);
      return;
    }
    const end = several ? selectionEnd : Math.max(selectionEnd, start);
    const lines = value.slice(start, end).split('\n');
    const changed = lines
      .map((line) => (back ? line.replace(/^ {1,2}/, '') : `${INDENT}${line}`))
      .join('\n');
    this.#text.setSelectionRange(start, end);
    this.#insert(changed);
    if (several) this.#text.setSelectionRange(start, start + changed.length);
  }
}
