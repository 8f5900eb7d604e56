/** A segment made in the studio. */
import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Stack } from '../local/testing/stack.ts';
import { signIn } from './browser.ts';
import { useStudio } from './studio.ts';

/** Set it to a folder to look at the screens: `PARLEY_SHOTS=/tmp/shots`. */
const SHOTS = process.env.PARLEY_SHOTS;

let stack: Stack;
let page: Page;

useStudio(async (started) => {
  ({ stack, page } = started);
  await signIn(page, stack.urls.api);
});

it('asks for consent to utility messages, counts whom it holds, and says so in words', async () => {
  await page.goto(`${stack.urls.api}/contacts/segments`);
  await page.getByRole('button', { name: 'New segment' }).click();
  const dialog = page.getByRole('dialog', { name: 'New segment' });
  await dialog.getByLabel('Name').fill('No utility');
  await dialog.getByLabel('What is looked at').selectOption('consent');
  await dialog.getByLabel('Consent to what').selectOption('utility');
  await dialog.getByLabel('Comparison').selectOption('is-not');
  await dialog.getByText(/^\d+ contact/).waitFor();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/segment-consent.png` });
  await dialog.getByRole('button', { name: 'Create' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Consent to utility messages is not granted').waitFor();
  const [row] = await stack.sql`select rules from segments where name = 'No utility'`;
  expect(row).toEqual({
    rules: { kind: 'all', of: [{ kind: 'consent', purpose: 'utility', op: 'is-not', value: 'granted' }] },
  });
});
