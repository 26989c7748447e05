import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkLimits, type PluginLimits } from '../../ts/sandbox/plugin/limits.js';
import { watchTime } from '../../ts/sandbox/plugin/time-limits.js';
import { inTurn } from '../../ts/sandbox/plugin/turns.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A thread that uses a share of a processor, looked at in virtual time. */
function watched(limits: PluginLimits, share: number) {
  const startMs = performance.now();
  const seen = { looks: 0, reached: [] as [string, number][] };
  const end = watchTime(
    checkLimits(limits),
    async () => {
      seen.looks += 1;
      return 1000 + (performance.now() - startMs) * share;
    },
    (limit) => {
      seen.reached.push([limit, performance.now() - startMs]);
      end();
    },
  );
  return { seen, end };
}

describe('limits of time', () => {
  test('the clock on the wall', async () => {
    const { seen } = watched({ wallMs: 500, cpuMs: 1000 }, 1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(seen.reached).toEqual([['wallMs', 500]]);
  });

  test('a processor of its own is noticed at once', async () => {
    const { seen } = watched({ cpuMs: 100 }, 1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(seen.reached).toEqual([['cpuMs', 100]]);
    expect(seen.looks).toBe(2);
  });

  test('a part of one within a few milliseconds, with few looks', async () => {
    const { seen } = watched({ cpuMs: 100 }, 0.3);
    await vi.advanceTimersByTimeAsync(2000);
    const [[limit, ms] = ['', 0]] = seen.reached;
    expect(limit).toBe('cpuMs');
    expect(ms).toBeGreaterThanOrEqual(333);
    expect(ms).toBeLessThan(337);
    expect(seen.looks).toBeLessThan(30);
  });

  test('a thread that sleeps is hardly looked at', async () => {
    const { seen, end } = watched({ cpuMs: 100, wallMs: Number.POSITIVE_INFINITY }, 0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual({ looks: 101, reached: [] });
    end();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen.looks).toBe(101);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('months are no limit that ends at once', async () => {
    const { seen, end } = watched({ wallMs: 2 ** 33, cpuMs: 2 ** 33 }, 0.1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen.reached).toEqual([]);
    end();
  });
});

describe('turns of the event loop', () => {
  test('what comes when they have taken long enough waits for everything else', async () => {
    vi.useRealTimers();
    let nowMs = 1000;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const done: string[] = [];
    const call = (name: string, ms: number): void =>
      inTurn(() => {
        done.push(name);
        nowMs += ms;
      });
    try {
      call('first', 1.9);
      call('second', 1);
      call('third', 0);
      setImmediate(() => done.push('everything else'));
      expect(done).toEqual(['first', 'second']);
      await new Promise((resolve) => setImmediate(resolve));
      expect(done).toEqual(['first', 'second', 'third', 'everything else']);
      call('fourth', 0);
      expect(done).toContain('fourth');
    } finally {
      clock.mockRestore();
    }
  });
});
