import type { Sim } from './sim.js';
import type { SimLine } from './sim-line.js';

interface Result {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What the matchers add to `expect(...)`, for a test runner's type declarations. */
export interface SimMatchers<R = unknown> {
  /** Of a line: its physical level is 1. */
  toBeHigh(): R;
  /** Of a line: its physical level is 0. */
  toBeLow(): R;
  /** Of a line: somebody has requested it, under this name where one is given. */
  toBeRequested(consumer?: string): R;
  /** Of a simulated machine: programs have closed all they had opened. */
  toHaveNoOpenHandles(): R;
}

function describeLine({ name, chipName, offset, drivenBy }: SimLine): string {
  const place = `${chipName}:${offset}`;
  return `${name === '' ? place : `${name} (${place})`}, driven by its ${drivenBy},`;
}

function levelMatcher(wanted: 0 | 1): (line: SimLine) => Result {
  const word = wanted === 1 ? 'high' : 'low';
  return (line) => {
    const pass = line.level === wanted;
    const other = wanted === 1 ? 'low' : 'high';
    const message = (): string =>
      pass
        ? `${describeLine(line)} is ${word}, and should not be`
        : `${describeLine(line)} should be ${word}, but is ${other}`;
    return { pass, message };
  };
}

/**
 * Matchers for Vitest and Jest: `expect.extend(simMatchers)`. Without a test runner, the same is in
 * `line.level`, `line.consumer` and `sim.openHandles`.
 */
export const simMatchers = {
  toBeHigh: levelMatcher(1),
  toBeLow: levelMatcher(0),

  toBeRequested(line: SimLine, consumer?: string): Result {
    const pass = line.consumer !== undefined && (consumer ?? line.consumer) === line.consumer;
    const holder = line.consumer === undefined ? 'nobody' : `'${line.consumer}'`;
    const wanted = consumer === undefined ? '' : ` by '${consumer}'`;
    const message = (): string =>
      `${describeLine(line)} should ${pass ? 'not ' : ''}be requested${wanted}; ${holder} has it`;
    return { pass, message };
  },

  toHaveNoOpenHandles(sim: Sim): Result {
    const open = sim.openHandles;
    const list = open.map(({ kind, description }) => `${kind} ${description}`).join('; ');
    const message = (): string =>
      open.length === 0
        ? 'something should be open'
        : `nothing should be open, but there is: ${list}`;
    return { pass: open.length === 0, message };
  },
};
