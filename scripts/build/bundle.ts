import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type InputOptions, type OutputOptions, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { inRoot, type Stage } from './stage.js';

/** What stays outside of the bundles: Node itself and the runtime dependency. */
const external = [/^node:/, /^@bjorn3\//];

/** tsc's output: the bundles and their declarations are made of it. */
const compiled = 'build/ts';

const outputs = [
  'dist/index.js',
  'dist/index.cjs',
  'dist/index.d.ts',
  'dist/index.d.cts',
  'dist/cli.js',
];

function runTsc(): void {
  rmSync(inRoot(compiled), { recursive: true, force: true });
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', inRoot('tsconfig.build.json')];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: inRoot() });
  if (result.status !== 0) throw new Error(`tsc failed:\n${result.stdout}${result.stderr}`);
}

async function bundle(input: InputOptions, ...written: OutputOptions[]): Promise<void> {
  const build = await rollup({
    external,
    ...input,
    onwarn(warning) {
      throw new Error(`rollup: ${warning.message}`);
    },
  });
  for (const output of written) await build.write(output);
  await build.close();
}

/** dist/*.js and the declarations, each entry in one file. */
export function bundleStage(): Stage {
  return {
    name: 'bundles',
    inputs: [
      'ts',
      'tsconfig.json',
      'tsconfig.build.json',
      'scripts/build/bundle.ts',
      'package.json',
    ],
    outputs,
    async run() {
      runTsc();
      const dist = (name: string): string => inRoot('dist', name);
      const entry = (name: string): string => inRoot(compiled, name);
      for (const name of readdirSync(dist(''))) {
        if (/\.(js|cjs|d\.ts|d\.cts)$/.test(name)) rmSync(join(dist(''), name));
      }
      await bundle(
        { input: entry('index.js') },
        { file: dist('index.js'), format: 'es' },
        { file: dist('index.cjs'), format: 'cjs' },
      );
      // The command line starts as fast as its one file is small: it brings nothing of the API.
      await bundle(
        { input: entry('cli.js') },
        { dir: dist(''), format: 'es', entryFileNames: 'cli.js', chunkFileNames: 'cli-[name].js' },
      );
      await bundle(
        { input: entry('index.d.ts'), plugins: [dts()] },
        { file: dist('index.d.ts'), format: 'es' },
      );
      copyFileSync(dist('index.d.ts'), dist('index.d.cts'));
    },
  };
}
