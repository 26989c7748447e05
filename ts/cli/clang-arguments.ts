/** What a path on clang's command line is. */
export type PathKind = 'input' | 'included' | 'headers' | 'libraries' | 'output' | 'dependencies';

/** One word for clang: a text, and where it ends in a path, that path. */
export interface Word {
  readonly text: string;
  readonly path?: string;
  readonly kind?: PathKind;
}

/** A command line for clang, taken apart as far as one has to know which files it is about. */
export interface ClangArguments {
  readonly words: readonly Word[];
  /** Whether the linker runs: nothing stops it before. */
  readonly links: boolean;
  /** Whether anything is compiled: there is more than objects and archives. */
  readonly compiles: boolean;
  /** Whether C++'s library belongs to the program. */
  readonly cxx: boolean;
}

/** Standard output, or input. */
const STDIO = '-';

/** Options whose argument is a path. */
const pathOptions: Readonly<Record<string, PathKind>> = {
  '-o': 'output',
  '-MF': 'dependencies',
  '-I': 'headers',
  '-isystem': 'headers',
  '-iquote': 'headers',
  '-idirafter': 'headers',
  '-include': 'included',
  '-imacros': 'included',
  '-L': 'libraries',
};

/** Those whose argument may follow without a space. */
const joined = ['-I', '-L'];

/** Other options whose argument is a word of its own, and no input. */
const withArgument = new Set(
  '-D -U -MT -MQ -T -Xclang -Xlinker -e -l -mllvm -target -u -x -z'.split(' '),
);

const beforeLinking = new Set(['-c', '-S', '-E', '-M', '-MM', '-fsyntax-only']);
const informing = /^(--version|-v|-###|--?print-.*|-dump.*)$/;
const object = /\.(o|obj|a)$/;
const cxxSource = /\.(cc|cpp|cxx|C)$/;

/** Throws Error for a missing argument, or where there is nothing to work on. */
export function parseClangArguments(args: readonly string[]): ClangArguments {
  const words: Word[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] ?? '';
    const start = joined.find((option) => word.startsWith(option));
    const kind = pathOptions[word];
    if (kind !== undefined || withArgument.has(word)) {
      i += 1;
      const next = args[i];
      if (next === undefined) throw new Error(`option '${word}' requires an argument`);
      words.push(
        { text: word },
        kind === undefined ? { text: next } : { text: '', path: next, kind },
      );
    } else if (start !== undefined) {
      words.push({
        text: start,
        path: word.slice(start.length),
        kind: pathOptions[start] ?? 'headers',
      });
    } else if (word.startsWith('-')) words.push({ text: word });
    else words.push({ text: '', path: word, kind: 'input' });
  }
  const inputs = pathsOf(words, 'input');
  const has = (text: string): boolean => words.some((word) => word.text === text);
  const links = inputs.length > 0 && !words.some(({ text }) => beforeLinking.has(text));
  if (inputs.length === 0 && !words.some(({ text }) => informing.test(text))) {
    throw new Error("no input files; try 'libgpiod-wasm cc --help'");
  }
  if (links && !has('-o')) {
    words.push({ text: '-o' }, { text: '', path: 'a.out.wasm', kind: 'output' });
  }
  return {
    words,
    links,
    compiles: inputs.some((path) => !object.test(path)),
    cxx: has('--driver-mode=g++') || inputs.some((path) => cxxSource.test(path)),
  };
}

/** The paths of one kind, as they were given. */
export function pathsOf(words: readonly Word[], kind: PathKind): string[] {
  return words.flatMap((word) =>
    word.kind === kind && word.path !== undefined ? [word.path] : [],
  );
}

/** How clang is to call a path. */
export type Rename = (path: string, kind?: PathKind) => string;

/** The command line with its paths as `rename` spells them. */
export function clangWords(words: readonly Word[], rename: Rename): string[] {
  return words.map(({ text, path, kind }) =>
    path === undefined || path === STDIO ? text + (path ?? '') : text + rename(path, kind),
  );
}
