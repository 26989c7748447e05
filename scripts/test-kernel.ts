import { parseArgs } from 'node:util';
import { bootRig } from './rig/boot.js';
import { runConformance, skipConformance } from './rig/conformance.js';
import { rigObstacle } from './rig/kernel.js';
import { nativeObstacle, runNative } from './rig/native.js';
import { runUpstreamTools, skipUpstreamTools } from './rig/upstream-tools.js';
import { type GroupResult, printCounts, printResult } from './test/group-result.js';

const usage = `Usage: npm run test:kernel -- [OPTIONS]

Runs upstream's own tool tests and the project's conformance suite on a real kernel's gpio-sim.

  --only tools|conformance  one of the two groups
  --tools FOLDER            test the six tools of this folder, not this project's command line
  --native                  use this machine's own kernel (root, gpio-sim), not user-mode Linux
  --skip                    count the tests as skipped (as LIBGPIOD_WASM_SKIP_KERNEL=1 does)

Variables: LIBGPIOD_WASM_INSTALL=1 (or CI=true) installs missing Debian packages where the user is
root; LIBGPIOD_WASM_RIG_KERNEL names a user-mode Linux that has been built already.
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    tools: { type: 'string' },
    native: { type: 'boolean', default: false },
    skip: { type: 'boolean', default: process.env.LIBGPIOD_WASM_SKIP_KERNEL === '1' },
    help: { type: 'boolean', default: false },
  },
});

/** Says why no kernel can be had, and what would help. Undefined where there is one. */
async function obstacle(): Promise<string | undefined> {
  if (values.native) {
    const native = await nativeObstacle();
    return native === undefined
      ? undefined
      : `This machine's own kernel cannot be used: ${native}.`;
  }
  const rig = rigObstacle();
  if (rig === undefined || process.env.LIBGPIOD_WASM_RIG_KERNEL !== undefined) return undefined;
  const native = await nativeObstacle();
  const instead =
    native === undefined
      ? "This machine's own kernel will do: add --native."
      : `This machine's own kernel will not do: ${native}.`;
  return `The rig cannot be booted: ${rig}. ${instead}`;
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.only !== undefined && !['tools', 'conformance'].includes(values.only)) {
    process.stderr.write(usage);
    return 2;
  }
  const results: GroupResult[] = [];
  const groups = {
    tools: () =>
      values.skip
        ? skipUpstreamTools()
        : runUpstreamTools(values.native ? runNative : bootRig, values.tools),
    conformance: () =>
      values.skip ? skipConformance() : runConformance(values.native ? runNative : bootRig),
  };
  const problem = values.skip ? undefined : await obstacle();
  if (problem !== undefined) throw new Error(problem);
  for (const [name, run] of Object.entries(groups)) {
    if (values.only !== undefined && values.only !== name) continue;
    const result = await run();
    console.log();
    printResult(result);
    results.push(result);
  }
  console.log();
  return printCounts(results);
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error('The kernel tests did not run. LIBGPIOD_WASM_SKIP_KERNEL=1 does without them.');
  return 1;
});
