import type { ChipDescription } from './operation.js';
import type { Random } from './random.js';

const LINES = [1, 2, 3, 4, 4, 8, 8, 12, 33, 70];

function name(random: Random): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz-_09ABC';
  const length = random.pick([1, 4, 6, 10, 31, 32, 40]);
  let text = random.once(6) ? 'ä' : '';
  while (text.length < length) text += random.pick([...letters]);
  return text;
}

/** Any chip that gpio-sim makes. */
export function chipDescription(random: Random): ChipDescription {
  const lines = random.pick(LINES);
  const names: Record<number, string> = {};
  for (let offset = 0; offset < lines; offset += 1)
    if (random.once(3)) names[offset] = name(random);
  const special = (): number[] =>
    lines > 2 && random.once(2) ? [random.below(lines), random.below(lines)] : [];
  const reserved = [...new Set(special())];
  const hogs = [...new Set(special())]
    .filter((offset) => !reserved.includes(offset))
    .map((offset) => ({
      offset,
      name: name(random),
      direction: random.pick(['input', 'output-high', 'output-low'] as const),
      activeLow: random.once(3),
    }));
  return { lines, label: name(random), names, hogs, reserved };
}
