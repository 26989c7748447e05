import { inRoot } from '../build/stage.js';
import type { GroupResult } from '../test/group-result.js';
import { runVitestBy, skipVitest } from '../test/vitest.js';
import type { RigOptions } from './boot.js';

const name = 'Conformance suite';
const config = inRoot('test', 'conformance', 'vitest.config.ts');
// The other loaders write a file beside the configuration, which is read-only in the rig.
const tests = ['--config', config, '--configLoader', 'runner'];

/** The group as it is counted where it does not run. */
export function skipConformance(): Promise<GroupResult> {
  return skipVitest(name, tests);
}

/**
 * Runs the project's own suite.
 *
 * @param run boots the rig, or runs on this machine.
 */
export function runConformance(
  run: (options: RigOptions) => Promise<number>,
): Promise<GroupResult> {
  return runVitestBy(name, tests, (command, folder) =>
    run({
      command: [process.execPath, ...command],
      env: { CI: '1', NO_COLOR: '1' },
      writable: [folder],
      timeout: 1800,
    }),
  );
}
