import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('support/local-time-program.ts', import.meta.url));

function offset(zone: string, utc: string): number {
  const seconds = String(Date.parse(utc) / 1000);
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, seconds], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return Number(stdout);
}

test.each([
  ['Europe/Berlin', '2025-03-30T00:59:59Z', 3600],
  ['Europe/Berlin', '2025-03-30T01:00:00Z', 7200],
  ['America/New_York', '2025-11-02T05:59:59Z', -14400],
  ['America/New_York', '2025-11-02T06:00:00Z', -18000],
  ['Asia/Kolkata', '2025-07-01T00:00:00Z', 19800],
  ['Europe/Berlin', '1970-01-01T00:05:00Z', 3600],
  ['UTC', '2025-07-01T00:00:00Z', 0],
])('local time in %s at %s is %i s ahead of UTC', (zone, utc, expected) => {
  expect(offset(zone, utc)).toBe(expected);
});
