import { readFileSync } from 'node:fs';
import { inRoot } from '../../scripts/support/root.js';

/** Code of the README that a reader may run. */
export interface Snippet {
  /** From the comment above it: `<!-- snippet: blink -->`. */
  readonly id: string;
  readonly language: 'ts' | 'js' | 'sh' | 'c';
  readonly code: string;
}

/** What GitHub shows as code but nobody runs: drawings, files of other programs. */
const shownOnly = ['text', 'yaml'];

/** The snippets of a Markdown text. Throws Error for one without a name, or in another language. */
export function readSnippets(markdown: string): Snippet[] {
  const fence = /(?:^<!-- snippet: (\S+) -->\n)?^```(\S*)\n(.*?)^```$/gms;
  const snippets: Snippet[] = [];
  for (const [, id, language = '', code = ''] of markdown.matchAll(fence)) {
    if (shownOnly.includes(language)) continue;
    if (language !== 'ts' && language !== 'js' && language !== 'sh' && language !== 'c') {
      throw new Error(`a snippet is in '${language}', which no test runs:\n${code}`);
    }
    if (id === undefined) throw new Error(`a snippet has no name:\n${code}`);
    snippets.push({ id, language, code });
  }
  return snippets;
}

/** The README's snippets, in its order. */
export function readmeSnippets(): Snippet[] {
  return readSnippets(readFileSync(inRoot('README.md'), 'utf8'));
}

/**
 * Snippets that are for a clone or an empty folder: `.ci/run` and the tests of the package do what they
 * say.
 */
export const installing: readonly string[] = ['start', 'test', 'install'];

/** Those that need CMake: test/sdk/native/readme.test.ts runs them. */
export const building: readonly string[] = ['cmake'];

/** Snippets that bring their own machine, or need none: test/readme/simulated.test.ts runs them. */
export const simulated: readonly string[] = [
  'sim',
  'sim-chips',
  'sim-test',
  'sim-cli',
  'sim-server',
  'sim-client',
  'browser',
  'sandbox',
  'led',
  'plugin-cli',
  'plugin',
  'wasi',
];
