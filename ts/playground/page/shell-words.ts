/** A command line, taken apart. */
export interface CommandLine {
  readonly words: readonly string[];
  /** It ended with `&`. */
  readonly background: boolean;
}

/** Everything that a real shell would do more with. */
const UNKNOWN = new Set(['|', '>', '<', ';', '(', ')', '`', '$']);

/** Splits a command line as shells do: spaces, quotes, backslashes. Throws Error for what is more than that. */
export function parseCommandLine(text: string): CommandLine {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  let background = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charAt(i);
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"') word = (word ?? '') + text.charAt(++i);
      else word = (word ?? '') + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (character === '\\') word = (word ?? '') + text.charAt(++i);
    else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '#' && word === undefined) break;
    else if (character === '&' && text.slice(i + 1).trim() === '') {
      background = true;
      break;
    } else if (UNKNOWN.has(character) || character === '&') {
      throw new Error(`this small shell knows no '${character}'; quote it, or leave it out`);
    } else word = (word ?? '') + character;
  }
  if (quote !== '') throw new Error(`a closing ${quote} is missing`);
  if (word !== undefined) words.push(word);
  return { words, background };
}
