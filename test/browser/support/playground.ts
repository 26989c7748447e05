import { fileURLToPath } from 'node:url';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { afterAll, expect, onTestFinished } from 'vitest';
import { chromiumPath } from './chromium.js';
import { Site } from './site.js';

/** How long what has been asked for may take to show: machines may be slow. */
const PATIENCE = { timeout: 20_000 };

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

/** As it is laid out, line by line. */
async function textOf(found: Locator): Promise<string> {
  return (await found.allInnerTexts()).join('\n');
}

export interface OpenOptions extends BrowserContextOptions {
  /** Of the address: '?machine=pi4'. */
  readonly query?: string;
  /** Takes JSPI away, as in browsers that do not have it. */
  readonly withoutSuspending?: boolean;
}

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

/** The page of dist/playground in a real browser, on a plain file server. */
export class Playground {
  /** Whatever the browser's console would show in red or yellow. */
  readonly complaints: string[] = [];
  /** The addresses that were fetched. */
  readonly requested: string[] = [];
  readonly page: Page;
  readonly site: Site;

  private constructor(site: Site, page: Page) {
    this.site = site;
    this.page = page;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.context().on('request', (request) => this.requested.push(request.url()));
  }

  /** Opens the page for one test: it is closed at the test's end. */
  static async open(options: OpenOptions = {}): Promise<Playground> {
    const { query = '', withoutSuspending = false, ...chosen } = options;
    const site = await Site.open(
      fileURLToPath(new URL('../../../dist/playground', import.meta.url)),
    );
    onTestFinished(() => site.close());
    const viewport = { width: 1440, height: 960 };
    const context = await (await browser()).newContext({ viewport, ...chosen });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const playground = new Playground(site, page);
    if (withoutSuspending) {
      await page.route('**/machine.js', async (route) => {
        const response = await route.fetch();
        const body = `delete WebAssembly.Suspending;${await response.text()}`;
        await route.fulfill({ response, body });
      });
    }
    await page.goto(`${site.origin}/${query}`);
    await expect.poll(() => page.locator('body[data-ready]').count(), PATIENCE).toBe(1);
    return playground;
  }

  /** Types a command at the prompt of the terminal that is shown. */
  async command(text: string): Promise<void> {
    const input = this.page.locator('.terminal:visible input');
    await expect.poll(() => this.page.locator('.terminal:visible.busy').count(), PATIENCE).toBe(0);
    await input.fill(text);
    await input.press('Enter');
  }

  /** Waits until the terminal shows what matches. */
  async shows(expected: string | RegExp): Promise<void> {
    const screen = this.page.locator('.screen:visible');
    await expect.poll(() => textOf(screen), PATIENCE).toMatch(expected);
  }

  /** What has become of the pin of a line. */
  async pin(name: string, expected: string | RegExp): Promise<void> {
    const pin = this.page.locator(`[data-line="${name}"]`).first();
    await expect.poll(() => pin.getAttribute('aria-label'), PATIENCE).toMatch(expected);
  }

  async click(name: string): Promise<void> {
    await this.page.locator(`[data-line="${name}"]`).first().click();
  }

  /** Puts a program into the editor and runs it. */
  async run(source: string): Promise<void> {
    await this.page.locator('#editor-text').fill(source);
    await this.page.locator('#program-run').click();
  }

  /** Waits until an element's text matches. */
  async text(selector: string, expected: string | RegExp): Promise<void> {
    const found = this.page.locator(selector);
    await expect.poll(() => textOf(found), PATIENCE).toMatch(expected);
  }

  /** Waits until an element shows, or does not. */
  async visible(selector: string, expected = true): Promise<void> {
    await expect.poll(() => this.page.locator(selector).isVisible(), PATIENCE).toBe(expected);
  }
}
