import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';

/** A file tree as @yowasp/clang takes it and gives it back. */
export interface Tree {
  [name: string]: Tree | string | Uint8Array;
}

/** Where this machine's files lie in the compiler's tree: its own /usr would hide some of them. */
const HOST = '@host';
const OVERLAY = '@host.yaml';
const TEMPORARY = 'tmp';

/** The compiler's files know no '..'. Its own overlays do: this one shows the host's files as they are. */
const overlay = {
  version: 0,
  'case-sensitive': true,
  'use-external-names': false,
  roots: [{ type: 'directory-remap', name: `/${HOST}`, 'external-contents': `/${HOST}` }],
};

const headers = new Set(['.h', '.hh', '.hpp', '.hxx', '.inc', '.def']);
const include = /^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*["<]([^">\n]+)[">]/gm;

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function* filesOf(tree: Tree, prefix: string): Generator<[path: string, bytes: Uint8Array]> {
  for (const [name, entry] of Object.entries(tree)) {
    const path = prefix + name;
    if (entry instanceof Uint8Array) yield [path, entry];
    else if (typeof entry !== 'string') yield* filesOf(entry, `${path}/`);
  }
}

/** Rules for make, with the names of this machine, where the compiler's own headers are not. */
function rules(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString();
  return text.replace(/(?:\s+\\\n)?\s+\/usr\/\S+/g, '').replaceAll(`/${HOST}/`, '/');
}

/** The files of this machine that one run of the compiler from npm, which sees no others, is about. */
export class CompilerFiles {
  readonly tree: Tree = { [HOST]: {}, [OVERLAY]: JSON.stringify(overlay) };
  readonly #folder: string;
  readonly #files = new Map<string, Uint8Array>();
  readonly #dependencies = new Set<string>();

  /** @param folder what paths are relative to. */
  constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  /** Options that let the compiler find these files, and name them as this machine does. */
  get compileOptions(): string[] {
    return [
      '-ivfsoverlay',
      `/${OVERLAY}`,
      `-ffile-prefix-map=/${HOST}/=/`,
      `-ffile-prefix-map=/${HOST}${this.#folder}/=`,
      `-fdebug-compilation-dir=${this.#folder}`,
    ];
  }

  /** What the compiler calls a path. */
  name(path: string): string {
    return `/${HOST}${resolve(this.#folder, path)}`;
  }

  /** Whether there is such a file. */
  has(path: string): boolean {
    return isFile(resolve(this.#folder, path));
  }

  /** Text of the compiler with the names that this machine has for its files. */
  text(said: string): string {
    return said.replaceAll(`/${HOST}${this.#folder}/`, '').replaceAll(`/${HOST}/`, '/');
  }

  #place(path: string): { folder: Tree; name: string } {
    const names = resolve(this.#folder, path).split('/').slice(1);
    const name = names.pop() ?? '';
    let folder = this.tree[HOST] as Tree;
    for (const each of names) {
      folder[each] ??= {};
      folder = folder[each] as Tree;
    }
    return { folder, name };
  }

  /** Makes room for a file that the compiler will write. */
  addOutput(path: string): void {
    this.#place(path);
  }

  /** The same for rules for make. */
  addDependencies(path: string): void {
    this.#place(path);
    this.#dependencies.add(resolve(this.#folder, path));
  }

  /** Throws Error where there is no such file. */
  addFile(path: string): Uint8Array {
    const found = resolve(this.#folder, path);
    const known = this.#files.get(found);
    if (known !== undefined) return known;
    if (!isFile(found)) throw new Error(`there is no file ${path}`);
    const bytes = readFileSync(found);
    const { folder, name } = this.#place(found);
    folder[name] = bytes;
    this.#files.set(found, bytes);
    return bytes;
  }

  /**
   * Adds sources and, as far as they are on this machine, the files that these include, directly or not.
   * What they name by a macro has to lie in the folder of a source or in one of `folders`.
   */
  addSources(sources: readonly string[], folders: readonly string[]): void {
    const queue = sources.map((path) => resolve(this.#folder, path));
    const searched = folders.map((path) => resolve(this.#folder, path));
    for (const folder of new Set([...searched, ...queue.map((path) => dirname(path))])) {
      if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) continue;
      const names = readdirSync(folder).filter((name) => headers.has(extname(name)));
      queue.push(...names.map((name) => join(folder, name)).filter(isFile));
    }
    const seen = new Set(queue);
    for (const path of seen) {
      const code = Buffer.from(this.addFile(path)).toString('latin1');
      for (const [, name = ''] of code.matchAll(include)) {
        const places = [dirname(path), ...searched].map((folder) => resolve(folder, name));
        for (const place of places.filter(isFile)) seen.add(place);
      }
    }
  }

  /** Writes what the compiler has written. */
  save(result: Tree): void {
    const { [HOST]: host, [OVERLAY]: _, [TEMPORARY]: __, ...others } = result;
    const written = [
      ...filesOf(others, `${this.#folder}/`),
      ...filesOf((host ?? {}) as Tree, '/'),
    ].filter(([path, bytes]) => this.#files.get(path) !== bytes);
    for (const [path, bytes] of written) {
      mkdirSync(dirname(path), { recursive: true });
      const isRules = path.endsWith('.d') || this.#dependencies.has(path);
      writeFileSync(path, isRules ? rules(bytes) : bytes);
    }
  }
}
