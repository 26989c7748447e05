import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/support/root.js';
import { typeCheck } from '../package/consumer.js';
import { temporaryFolder } from '../package/npm.js';
import { building, installing, readmeSnippets, readSnippets, simulated } from './snippets.js';

interface Manifest {
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Manifest;

describe('the README', () => {
  const snippets = readmeSnippets();

  it('has a name of its own for each snippet', () => {
    const ids = snippets.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).toEqual(expect.arrayContaining([...installing, ...building, ...simulated]));
  });

  it('has code that a strict project compiles', () => {
    const { folder, remove } = temporaryFolder();
    try {
      mkdirSync(join(folder, 'node_modules'));
      symlinkSync(inRoot(), join(folder, 'node_modules', manifest.name));
      symlinkSync(inRoot('node_modules', 'vitest'), join(folder, 'node_modules', 'vitest'));
      const files = snippets
        .filter(({ language }) => language === 'ts' || language === 'js')
        .map(({ id, language, code }) => {
          const file = `${id}.${language === 'ts' ? 'mts' : 'cjs'}`;
          writeFileSync(join(folder, file), code);
          return file;
        });
      const ofWasi = files.filter((file) => file.startsWith('wasi.'));
      const others = files.filter((file) => !ofWasi.includes(file));
      expect(typeCheck(folder, others)).toMatchObject({ status: 0, stdout: '' });
      expect(typeCheck(folder, ofWasi, ['DOM'])).toMatchObject({ status: 0, stdout: '' });
    } finally {
      remove();
    }
  });

  it('names npm scripts that exist', () => {
    const text = ['README.md', 'CONTRIBUTING.md']
      .map((file) => readFileSync(inRoot(file), 'utf8'))
      .join('');
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(0);
    for (const script of [...named, 'start', 'test'])
      expect(manifest.scripts).toHaveProperty(script);
  });

  it('links to files that exist', () => {
    for (const file of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']) {
      const links = readFileSync(inRoot(file), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g);
      for (const [, target = ''] of links) expect(existsSync(inRoot(target)), target).toBe(true);
    }
  });
});

describe('reading snippets', () => {
  it('takes the name from the comment above', () => {
    const markdown = '<!-- snippet: one -->\n```ts\na();\nb();\n```\n\n```text\nno code\n```\n';
    expect(readSnippets(markdown)).toEqual([{ id: 'one', language: 'ts', code: 'a();\nb();\n' }]);
  });

  it('refuses code that no test could run', () => {
    expect(() => readSnippets('```ts\na();\n```\n')).toThrow('no name');
    expect(() => readSnippets('<!-- snippet: one -->\n```python\na()\n```\n')).toThrow("'python'");
  });
});
