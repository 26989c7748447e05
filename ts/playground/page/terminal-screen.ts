const ROWS_MAX = 2000;
const TAB = 8;
const ESC = '\u001b';
/** An escape sequence, what of one is there yet, a control character, or text up to the next of them. */
const PIECES = new RegExp(`${ESC}\\[([\\d;]*)([A-Za-z])|${ESC}\\[?[\\d;]*$|\\p{Cc}|\\P{Cc}+`, 'gu');

/**
 * What a terminal shows: rows of text and a cursor in the last of them. Understands what the tools and
 * their line editor write, which is plain text, carriage returns and four escape sequences.
 */
export class TerminalScreen {
  readonly #root: HTMLElement;
  readonly #rows: string[] = [''];
  #column = 0;
  #pending = '';
  #firstChanged = 0;
  #drawn = true;
  #cursor = false;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  get column(): number {
    return this.#column;
  }

  /** Whether the cursor is drawn: a tool draws its own line. */
  set cursor(shown: boolean) {
    this.#cursor = shown;
    this.#touch(this.#rows.length - 1);
  }

  clear(): void {
    this.#rows.splice(0, this.#rows.length, '');
    this.#column = 0;
    this.#touch(0);
  }

  write(text: string): void {
    const all = this.#pending + text;
    this.#pending = '';
    for (const [piece, parameters = '', command] of all.matchAll(PIECES)) {
      if (command !== undefined) this.#sequence(command, parameters);
      else if (piece.startsWith(ESC)) this.#pending = piece;
      else this.#put(piece);
    }
  }

  #put(piece: string): void {
    const last = this.#rows.length - 1;
    switch (piece) {
      case '\n':
        this.#rows.push('');
        this.#column = 0;
        this.#touch(last);
        if (this.#rows.length > ROWS_MAX) this.#dropOldest();
        break;
      case '\r':
        this.#column = 0;
        break;
      case '\b':
        this.#column = Math.max(0, this.#column - 1);
        break;
      case '\t':
        this.#overwrite(' '.repeat(TAB - (this.#column % TAB)));
        break;
      default:
        if (piece >= ' ') this.#overwrite(piece);
    }
    this.#touch(this.#rows.length - 1);
  }

  #overwrite(text: string): void {
    const last = this.#rows.length - 1;
    const row = [...(this.#rows[last] ?? '').padEnd(this.#column)];
    const characters = [...text];
    row.splice(this.#column, characters.length, ...characters);
    this.#rows[last] = row.join('');
    this.#column += characters.length;
  }

  #sequence(command: string, parameters: string): void {
    const last = this.#rows.length - 1;
    if (command === 'C') this.#column += Number(parameters) || 1;
    if (command === 'K')
      this.#rows[last] = [...(this.#rows[last] ?? '')].slice(0, this.#column).join('');
    if (command === 'J') this.clear();
    this.#touch(last);
  }

  #dropOldest(): void {
    this.#rows.shift();
    this.#root.firstElementChild?.remove();
    this.#firstChanged = Math.max(0, this.#firstChanged - 1);
  }

  #touch(row: number): void {
    this.#firstChanged = this.#drawn ? row : Math.min(this.#firstChanged, row);
    if (!this.#drawn) return;
    this.#drawn = false;
    queueMicrotask(() => this.#draw());
  }

  #draw(): void {
    this.#drawn = true;
    while (this.#root.childElementCount > this.#rows.length) this.#root.lastElementChild?.remove();
    for (let i = this.#firstChanged; i < this.#rows.length; i += 1) {
      let row = this.#root.children[i];
      if (row === undefined) {
        row = document.createElement('div');
        this.#root.append(row);
      }
      this.#drawRow(row, i);
    }
  }

  #drawRow(row: Element, index: number): void {
    const text = this.#rows[index] ?? '';
    const last = index === this.#rows.length - 1;
    row.classList.toggle('last', last && text === '' && !this.#cursor);
    if (!last || !this.#cursor) {
      row.textContent = text;
      return;
    }
    const characters = [...text.padEnd(this.#column + 1)];
    const cursor = document.createElement('span');
    cursor.className = 'cursor';
    cursor.textContent = characters[this.#column] ?? ' ';
    row.replaceChildren(
      characters.slice(0, this.#column).join(''),
      cursor,
      characters.slice(this.#column + 1).join(''),
    );
  }
}
