/** npm run generate: writes ts/raw/generated and ts/kernel/generated from upstream's headers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generate } from './generate/outputs.js';
import { inRoot } from './support/root.js';

const { files } = await generate();
for (const [path, text] of files) {
  mkdirSync(dirname(inRoot(path)), { recursive: true });
  writeFileSync(inRoot(path), text);
  console.log(path);
}
