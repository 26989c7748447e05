import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openPage } from './browser.js';

/** How long what has been asked for may take to show: machines may be slow. */
const PATIENCE = { timeout: 20_000 };

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

/** The page of dist/playground in a real browser, on a plain file server. */
export class Playground {
  /** Whatever the browser's console would show in red or yellow. */
  readonly complaints: string[] = [];
  /** The addresses that were fetched. */
  readonly requested: string[] = [];
  readonly page: Page;
  /** Where the page comes from. */
  readonly origin: string;

  private constructor(page: Page, origin: string) {
    this.page = page;
    this.origin = origin;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.context().on('request', (request) => this.requested.push(request.url()));
  }

  /** Opens the page for one test: it is closed at the test's end. */
  static async open(options: OpenOptions = {}): Promise<Playground> {
    const { query = '', withoutSuspending = false, ...chosen } = options;
    const folder = fileURLToPath(new URL('../../../dist/playground', import.meta.url));
    const { page, origin } = await openPage(folder, chosen);
    const playground = new Playground(page, origin);
    if (withoutSuspending) {
      await page.route('**/machine.js', async (route) => {
        const response = await route.fetch();
        const body = `delete WebAssembly.Suspending;${await response.text()}`;
        await route.fulfill({ response, body });
      });
    }
    await page.goto(`${origin}/${query}`);
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
