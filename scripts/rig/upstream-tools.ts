import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inRoot } from '../support/root.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';
import type { GroupResult } from '../test/group-result.js';
import type { RigOptions } from './boot.js';
import { requireCommands } from './packages.js';
import { parseShunit2, shunit2Tests } from './shunit2.js';

const name = "Upstream's tool tests";
const tools = ['gpiodetect', 'gpioinfo', 'gpioget', 'gpioset', 'gpiomon', 'gpionotify'] as const;

function upstreamScript(): string {
  const script = inRoot('libgpiod', 'source', 'tools', 'gpio-tools-test.bash');
  if (!existsSync(script)) {
    throw new Error("libgpiod's source has not been fetched: run `npm run build` first");
  }
  return script;
}

function writeExecutable(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o755 });
}

/** Puts this project's command line under the six tools' names into a folder. */
function writeLaunchers(folder: string): void {
  const cli = inRoot('dist', 'cli.js');
  if (!existsSync(cli)) throw new Error(`${cli} does not exist: run \`npm run build\` first`);
  for (const tool of tools) {
    writeExecutable(
      join(folder, tool),
      `#!/bin/sh\nexec '${process.execPath}' '${cli}' ${tool} "$@"\n`,
    );
  }
}

/** Puts another build of the six tools beside upstream's script. Returns where they really are. */
function linkTools(folder: string, from: string): string[] {
  return tools.map((tool) => {
    const path = resolve(from, tool);
    if (!existsSync(path)) throw new Error(`${path} does not exist`);
    const real = realpathSync(path);
    symlinkSync(real, join(folder, tool));
    return dirname(real);
  });
}

/** The group as it is counted where it does not run. */
export function skipUpstreamTools(): GroupResult {
  const tests = shunit2Tests(readFileSync(upstreamScript(), 'utf8'));
  return { name, passed: 0, skipped: tests.length, failures: [] };
}

/**
 * Runs upstream's own gpio-tools-test.bash as it is.
 *
 * @param run boots the rig, or runs on this machine.
 * @param toolFolder six tools to test in place of this project's command line.
 */
export async function runUpstreamTools(
  run: (options: RigOptions) => Promise<number>,
  toolFolder: string | undefined,
): Promise<GroupResult> {
  const script = upstreamScript();
  await requireCommands({ shunit2: ['shunit2'], bash: ['bash'] }, name);
  const tests = shunit2Tests(readFileSync(script, 'utf8'));
  return withTemporaryFolder(async (folder) => {
    // The script looks for the tools where it lies itself.
    symlinkSync(script, join(folder, 'gpio-tools-test.bash'));
    const readable = new Set([folder]);
    if (toolFolder === undefined) writeLaunchers(folder);
    else for (const real of linkTools(folder, toolFolder)) readable.add(real);
    // The rig's kernel has gpio-sim built in and knows no modules.
    const stubs = join(folder, 'stubs');
    mkdirSync(stubs);
    writeExecutable(
      join(stubs, 'modprobe'),
      '#!/bin/sh\n[ -d /sys/kernel/config/gpio-sim ] || exec /sbin/modprobe "$@"\n',
    );

    let output = '';
    const path = [
      stubs,
      inRoot('libgpiod', 'source', 'tests', 'scripts'),
      dirname(process.execPath),
    ];
    const status = await run({
      command: [
        'bash',
        '-c',
        'cd "$(mktemp -d)" && exec "$0" 2>&1',
        join(folder, 'gpio-tools-test.bash'),
      ],
      env: {
        PATH: `${path.join(':')}:/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin`,
        LANG: 'C.UTF-8',
        SHUNIT_COLOR: 'none',
      },
      readable: [...readable],
      // The script gives a tool 0.2 s to start.
      timeTravel: true,
      timeout: 3600,
      onStdout: (chunk) => {
        output += chunk.toString();
        process.stdout.write(chunk);
      },
    });
    const report = parseShunit2(output, tests);
    const failures = [...report.failed];
    if (status !== 0 && failures.length === 0) failures.push(`the script exited with ${status}`);
    return { name, passed: report.passed.length, skipped: 0, failures };
  });
}
