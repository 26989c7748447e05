import { type AstNode, children } from './ast.js';

/** A documentation comment, taken apart by clang and put into TSDoc's terms. */
export interface Doc {
  readonly summary: string;
  /** Paragraphs: details, notes, warnings. */
  readonly remarks: readonly string[];
  readonly params: ReadonlyMap<string, string>;
  readonly returns: string;
}

/** Turns a C name into what TSDoc can link to; undefined leaves the name as it is. */
export type LinkTarget = (cName: string) => string | undefined;

export const noDoc: Doc = { summary: '', remarks: [], params: new Map(), returns: '' };

/** Characters that may follow or precede a name in running text. */
const punctuation = new Set([...'.,;:()']);

/** Puts one line's or paragraph's text into TSDoc: links, code, escapes, single spaces. */
export function tsdocText(text: string, link: LinkTarget): string {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => tsdocWord(word, link)).join(' ');
}

function tsdocWord(word: string, link: LinkTarget): string {
  let start = 0;
  let end = word.length;
  while (start < end && punctuation.has(word.charAt(start))) start++;
  while (end > start && punctuation.has(word.charAt(end - 1))) end--;
  const name = word.slice(start, end);
  const target = link(name);
  // Upstream marks a name with one or two colons.
  const before =
    target === undefined ? word.slice(0, start) : word.slice(0, start).replace(/:+$/, '');
  return before + (target ?? escapeWord(name)) + word.slice(end);
}

function escapeWord(word: string): string {
  if (word === 'NULL') return '`NULL`';
  if (word.startsWith('`')) return word;
  return word.replaceAll('*/', '*\\/').replace(/[{}@<>]/g, '\\$&');
}

/** Text of a paragraph: lines and inline commands, in order. */
function paragraphText(node: AstNode, link: LinkTarget): string {
  const source = children(node).map((part) => {
    if (part.kind === 'TextComment') return part.text ?? '';
    if (part.kind === 'InlineCommandComment') return inlineCommand(part);
    throw new Error(`a ${part.kind} in a paragraph of documentation`);
  });
  return tsdocText(source.join(''), link);
}

/** `\p name.`: clang counts the full stop as part of the argument. */
function inlineCommand(node: AstNode): string {
  const text = (node.args ?? []).join(' ');
  if (node.name === 'ref') return text;
  if (node.name !== 'p') throw new Error(`unknown documentation command @${node.name}`);
  let end = text.length;
  while (end > 0 && punctuation.has(text.charAt(end - 1))) end--;
  return `\`${text.slice(0, end)}\`${text.slice(end)}`;
}

function blockText(node: AstNode, link: LinkTarget): string {
  return children(node)
    .map((paragraph) => paragraphText(paragraph, link))
    .join(' ')
    .trim();
}

/** The documentation attached to a declaration; `noDoc` where it has none. */
export function docOf(declaration: AstNode, link: LinkTarget): Doc {
  const comment = children(declaration).find((node) => node.kind === 'FullComment');
  if (comment === undefined) return noDoc;
  let summary = '';
  let returns = '';
  const remarks: string[] = [];
  const params = new Map<string, string>();
  for (const block of children(comment)) {
    if (block.kind === 'ParagraphComment') {
      const text = paragraphText(block, link);
      if (text !== '') remarks.push(text);
    } else if (block.kind === 'ParamCommandComment') {
      params.set(block.param ?? '', blockText(block, link));
    } else if (block.name === 'brief') summary = blockText(block, link);
    else if (block.name === 'return') returns = blockText(block, link);
    else if (block.name === 'note') remarks.push(`Note: ${blockText(block, link)}`);
    else if (block.name === 'warning') remarks.push(`Warning: ${blockText(block, link)}`);
    else throw new Error(`unknown documentation command @${block.name ?? block.kind}`);
  }
  return { summary, remarks, params, returns };
}

/**
 * The text of a `/**<` comment that stands between an enumerator and the next token. clang attaches
 * such comments on the same line only; upstream puts them on the next, so the AST's offsets say where
 * to look.
 */
export function trailingComment(between: string, link: LinkTarget): string {
  const start = between.indexOf('/**<');
  if (start < 0) return '';
  const end = between.indexOf('*/', start);
  if (end < 0) throw new Error('a comment without an end');
  const lines = between.slice(start + 4, end).split('\n');
  const text = lines.map((line) => {
    const trimmed = line.trimStart();
    return trimmed.startsWith('*') ? trimmed.slice(1) : line;
  });
  return tsdocText(text.join(' '), link);
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  // A link must not be broken: its inner spaces do not count as places to break.
  for (const word of text.replaceAll('{@link ', '{@link\0').split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each) => each.replaceAll('\0', ' '));
}

/** A TSDoc comment with one leading indentation; empty where there is nothing to say. */
export function tsdoc(doc: Doc, indent: string): string {
  const width = 100 - indent.length - 3;
  const paragraphs: string[] = [];
  if (doc.summary !== '') paragraphs.push(doc.summary);
  doc.remarks.forEach((text, index) => {
    paragraphs.push(index === 0 ? `@remarks\n${text}` : text);
  });
  const tags = [...doc.params].map(([name, text]) => `@param ${name} - ${text}`);
  if (doc.returns !== '') tags.push(`@returns ${doc.returns}`);
  if (tags.length > 0) paragraphs.push(tags.join('\n'));
  if (paragraphs.length === 0) return '';

  const lines = paragraphs
    .join('\n\n')
    .split('\n')
    .flatMap((line) => (line === '' ? [''] : wrap(line, width)));
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && only.length <= width - 3) {
    return `${indent}/** ${only} */\n`;
  }
  const body = lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('');
  return `${indent}/**\n${body}${indent} */\n`;
}
