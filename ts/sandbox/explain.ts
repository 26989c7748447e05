import type { GrantedLine } from './granted-line.js';
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

/** What guests of a sandbox see, and what of it truly is which line, for people to read. */
export function explain(box: SandboxKernel): string {
  if (box.chips.length === 0) return 'no chips\n';
  return box.chips
    .map(({ name, label, lines }) => {
      const count = `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`;
      return `/dev/${name} [${label}] (${count})\n${lines.map(lineText).join('')}`;
    })
    .join('');
}
