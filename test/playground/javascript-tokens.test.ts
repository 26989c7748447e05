import { describe, expect, test } from 'vitest';
import { replaceImports, tokenize } from '../../ts/playground/javascript-tokens.js';

function kinds(source: string): string {
  return tokenize(source)
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, text }) => `${kind}:${text}`)
    .join(' ');
}

describe('tokenize', () => {
  test.each([
    ['const a = 1n;', 'keyword:const name:a other:= number:1n other:;'],
    ["'it\\'s' // note", "string:'it\\'s' comment:// note"],
    ['a / b / c', 'name:a other:/ name:b other:/ name:c'],
    ['x = /[/]"/g', 'name:x other:= string:/[/]"/g'],
    ['f(1) / 2', 'name:f other:( number:1 other:) other:/ number:2'],
    ['`a $(b)`', 'string:`a $(b)`'],
    ['/* open', 'comment:/* open'],
    ['"open', 'string:"open'],
    ['0xff_ff 1e3 .5', 'number:0xff_ff number:1e3 other:. number:5'],
    ['this.#größe', 'keyword:this other:. name:#größe'],
  ])('cuts %j', (source, expected) => {
    expect(kinds(source)).toBe(expected);
  });

  test('leaves nothing out, whatever it is given', () => {
    const source = 'a\u0000\\ ☃ 🙂 "x\ny` $(`z`) /unfinished';
    expect(
      tokenize(source)
        .map(({ text }) => text)
        .join(''),
    ).toBe(source);
  });
});

describe('replaceImports', () => {
  test.each([
    ["import { a } from 'x';", "import { a } from 'X';"],
    ["import a, * as b from\n  'x'", "import a, * as b from\n  'X'"],
    ["import 'x';", "import 'X';"],
    ["export * from /* here */ 'x'", "export * from /* here */ 'X'"],
    ["await import('x')", "await import('X')"],
    ["await import ( 'x' )", "await import ( 'X' )"],
  ])('finds %j', (source, expected) => {
    expect(replaceImports(source, (name) => name.toUpperCase())).toBe(expected);
  });

  test.each([
    "console.log('x');",
    "// import 'x'",
    '"import \'x\'"',
    "Array.from('x')",
    "a.import('x')",
    "const from_ = 'x'",
  ])('leaves %j alone', (source) => {
    expect(replaceImports(source, (name) => name.toUpperCase())).toBe(source);
  });
});
