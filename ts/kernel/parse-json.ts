const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** No description of anything is nested deeper. */
const DEEPEST = 100;

/** Where a text stops being JSON, and why. */
class Stop extends Error {
  readonly index: number;

  constructor(index: number, problem: string) {
    super(problem);
    this.index = index;
  }
}

/** Reads JSON for the sake of its errors: not every engine's JSON.parse says where they are. */
class Scanner {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#stop('the end was expected');
  }

  #stop(problem: string): never {
    const end = this.#at >= this.#text.length;
    throw new Stop(this.#at, end ? `${problem}, but the text ends` : problem);
  }

  #match(token: RegExp): boolean {
    token.lastIndex = this.#at;
    const found = token.exec(this.#text);
    if (found === null) return false;
    this.#at += found[0].length;
    return true;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #take(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #value(): void {
    if (this.#take('{')) this.#list('}', () => this.#property());
    else if (this.#take('[')) this.#list(']', () => this.#value());
    else if (!this.#match(STRING) && !this.#match(SCALAR)) {
      this.#stop(
        this.#text[this.#at] === '"' ? 'this string does not end well' : 'a value was expected',
      );
    }
  }

  #property(): void {
    this.#space();
    if (!this.#match(STRING)) this.#stop('a property in double quotes was expected');
    if (!this.#take(':')) this.#stop("':' was expected");
    this.#value();
  }

  #list(end: string, item: () => void): void {
    if (this.#take(end)) return;
    this.#depth += 1;
    if (this.#depth > DEEPEST) this.#stop('this is nested too deep');
    do item();
    while (this.#take(','));
    this.#depth -= 1;
    if (!this.#take(end)) this.#stop(`',' or '${end}' was expected`);
  }
}

/** What keeps a text from being JSON, with line and column; undefined where nothing does. */
function findProblem(text: string): string | undefined {
  try {
    new Scanner(text).document();
    return undefined;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const lines = text.slice(0, error.index).split('\n');
    return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}: ${error.message}`;
  }
}

/**
 * The value of a JSON text, which may begin with a byte order mark.
 *
 * @throws SyntaxError with line and column where it is none.
 */
export function parseJson(text: string): unknown {
  // Editors on Windows begin a file with a mark that no column counts.
  const json = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new SyntaxError(findProblem(json) ?? String(cause), { cause });
  }
}
