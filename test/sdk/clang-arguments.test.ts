import { describe, expect, test } from 'vitest';
import { clangWords, parseClangArguments, pathsOf } from '../../ts/cli/clang-arguments.js';

describe('a command line for clang', () => {
  test('tells paths from other words', () => {
    const given =
      'a.c -o out/a.wasm -I inc -Ilib -isystem sys -include x.h -L l -lm -DX=1 -D Y -MF a.d';
    const { words } = parseClangArguments(given.split(' '));
    expect(pathsOf(words, 'input')).toEqual(['a.c']);
    expect(pathsOf(words, 'output')).toEqual(['out/a.wasm']);
    expect(pathsOf(words, 'headers')).toEqual(['inc', 'lib', 'sys']);
    expect(pathsOf(words, 'included')).toEqual(['x.h']);
    expect(pathsOf(words, 'libraries')).toEqual(['l']);
    expect(pathsOf(words, 'dependencies')).toEqual(['a.d']);
    expect(clangWords(words, (path) => `/${path}`).join(' ')).toBe(
      '/a.c -o /out/a.wasm -I /inc -I/lib -isystem /sys -include /x.h -L /l -lm -DX=1 -D Y -MF /a.d',
    );
  });

  test.each([
    ['a.c', { links: true, compiles: true, cxx: false }],
    ['a.o b.a', { links: true, compiles: false, cxx: false }],
    ['a.o b.cpp c.c', { links: true, compiles: true, cxx: true }],
    ['-c a.cpp', { links: false, compiles: true, cxx: true }],
    ['--driver-mode=g++ a.o', { links: true, compiles: false, cxx: true }],
    ['--version', { links: false, compiles: false }],
    ['-print-resource-dir', { links: false }],
  ] as const)('%s', (given, expected) => {
    expect(parseClangArguments(given.split(' '))).toMatchObject(expected);
  });

  test('has a.out.wasm as its default, where it links', () => {
    expect(pathsOf(parseClangArguments(['a.c']).words, 'output')).toEqual(['a.out.wasm']);
    expect(pathsOf(parseClangArguments(['-c', 'a.c']).words, 'output')).toEqual([]);
  });

  test('leaves standard output alone', () => {
    const { words } = parseClangArguments(['-S', 'a.c', '-o', '-']);
    expect(clangWords(words, (path) => `/${path}`)).toEqual(['-S', '/a.c', '-o', '-']);
  });

  test.each([
    [[], /no input files/],
    [['-O2'], /no input files/],
    [['a.c', '-o'], /option '-o' requires an argument/],
    [['a.c', '-I'], /option '-I' requires an argument/],
  ])('%j is refused', (args, message) => {
    expect(() => parseClangArguments(args)).toThrow(message);
  });
});
