import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { binaryenId } from '../build/compile.js';
import { toolchain } from '../build/toolchain.js';
import { sourceVersion } from '../build/upstream.js';
import { inRoot } from '../support/root.js';

const recordFile = 'libgpiod/checksums.json';

/** What is the same wherever the pinned compiler builds the pinned libgpiod. */
const files = ['dist/libgpiod.wasm', 'dist/gpio-tools.wasm', 'dist/sdk/lib/libgpiod.a'];

/** What libgpiod/checksums.json says. */
interface Checksums {
  readonly libgpiod: string;
  readonly toolchain: string;
  /** SHA-256 in hex, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** What comes out of a comparison. */
export interface ChecksumReport {
  readonly problems: readonly string[];
  /** Why nothing was compared, where that is so. */
  readonly notCompared?: string;
}

function readRecord(): Checksums | undefined {
  if (!existsSync(inRoot(recordFile))) return undefined;
  return JSON.parse(readFileSync(inRoot(recordFile), 'utf8')) as Checksums;
}

/** The checksums of what lies in dist/ now. Throws Error where something has not been built. */
function presentChecksums(): Checksums {
  const sums: Record<string, string> = {};
  for (const file of files) {
    if (!existsSync(inRoot(file))) throw new Error(`${file} is missing: run npm run build`);
    sums[file] = createHash('sha256')
      .update(readFileSync(inRoot(file)))
      .digest('hex');
  }
  return {
    libgpiod: sourceVersion(),
    toolchain: `${toolchain().id}, ${binaryenId}`,
    files: sums,
  };
}

/** Compares what has been built with what was recorded. */
function compareChecksums(recorded: Checksums | undefined, present: Checksums): ChecksumReport {
  const remedy = 'where that is meant, run npm run check -- --record';
  if (recorded === undefined) return { problems: [`${recordFile} is missing: ${remedy}`] };
  for (const what of ['libgpiod', 'toolchain'] as const) {
    if (recorded[what] !== present[what]) {
      const notCompared = `recorded with ${what} ${recorded[what]}, built with ${present[what]}`;
      return { problems: [], notCompared };
    }
  }
  const problems: string[] = [];
  for (const [file, sum] of Object.entries(present.files)) {
    if (recorded.files[file] === sum) continue;
    problems.push(`${file} is not the one that was recorded in ${recordFile}: ${remedy}`);
  }
  return { problems };
}

/** Whether the environment asks for another compiler or another libgpiod than the pinned ones. */
function deviates(): boolean {
  return ['WASI_SDK_PATH', 'LIBGPIOD_SHA256'].some((name) => process.env[name]);
}

/** The same for this tree. Another compiler or libgpiod than recorded is fine only where asked for. */
export function checkChecksums(): ChecksumReport {
  const report = compareChecksums(readRecord(), presentChecksums());
  if (report.notCompared === undefined || deviates()) return report;
  return {
    problems: [`${recordFile} is out of date (${report.notCompared}): npm run check -- --record`],
  };
}

/** Writes down the checksums of what lies in dist/. */
export function recordChecksums(): void {
  writeFileSync(inRoot(recordFile), `${JSON.stringify(presentChecksums(), null, 2)}\n`);
  console.log(`recorded in ${recordFile}`);
}
