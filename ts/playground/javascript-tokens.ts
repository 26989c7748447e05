/** What a piece of a program is, as far as colours and imports care. */
export type TokenKind = 'space' | 'comment' | 'string' | 'number' | 'keyword' | 'name' | 'other';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const KEYWORDS = new Set(
  (
    'as async await break case catch class const continue default delete do else export extends false ' +
    'finally for from function if import in instanceof let new null of return static super switch this ' +
    'throw true try typeof undefined using var void while yield'
  ).split(' '),
);

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /'(?:[^'\\\n]|\\[\s\S])*'?|"(?:[^"\\\n]|\\[\s\S])*"?|`(?:[^`\\]|\\[\s\S])*`?/y],
  ['number', /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)n?/y],
  ['name', /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy],
];

const REGULAR_EXPRESSION = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/** After these a slash divides; anywhere else it begins a regular expression. */
function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'other') return /[)\]}]$/.test(token.text);
  return (
    token.kind !== 'keyword' || ['this', 'super', 'true', 'false', 'null'].includes(token.text)
  );
}

/** Cuts a program into pieces that make it up whole. Never fails: what it does not know is `other`. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let before: Token | undefined;
  let at = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const next = (): Token => {
    for (const [kind, pattern] of PATTERNS) {
      const text = match(pattern);
      if (text !== undefined)
        return { kind: kind === 'name' && KEYWORDS.has(text) ? 'keyword' : kind, text };
    }
    if (source[at] === '/' && !endsValue(before)) {
      const text = match(REGULAR_EXPRESSION);
      if (text !== undefined) return { kind: 'string', text };
    }
    return { kind: 'other', text: source.charAt(at) };
  };

  while (at < source.length) {
    const token = next();
    tokens.push(token);
    if (token.kind !== 'space' && token.kind !== 'comment') before = token;
    at += token.text.length;
  }
  return tokens;
}

/** Whether a string after these texts, the last one first, says what to import. */
function imports([last, second, third]: readonly string[]): boolean {
  if (last === '(') return second === 'import' && third !== '.';
  return (last === 'from' || last === 'import') && second !== '.';
}

/**
 * Replaces what a program imports: `from 'x'`, `import 'x'` and `import('x')`. Lines stay where they
 * are.
 */
export function replaceImports(source: string, replace: (specifier: string) => string): string {
  let before: readonly string[] = [];
  return tokenize(source)
    .map(({ kind, text }) => {
      if (kind === 'space' || kind === 'comment') return text;
      const imported = kind === 'string' && imports(before);
      before = [text, ...before.slice(0, 2)];
      return imported ? `'${replace(text.slice(1, -1))}'` : text;
    })
    .join('');
}
