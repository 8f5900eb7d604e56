/** A real browser for tests: everything it complains about is kept, and a test can assert that it was nothing. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ensureChromium } from '../local/chromium/chromium.ts';
import { DEMO } from '../local/demo.ts';
import { waitUntil } from '../local/process/wait.ts';

export interface TestBrowser {
  context: BrowserContext;
  /** Console errors and uncaught exceptions of all pages. */
  complaints: string[];
  close(): Promise<void>;
}

export async function startBrowser(options: { colorScheme?: 'light' | 'dark' } = {}): Promise<TestBrowser> {
  const { executablePath, args } = await ensureChromium();
  const browser: Browser = await chromium.launch({ executablePath, args });
  // What pulses or slides keeps a browser without a graphics card so busy that a test waits for seconds.
  const motion = { reducedMotion: 'reduce' } as const;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...motion, ...options });
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

/**
 * Opens the list of problems and ends what is open with the repairs that it offers. The list may be older than the canvas for a moment: a
 * repair that no longer fits does nothing, so each is tried until none is left.
 */
export async function endOpenPaths(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Problems/ }).click();
  const repairs = page.getByRole('list', { name: 'Problems' }).getByRole('button', { name: 'End here' });
  await repairs.first().waitFor();
  await waitUntil(
    async () => {
      // One that vanishes under the pointer was done already.
      if ((await repairs.count()) > 0)
        await repairs
          .first()
          .click({ timeout: 2_000 })
          .catch(() => {});
      return (await repairs.count()) === 0;
    },
    { timeoutMs: 20_000, what: 'no open path to be left' },
  );
}

/**
 * What axe calls serious or critical on the page as it is, in words.
 * @param within a selector: looks at that part only
 */
export async function accessibilityProblems(page: Page, within = ':root'): Promise<string[]> {
  return seriousOf(page, await new AxeBuilder({ page }).include(within).analyze());
}

/** The same in the light theme and in the dark one, which differ in colours alone. */
export async function accessibilityProblemsInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html.dark').waitFor();
  const dark = await new AxeBuilder({ page }).withRules('color-contrast').analyze();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('html:not(.dark)').waitFor();
  return [
    ...seriousOf(page, dark).map((problem) => `dark: ${problem}`),
    ...(await accessibilityProblems(page)),
  ];
}

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

function seriousOf(page: Page, { violations }: { violations: Violations }): string[] {
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(problemOf).join(' ')}`);
}

/** The element and why, with its colours where they are the reason. */
function problemOf({ html, any }: Violations[number]['nodes'][number]): string {
  return `${html} (${any.map(({ message }) => message).join('; ')})`;
}
