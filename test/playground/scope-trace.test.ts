import { describe, expect, test } from 'vitest';
import { LONGEST_MS, ScopeTrace } from '../../ts/playground/page/scope-trace.js';

const line = { index: 0, offset: 0, name: 'GPIO0' };

describe('a trace', () => {
  test('knows the level that there was before its first edge', () => {
    const trace = new ScopeTrace(line, 1);
    trace.add(0, 100);

    expect(trace.since(50)).toEqual({ level: 1, edges: [[100, 0]] });
    expect(trace.since(150)).toEqual({ level: 0, edges: [] });
    expect(trace.level).toBe(0);
  });

  test('forgets edges that nobody can see any more, but not the level they left', () => {
    const trace = new ScopeTrace(line, 0);
    trace.add(1, 0);
    trace.add(0, LONGEST_MS + 10);

    expect(trace.since(5)).toEqual({ level: 1, edges: [[LONGEST_MS + 10, 0]] });
    expect(trace.since(-5).edges).toHaveLength(1);
  });

  test('counts how often it rises', () => {
    const trace = new ScopeTrace(line, 0);
    expect(trace.frequency(0)).toBeUndefined();
    for (let i = 0; i < 5; i += 1) {
      trace.add(1, i * 100);
      trace.add(0, i * 100 + 50);
    }

    expect(trace.frequency(0)).toBe(10);
    expect(trace.frequency(400)).toBeUndefined();
  });
});
