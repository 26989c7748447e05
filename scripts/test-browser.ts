import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chromiumPath } from '../test/browser/support/chromium.js';
import { build } from './build/all.js';
import { inRoot, root } from './build/stage.js';
import { runCommand } from './rig/command.js';
import { countsOf, type GroupResult } from './rig/group-result.js';
import { withTemporaryFolder } from './rig/temporary-folder.js';
import { reportTo, vitestResult } from './rig/vitest-report.js';

const name = 'Tests in a browser';

const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
const config = ['--config', inRoot('test', 'browser', 'vitest.config.ts')];

async function skip(): Promise<GroupResult> {
  console.log('Chromium is not installed: `apt-get install chromium`, or CHROMIUM=/its/path');
  const list = await runCommand(process.execPath, [vitest, 'list', ...config, '--json'], {
    cwd: root,
  });
  const tests = JSON.parse(list) as readonly unknown[];
  return { name, passed: 0, skipped: tests.length, failures: [] };
}

async function run(): Promise<GroupResult> {
  await build();
  return withTemporaryFolder(async (folder) => {
    const report = join(folder, 'report.json');
    const { status } = spawnSync(
      process.execPath,
      [vitest, 'run', ...config, ...reportTo(report)],
      {
        cwd: root,
        stdio: 'inherit',
      },
    );
    return vitestResult(name, report, status);
  });
}

const result = chromiumPath() === undefined ? await skip() : await run();
for (const failure of result.failures) console.log(`  failed: ${failure}`);
console.log(`${name}: ${countsOf(result)}${result.skipped > 0 ? ' (SKIPPED)' : ''}`);
console.log(countsOf(result));
process.exitCode = result.failures.length > 0 ? 1 : 0;
