import { join } from 'node:path';
import { inRoot, root } from '../build/stage.js';
import type { RigOptions } from './boot.js';
import { runCommand } from './command.js';
import type { GroupResult } from './group-result.js';
import { withTemporaryFolder } from './temporary-folder.js';
import { reportTo, vitestResult } from './vitest-report.js';

const name = 'Conformance suite';
const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
const config = inRoot('test', 'conformance', 'vitest.config.ts');

function vitestArguments(subcommand: string): string[] {
  // The other loaders write a file beside the configuration, which is read-only in the rig.
  return [vitest, subcommand, '--config', config, '--configLoader', 'runner'];
}

/** The group as it is counted where it does not run. */
export async function skipConformance(): Promise<GroupResult> {
  const list = await runCommand(process.execPath, [...vitestArguments('list'), '--json'], {
    cwd: root,
  });
  const tests = JSON.parse(list) as readonly unknown[];
  return { name, passed: 0, skipped: tests.length, failures: [] };
}

/**
 * Runs the project's own suite.
 *
 * @param run boots the rig, or runs on this machine.
 */
export async function runConformance(
  run: (options: RigOptions) => Promise<number>,
): Promise<GroupResult> {
  return withTemporaryFolder(async (folder) => {
    const report = join(folder, 'report.json');
    const status = await run({
      command: [process.execPath, ...vitestArguments('run'), ...reportTo(report)],
      env: { CI: '1', NO_COLOR: '1' },
      writable: [folder],
      timeout: 1800,
    });
    return vitestResult(name, report, status);
  });
}
