import { describe, expect, it } from 'vitest';
import { chooseSeries } from '../../scripts/rig/kernel-source.js';

describe('chooseSeries', () => {
  it('prefers the series the rig has been proved on', () => {
    expect(chooseSeries(['linux-source-7.1', 'linux-source-7.2', 'linux-source-7.10'])).toBe('7.2');
  });

  it('takes the newest where that one is gone, comparing numbers', () => {
    expect(chooseSeries(['linux-source-7.9', 'linux-source-7.10', 'linux-source-6.99'])).toBe(
      '7.10',
    );
  });

  it('refuses kernels older than 6.16 and other packages', () => {
    expect(chooseSeries(['linux-source-6.12', 'linux-source-6.15', 'linux-source'])).toBe(
      undefined,
    );
    expect(chooseSeries(['linux-source-6.16'])).toBe('6.16');
  });
});
