import type { ChipOptions, HogOptions } from './chip-options.js';
import type { SimChipDescription, SimHog, SimLineDescription } from './description.js';

type Described = string | null | SimLineDescription;

function nameOf(line: Described): string {
  return (typeof line === 'string' ? line : line?.name) ?? '';
}

function detailsOf(line: Described): SimLineDescription {
  return typeof line === 'string' || line === null ? {} : line;
}

function hogOf({ hog, used }: SimLineDescription): SimHog | undefined {
  return used === undefined ? hog : { name: used, direction: 'input' };
}

/** A described chip as the simulated kernel takes it, but for the pulls. */
export function chipOptionsOf({ label, lines }: SimChipDescription): ChipOptions {
  const named = label === undefined ? {} : { label };
  if (typeof lines === 'number') return { ...named, lines };
  const hogs = lines.flatMap((line, offset): HogOptions[] => {
    const hog = hogOf(detailsOf(line));
    if (hog === undefined) return [];
    const { name, direction, activeLow = false } = hog;
    return [{ offset, name, direction, activeLow }];
  });
  return {
    ...named,
    lines: lines.length,
    names: lines.map(nameOf),
    hogs,
    reserved: [...lines.keys()].filter((offset) => detailsOf(lines[offset] ?? null).reserved),
  };
}

/** The lines whose pull is up at first, which is down otherwise. */
export function pulledUp({ lines }: SimChipDescription): number[] {
  if (typeof lines === 'number') return [];
  return [...lines.keys()].filter((offset) => detailsOf(lines[offset] ?? null).pull === 'up');
}
