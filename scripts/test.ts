import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { missingPackages, remedy } from '../test/sdk/native/tools.js';
import { build } from './build/all.js';
import { inRoot, root } from './build/stage.js';
import { checkChecksums } from './check/checksums.js';
import { checkGenerated } from './check/generated.js';
import { runCommand } from './rig/command.js';
import { countsOf, type GroupResult } from './rig/group-result.js';
import { withTemporaryFolder } from './rig/temporary-folder.js';
import { reportTo, vitestResult } from './rig/vitest-report.js';

/** Runs a program of Node's on this terminal. Returns its exit status. */
function node(...args: string[]): number | null {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status;
}

/** A check that is a program: passed where it exits with 0. */
function check(name: string, ...args: string[]): GroupResult {
  const failures = node(...args) === 0 ? [] : [name];
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

/** Runs vitest's projects (vitest.config.ts), all or the named one. */
async function vitest(name: string, ...args: string[]): Promise<GroupResult> {
  return withTemporaryFolder(async (folder) => {
    const report = join(folder, 'report.json');
    const status = node(
      inRoot('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...reportTo(report),
      ...args,
    );
    return vitestResult(name, report, status);
  });
}

/** The SDK's with CMake and a wasi-sdk: tools that are not on every machine. */
async function sdk(): Promise<GroupResult> {
  const name = 'Tests of the SDK with CMake and a wasi-sdk';
  const missing = missingPackages();
  if (missing.length === 0) return vitest(name, '--project', 'sdk');
  console.log(remedy(missing));
  const vitestScript = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const args = [vitestScript, 'list', '--project', 'sdk', '--json'];
  const tests = JSON.parse(await runCommand(process.execPath, args, { cwd: root })) as unknown[];
  return { name, passed: 0, skipped: tests.length, failures: [] };
}

await build();
const results = [
  check('Types', inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', root),
  check('Lint', inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'lint', root),
  check('Format', inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'format', root),
  await generatedCode(),
  checksums(),
  await vitest('Unit tests', '--project', 'unit'),
  await vitest('Tests of the package and the README', '--project', 'package'),
  await sdk(),
];

console.log();
for (const result of results) {
  console.log(`${result.name}: ${countsOf(result)}`);
  for (const failure of result.failures) console.log(`  failed: ${failure}`);
}
console.log('The tests on a real kernel are apart from these: npm run test:kernel');
console.log(countsOf(...results));
process.exitCode = results.some((result) => result.failures.length > 0) ? 1 : 0;
