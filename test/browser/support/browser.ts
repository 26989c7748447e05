import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';
import { chromiumPath } from './chromium.js';
import { Site } from './site.js';

const launchArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let launched: Promise<Browser> | undefined;

/** One browser for all tests of a file. */
function browser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('Chromium is not installed');
  launched ??= chromium.launch({ executablePath, args: launchArguments });
  return launched;
}

afterAll(async () => {
  await (await launched)?.close();
});

/** A page, and where a folder is served for it. */
export interface OpenedPage {
  readonly page: Page;
  readonly origin: string;
}

/** Opens a page and serves a folder for one test: both are closed at its end. */
export async function openPage(
  folder: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const site = await Site.open(folder);
  onTestFinished(() => site.close());
  const viewport = { width: 1440, height: 960 };
  const context = await (await browser()).newContext({ viewport, ...options });
  onTestFinished(() => context.close());
  return { page: await context.newPage(), origin: site.origin };
}

/** A page that has nothing but what a module of the served folder exports: `libgpiodWasm`. */
export async function openModulePage(folder: string, module: string): Promise<OpenedPage> {
  const opened = await openPage(folder);
  const body = `<!doctype html><title>module</title><script type="module">
    import * as libgpiodWasm from '/${module}';
    Object.assign(globalThis, { libgpiodWasm });
  </script>`;
  await opened.page.route('**/module.html', (route) =>
    route.fulfill({ contentType: 'text/html', body }),
  );
  await opened.page.goto(`${opened.origin}/module.html`);
  return opened;
}
