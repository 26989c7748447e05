import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { listPresets } from '../sim/presets/presets.js';
import { checkCommand, describeCommands } from '../sim-server/commands.js';
import { sendSimCommand } from '../sim-server/send-command.js';
import { serveSim } from '../sim-server/server.js';
import { defaultSocketPath } from '../sim-server/socket-path.js';
import { simOf, socketOf } from './simulated.js';

const usage = `Usage: libgpiod-wasm sim [--socket PATH] COMMAND [ARG ...]

Shares a simulated machine between programs, and works on its lines.

Commands:
  serve PRESET|FILE     share a machine until this program is ended
  presets               list the machines that can be simulated by name
To the machine that is shared (a LINE is a name, or CHIP:OFFSET):
${describeCommands()}
Options:
  -s, --socket PATH     where it is shared; default: ${defaultSocketPath()}
  -h, --help            display this help and exit

Tools work on it with: libgpiod-wasm --sim unix:PATH TOOL [ARG ...]
`;

function print(text: string): void {
  writeSync(1, text);
}

async function serve(path: string, [spec, ...more]: readonly string[]): Promise<void> {
  if (spec === undefined || more.length > 0) throw new Error('serve takes one PRESET or FILE');
  const server = await serveSim(simOf(spec), path);
  const at = path === defaultSocketPath() ? '' : path;
  const socket = at === '' ? '' : ` --socket ${path}`;
  print(
    `Sharing a simulated machine, ${spec}, at ${path}\n` +
      `  libgpiod-wasm --sim unix:${at} gpioinfo\n` +
      `  libgpiod-wasm sim${socket} pull LINE up\n`,
  );
  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  await server.close();
}

interface Words {
  /** Where the machine is shared. */
  readonly path: string;
  readonly help: boolean;
  readonly command: readonly string[];
}

/** Options may stand anywhere; `--` ends them. */
function parse(words: readonly string[]): Words {
  let path = socketOf(process.env.LIBGPIOD_WASM_SIM ?? '') ?? defaultSocketPath();
  let help = false;
  const command: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-s' || word === '--socket') {
      const value = rest.shift();
      if (value === undefined) throw new Error(`${word} takes a PATH`);
      path = value;
    } else if (word.startsWith('--socket=')) {
      path = word.slice('--socket='.length);
    } else if (word === '-h' || word === '--help') {
      help = true;
    } else if (word === '--') {
      command.push(...rest.splice(0));
    } else if (word.startsWith('-')) {
      throw new Error(`sim: unrecognized option '${word}'`);
    } else {
      command.push(word);
    }
  }
  return { path, help, command };
}

/** `libgpiod-wasm sim ...`. Returns the exit status. */
export async function simCommand(words: readonly string[]): Promise<number> {
  const { path, help, command } = parse(words);
  const [name, ...rest] = command;
  if (help) print(usage);
  else if (name === undefined)
    throw new Error("sim takes a command: see 'libgpiod-wasm sim --help'");
  else if (name === 'serve') await serve(path, rest);
  else if (name === 'presets') {
    if (rest.length > 0) throw new Error('presets takes no more words');
    print(listPresets());
  } else {
    checkCommand(name);
    print(await sendSimCommand(path, command));
  }
  return 0;
}
