import { existsSync } from 'node:fs';

/** Where Debian and others install it. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser to test with, which CHROMIUM may name; undefined where there is none. */
export function chromiumPath(): string | undefined {
  const { CHROMIUM: named } = process.env;
  return (named === undefined ? places : [named]).find((path) => existsSync(path));
}
