/** A real browser for tests: everything it complains about is kept, and a test can assert that it was nothing. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ensureChromium } from '../local/chromium/chromium.ts';
import { DEMO } from '../local/demo.ts';

export interface TestBrowser {
  context: BrowserContext;
  /** Console errors and uncaught exceptions of all pages. */
  complaints: string[];
  close(): Promise<void>;
}

export async function startBrowser(options: { colorScheme?: 'light' | 'dark' } = {}): Promise<TestBrowser> {
  const { executablePath, args } = await ensureChromium();
  const browser: Browser = await chromium.launch({ executablePath, args });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const complaints: string[] = [];
  context.on('page', (page) => {
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  });
  return { context, complaints, close: () => browser.close() };
}

export async function signIn(page: Page, studioUrl: string, email: string = DEMO.users[0]): Promise<void> {
  await page.goto(studioUrl);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(DEMO.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Flows' }).waitFor();
}
