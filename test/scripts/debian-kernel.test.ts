import { describe, expect, it } from 'vitest';
import { newestRelease } from '../../scripts/machines/raspberry-pi/debian-kernel.js';

describe('newestRelease', () => {
  it('takes the newest kernel of the flavour, comparing numbers', () => {
    const releases = ['6.12.94+deb13-arm64', '6.12.107+deb13-arm64', '6.9.7+deb13-arm64'];
    const packages = releases.map((release) => `linux-image-${release}`);
    expect(newestRelease(packages, 'arm64')).toBe('6.12.107+deb13-arm64');
  });

  it('knows the names of older suites', () => {
    const packages = ['linux-image-6.1.0-9-armmp-lpae', 'linux-image-6.1.0-50-armmp-lpae'];
    expect(newestRelease(packages, 'armmp-lpae')).toBe('6.1.0-50-armmp-lpae');
  });

  it('takes no other flavour and no package without a kernel', () => {
    const packages = [
      'linux-image-arm64',
      'linux-image-6.12.107+deb13-arm64-16k',
      'linux-image-6.12.107+deb13-arm64-unsigned',
      'linux-image-6.12.107+deb13-cloud-arm64',
    ];
    expect(newestRelease(packages, 'arm64')).toBeUndefined();
  });
});
