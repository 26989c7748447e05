import { stdin } from 'node:process';
import { createInterface } from 'node:readline';
import type { Levels } from '../../../../scripts/machines/raspberry-pi/registers.js';
import { answer } from '../../guest/answers.js';

const input = createInterface({ input: stdin });
const replies = input[Symbol.asyncIterator]();

/** The controller's levels as they are outside, once a wire has given a line a level. */
export async function outside(drive?: readonly [line: number, level: 0 | 1]): Promise<Levels> {
  answer('outside', drive ?? null);
  const { value } = await replies.next();
  return JSON.parse(value as string) as Levels;
}

/** Whether a line has come to a high level, seen from outside, before something ended. */
export async function isLitBefore(line: number, end: Promise<unknown>): Promise<boolean> {
  let over = false;
  const ended = (): void => {
    over = true;
  };
  end.then(ended, ended);
  while (!over) {
    if ((await outside()).high.includes(line)) return true;
  }
  return false;
}

/** Nothing is asked from here on: the program may end. */
export function leave(): void {
  input.close();
}
