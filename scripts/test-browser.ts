import { chromiumPath } from '../test/browser/support/chromium.js';
import { build } from './build/all.js';
import { inRoot } from './support/root.js';
import { type GroupResult, printCounts, printResult } from './test/group-result.js';
import { runVitest, skipVitest } from './test/vitest.js';

const name = 'Tests in a browser';
const tests = ['--config', inRoot('test', 'browser', 'vitest.config.ts')];

async function skip(): Promise<GroupResult> {
  console.log('Chromium is not installed: `apt-get install chromium`, or CHROMIUM=/its/path');
  return skipVitest(name, tests);
}

async function run(): Promise<GroupResult> {
  await build();
  return runVitest(name, tests);
}

const result = chromiumPath() === undefined ? await skip() : await run();
printResult(result);
process.exitCode = printCounts([result]);
