import { spawnSync } from 'node:child_process';
import { missingPackages, remedy } from '../test/sdk/native/tools.js';
import { build } from './build/all.js';
import { checkChecksums } from './check/checksums.js';
import { checkGenerated } from './check/generated.js';
import { inRoot, root } from './support/root.js';
import { type GroupResult, printCounts, printResult } from './test/group-result.js';
import { runVitest, skipVitest } from './test/vitest.js';

/** A check that is a program of Node's: passed where it exits with 0. */
function check(name: string, ...args: string[]): GroupResult {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const failures = status === 0 ? [] : [name];
  return { name, passed: 1 - failures.length, skipped: 0, failures };
}

async function generatedCode(): Promise<GroupResult> {
  const failures = await checkGenerated();
  return { name: 'Generated code', passed: failures.length === 0 ? 1 : 0, skipped: 0, failures };
}

function checksums(): GroupResult {
  const name = 'Checksums of the wasm';
  const { problems, notCompared } = checkChecksums();
  if (notCompared !== undefined) {
    console.log(`${name}: ${notCompared}`);
    return { name, passed: 0, skipped: 1, failures: [] };
  }
  return { name, passed: problems.length === 0 ? 1 : 0, skipped: 0, failures: problems };
}

/** The SDK's with CMake and a wasi-sdk: tools that are not on every machine. */
async function sdk(): Promise<GroupResult> {
  const name = 'Tests of the SDK with CMake and a wasi-sdk';
  const tests = ['--project', 'sdk'];
  const missing = missingPackages();
  if (missing.length === 0) return runVitest(name, tests);
  console.log(remedy(missing));
  return skipVitest(name, tests);
}

await build();
const results = [
  check('Types', inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', root),
  check('Lint', inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'lint', root),
  check('Format', inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'format', root),
  await generatedCode(),
  checksums(),
  await runVitest('Unit tests', ['--project', 'unit']),
  await runVitest('Tests of the package and the README', ['--project', 'package']),
  await sdk(),
];

console.log();
for (const result of results) printResult(result);
console.log('The tests on a real kernel are apart from these: npm run test:kernel');
process.exitCode = printCounts(results);
