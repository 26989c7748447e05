import { describe, expect, it } from 'vitest';
import type { Read } from '../contestants/serve.js';
import { type Chips, compareIoctls, type Level, observe, type Runner } from './meaning.js';

const all = Array.from({ length: 64 }, (_, offset) => offset);

function hex(levels: readonly number[]): string {
  return levels.reduce((bits, level, i) => bits | (BigInt(level) << BigInt(i)), 0n).toString(16);
}

/** Chips in memory, and what may be done with them. */
class Board implements Chips {
  readonly levels = new Map<string, Level>();
  readonly requested = new Map<number, readonly number[]>();
  events: Read[] = [];
  #ioctls: string[] = [];

  pull(chip: number, offset: number, level: Level): void {
    this.levels.set(`${chip} ${offset}`, level);
    if (!this.requested.get(chip)?.includes(offset)) return;
    const ofLine = this.events.filter((event) => event[0] === offset).length;
    this.events.push([offset, level, this.events.length + 1, ofLine + 1]);
  }
  async settle(): Promise<void> {}
  level(chip: number, offset: number): Level {
    return this.levels.get(`${chip} ${offset}`) ?? 0;
  }
  held(chip: number): number[] {
    return [...(this.requested.get(chip) ?? [])];
  }
  ioctls(): string[] {
    return this.#ioctls.splice(0);
  }

  request(chip: number, offsets: readonly number[]): void {
    this.#ioctls.push('request');
    this.requested.set(chip, offsets);
  }
  get(chip: number, offsets: readonly number[]): Level[] {
    const levels = offsets.map((offset) => this.level(chip, offset));
    this.#ioctls.push(`get ${hex(levels)}`);
    return levels;
  }
  set(chip: number, levels: Readonly<Record<number, number>>): void {
    this.#ioctls.push(`set ${hex(Object.values(levels))}`);
    for (const [offset, level] of Object.entries(levels)) {
      this.levels.set(`${chip} ${offset}`, level as Level);
    }
  }
  info(offset: number): string {
    this.#ioctls.push('line-info');
    return `GPIO${offset}`;
  }
}

/** A loop: `begin` makes ready, `call` is made again and again. */
interface Loop {
  begin?(board: Board): void;
  call(board: Board, i: number): Read;
}

/** Does it as it should be done. */
const right: Readonly<Record<string, Loop>> = {
  'get-value': {
    begin: (board) => board.request(0, [5]),
    call: (board) => board.get(0, [5]),
  },
  'set-value': {
    begin: (board) => board.request(0, [5]),
    call: (board, i) => {
      board.set(0, { 5: i & 1 });
      return [];
    },
  },
  'get-values-64': {
    begin: (board) => board.request(0, all),
    call: (board) => board.get(0, all),
  },
  'set-values-64': {
    begin: (board) => board.request(0, all),
    call: (board, i) => {
      board.set(0, Object.fromEntries(all.map((offset) => [offset, (offset + i) & 1])));
      return [];
    },
  },
  play: {
    begin: (board) => board.request(0, [5]),
    call: (board, i) => {
      board.set(0, { 5: i & 1 });
      return [];
    },
  },
  'read-events': {
    begin: (board) => board.request(3, all),
    call: (board) => board.events.splice(0).flat(),
  },
  'request-release': {
    call: (board) => {
      board.request(0, [5]);
      board.requested.delete(0);
      return [];
    },
  },
  'line-info': { call: (board, i) => [board.info(i & 63)] },
};

function observed(
  name: string,
  call: Loop['call'] | undefined = undefined,
): ReturnType<typeof observe> {
  const board = new Board();
  const loop = { ...(right[name] as Loop), ...(call !== undefined && { call }) };
  let ready = false;
  const runner: Runner = {
    async run(_, count) {
      if (!ready) loop.begin?.(board);
      ready = true;
      let read: Read = [];
      for (let i = 0; i < count; i++) read = loop.call(board, i);
      return { read };
    },
  };
  return observe(name, runner, board);
}

async function differences(name: string, call?: Loop['call']): Promise<readonly string[]> {
  return (await observed(name, call)).differences;
}

describe('observing what a loop does', () => {
  it.each(Object.keys(right))('finds nothing wrong with a %s that does it', async (name) => {
    expect(await differences(name)).toEqual([]);
  });

  it('notices a value that was made up', async () => {
    const [first] = await differences('get-value', (board) => {
      board.get(0, [5]);
      return [1];
    });
    expect(first).toBe('the value read of a line pulled to 0: [1], not [0]');
  });

  it('notices the value of another line', async () => {
    expect(await differences('get-value', (board) => board.get(0, [4]))).not.toEqual([]);
  });

  it('notices values that come from nowhere but are right', async () => {
    const found = await differences('get-values-64', (board) => all.map((o) => board.level(0, o)));
    expect(found.every((text) => text.startsWith('ioctls of 2 calls: []'))).toBe(true);
    expect(found).toHaveLength(2);
  });

  it.each(['set-value', 'set-values-64', 'play'])(
    'notices a %s that sets nothing',
    async (name) => {
      const found = await differences(name, () => []);
      expect(found.some((text) => text.startsWith('ioctls'))).toBe(true);
      expect(found.some((text) => text.startsWith('the level'))).toBe(true);
    },
  );

  it('notices steps that all set the same', async () => {
    const found = await differences('play', (board) => {
      board.set(0, { 5: 1 });
      return [];
    });
    expect(found).toEqual([expect.stringMatching(/^ioctls of 1000 calls: 1000 of .*not 1000 of /)]);
  });

  it('notices a call that asks the kernel twice', async () => {
    const found = await differences('get-value', (board) => {
      board.get(0, [5]);
      return board.get(0, [5]);
    });
    expect(found[0]).toMatch(/^ioctls of 3 calls: .*get 1/);
  });

  it('notices a kernel that does not do what it is told', async () => {
    const found = await differences('set-value', (board, i) => {
      board.set(0, { 5: i & 1 });
      board.levels.set('0 5', 0);
      return [];
    });
    expect(found).toEqual([
      'the level after 2 calls: 0, not 1',
      'the level after 4 calls: 0, not 1',
    ]);
  });

  it('notices events out of order', async () => {
    const found = await differences('read-events', (board) =>
      board.events.splice(0).reverse().flat(),
    );
    expect(found).toEqual([expect.stringMatching(/^the events /)]);
  });

  it('notices events that never came', async () => {
    const found = await differences('read-events', (board) => {
      board.events.shift();
      return board.events.splice(0).flat();
    });
    expect(found).toEqual([expect.stringMatching(/^the events /)]);
  });

  it('notices lines that stay requested', async () => {
    const found = await differences('request-release', (board) => {
      board.request(0, [5]);
      return [];
    });
    expect(found).toEqual(['the lines held afterwards: [5], not []']);
  });

  it('notices that nothing was requested', async () => {
    expect(await differences('request-release', () => [])).toEqual([
      'requests of 3 calls: [], not ["request","request","request"]',
    ]);
  });

  it('notices names of other lines', async () => {
    const found = await differences('line-info', (board, i) => [board.info((i + 1) & 63)]);
    expect(found[0]).toBe('the name of line 0: ["GPIO1"], not ["GPIO0"]');
  });

  it('does not accept a loop nobody has described', async () => {
    const board = new Board();
    const runner: Runner = { run: async () => ({ read: [] }) };
    const { differences } = await observe('get-luck', runner, board);
    expect(differences).toEqual(['test/bench/rig/meaning.ts does not say what it has to do']);
  });
});

describe('comparing the ioctls of two contestants', () => {
  it('finds nothing where they are the same', async () => {
    expect(compareIoctls(await observed('set-value'), await observed('set-value'))).toEqual([]);
  });

  it('shows both where one makes more', () => {
    const once = { differences: [], ioctls: ['request'] };
    const twice = { differences: [], ioctls: ['chip-info', 'request'] };
    expect(compareIoctls(twice, once)).toEqual([
      'ioctls: ["chip-info","request"], in C ["request"]',
    ]);
  });
});
