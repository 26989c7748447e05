import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { transform } from 'esbuild';
import { inRoot } from '../../scripts/support/root.js';
import { TemporaryFolder } from './temporary-folder.js';

/** A user's folder, in which the built package is installed. */
export class UserFolder extends TemporaryFolder {
  /** @param packages - those of this project's own that are installed beside it. */
  constructor(...packages: readonly string[]) {
    super();
    this.#install('libgpiod-wasm', inRoot());
    for (const name of packages) this.#install(name, inRoot('node_modules', name));
    // What npm's npx does with a package that is installed.
    const npx = `#!/bin/sh\nshift\nexec '${process.execPath}' '${inRoot('dist', 'cli.js')}' "$@"\n`;
    chmodSync(this.write('npx', npx), 0o755);
  }

  /** The environment of programs there: with `npx`, and without a machine that is simulated. */
  get env(): NodeJS.ProcessEnv {
    const { LIBGPIOD_WASM_SIM: _, ...env } = process.env;
    return { ...env, PATH: `${this.path}:${dirname(process.execPath)}:${env.PATH}` };
  }

  /** Writes a file and returns its path. */
  write(name: string, text: string): string {
    const path = this.join(name);
    writeFileSync(path, text);
    return path;
  }

  /** Writes a TypeScript program as the JavaScript that it becomes, and returns its path. */
  async writeProgram(name: string, source: string): Promise<string> {
    const { code } = await transform(source, { loader: 'ts', target: 'node20' });
    return this.write(`${name}.mjs`, code);
  }

  #install(name: string, from: string): void {
    const path = this.join(`node_modules/${name}`);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(from, path);
  }
}
