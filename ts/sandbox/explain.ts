import type { GrantedLine } from './granted-line.js';
import type { GrantedChip } from './resolve-grants.js';
import type { SandboxKernel } from './sandbox-kernel.js';

function lineText(line: GrantedLine): string {
  const place = `${line.chip.path.slice('/dev/'.length)}:${line.trueOffset}`;
  const rights = line.allow.size === 0 ? 'nothing' : [...line.allow].join(', ');
  const fixed = Object.entries(line.fixed).filter(([, value]) => value !== undefined);
  const settings = fixed.map(([name, value]) => `${name}=${String(value)}`).join(', ');
  const name = line.name === '' ? 'unnamed' : `"${line.name}"`;
  const truth = [place, line.trueName].filter(Boolean).join(' ');
  const end = settings === '' ? '' : `; fixed: ${settings}`;
  return `  line ${line.offset}: ${name} is ${truth}; may: ${rights}${end}\n`;
}

/** Said of a chip whose lines cannot all be in one request. */
function chipsText({ chips }: GrantedChip): string {
  if (chips.length < 2) return '';
  const paths = chips.map(({ path }) => path.slice('/dev/'.length)).join(', ');
  return `  note: these are lines of ${paths}; a request for lines of more than one of them is EINVAL\n`;
}

/** What guests of a sandbox see, and what of it truly is which line, for people to read. */
export function explain(box: SandboxKernel): string {
  if (box.chips.length === 0) return 'no chips\n';
  return box.chips
    .map((chip) => {
      const { name, label, lines } = chip;
      const count = `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`;
      return `/dev/${name} [${label}] (${count})\n${lines.map(lineText).join('')}${chipsText(chip)}`;
    })
    .join('');
}
