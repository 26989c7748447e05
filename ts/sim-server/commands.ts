import type { Sim } from '../sim/sim.js';
import type { SimLine } from '../sim/sim-line.js';

interface Command {
  /** What follows the command's name. */
  readonly words: readonly string[];
  readonly optional?: number;
  readonly help: string;
  run(sim: Sim, ...words: string[]): string;
}

function describe(line: SimLine): string {
  const { chipName, offset, name, direction, level, drivenBy, consumer, contended } = line;
  return [
    `${chipName}:${offset}`,
    name === '' ? 'unnamed' : `"${name}"`,
    direction,
    `level=${level}`,
    `driven-by=${drivenBy}`,
    ...(contended ? ['contended'] : []),
    ...(consumer === undefined ? [] : [`consumer="${consumer}"`]),
  ].join(' ');
}

/** What can be done to a shared machine from a shell, by name. A LINE is a name or CHIP:OFFSET. */
const simCommands: Readonly<Record<string, Command>> = {
  pull: {
    words: ['LINE', 'up|down'],
    help: "turn a line's pull resistor: press a button, open a switch",
    run(sim, line, direction) {
      sim.line(line ?? '').pull(direction as 'up' | 'down');
      return '';
    },
  },
  level: {
    words: ['LINE'],
    help: 'print the physical level of a line: 0 or 1',
    run: (sim, line) => `${sim.line(line ?? '').level}\n`,
  },
  line: {
    words: ['LINE'],
    help: 'print what a line is at, who drives it and who has requested it',
    run: (sim, line) => `${describe(sim.line(line ?? ''))}\n`,
  },
  wire: {
    words: ['LINE', 'LINE'],
    help: 'wire two lines together',
    run(sim, a, b) {
      sim.wire(a ?? '', b ?? '');
      return '';
    },
  },
  plug: {
    words: ['LINES', 'LABEL'],
    optional: 1,
    help: 'plug in a chip with so many lines, and print its name',
    run(sim, lines, label) {
      return `${sim.plug({ lines: Number(lines), label }).name}\n`;
    },
  },
  unplug: {
    words: ['CHIP'],
    help: 'take a chip away, by name or label',
    run(sim, chip) {
      sim.unplug(chip ?? '');
      return '';
    },
  },
};

/** A line of help for each command. */
export function describeCommands(): string {
  return Object.entries(simCommands)
    .map(([name, { help }]) => `  ${commandSynopsis(name).padEnd(22)}${help}\n`)
    .join('');
}

/** Throws RangeError for a command that there is not. */
export function checkCommand(name: string): void {
  if (Object.hasOwn(simCommands, name)) return;
  const known = Object.keys(simCommands).join(', ');
  throw new RangeError(`there is no command '${name}'; there are: ${known}`);
}

/** How a command is written. */
function commandSynopsis(name: string): string {
  const { words, optional = 0 } = simCommands[name] as Command;
  const shown = words.map((word, i) => (i < words.length - optional ? word : `[${word}]`));
  return [name, ...shown].join(' ');
}

/**
 * Runs one command and returns what it prints.
 *
 * @throws TypeError and RangeError for what makes no sense.
 */
export function runSimCommand(sim: Sim, [name = '', ...words]: readonly string[]): string {
  checkCommand(name);
  const command = simCommands[name] as Command;
  const { length } = command.words;
  if (words.length > length || words.length < length - (command.optional ?? 0)) {
    throw new TypeError(`it is: ${commandSynopsis(name)}`);
  }
  return command.run(sim, ...words);
}
