/** Templates in the studio: one is written with its preview, reviewed by Meta, mended after a rejection, and chosen in a flow. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Stack } from '../local/testing/stack.ts';
import { signIn } from './browser.ts';
import { useStudio } from './studio.ts';

/** Set it to a folder to look at the screens: `PARLEY_SHOTS=/tmp/shots`. */
const SHOTS = process.env.PARLEY_SHOTS;

let stack: Stack;
let page: Page;

useStudio(async (started) => {
  ({ stack, page } = started);
  await stack.simulator.settings({ templateReview: 'manual' });
  await signIn(page, stack.urls.api);
});

const decide = (change: object) =>
  fetch(`${stack.urls.simulator}/_sim/templates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'table_ready', ...change }),
  });
const shot = async (name: string) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/templates-${name}.png` });
};
const row = (words: string) => page.getByRole('button', { name: words });

it('shows what Meta has, read on demand', async () => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Templates' }).click();
  await row('weekly_offer').waitFor();
  await fetch(`${stack.urls.simulator}/v25.0/200000000000001/message_templates`, {
    method: 'POST',
    headers: { authorization: 'Bearer local-access-token', 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ name: 'made_elsewhere', language: 'de', category: 'MARKETING' },
      components: [{ type: 'BODY', text: 'Guten Tag!' }],
    }),
  });
  await page.getByRole('button', { name: 'Sync now' }).click();
  await row('made_elsewhere').waitFor();
  await page.getByText('Read from Meta').waitFor();
  await shot('list');
});

it('says what Meta wouldn’t take while it is written, shows it as the phone does, and sends it in', async () => {
  await page.getByRole('button', { name: 'New template' }).click();
  const dialog = page.getByRole('dialog', { name: 'New template' });
  await dialog.getByLabel('Name').fill('Table ready');
  await dialog.getByLabel('Message', { exact: true }).fill('{{1}}, your table is ready.');
  await dialog.getByRole('button', { name: 'Send for review' }).click();
  await dialog.getByText('Put words before the first variable', { exact: false }).waitFor();
  await dialog.getByLabel('Message', { exact: true }).fill('Hi {{1}}, your table is ready.');
  await dialog.getByLabel('Message {{1}}').fill('Maya');
  await dialog.getByRole('button', { name: 'Add button' }).click();
  await dialog.getByLabel('Text of button 1').fill('On my way');
  const preview = dialog.getByRole('figure', { name: 'Preview' });
  await preview.getByText('Hi Maya, your table is ready.').waitFor();
  await preview.getByText('On my way').waitFor();
  await shot('form');
  await dialog.getByRole('button', { name: 'Send for review' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await row('table_ready').getByText('In review').waitFor();
});

it('says why it was rejected, is mended, and follows Meta’s approval by itself', async () => {
  await decide({ status: 'REJECTED', reason: 'INVALID_FORMAT' });
  await row('table_ready').getByText('Rejected').waitFor();
  await row('table_ready').click();
  const shown = page.getByRole('dialog', { name: 'table_ready' });
  await shown.getByText('Its form is wrong', { exact: false }).waitFor();
  await shot('rejected');
  await shown.getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('dialog', { name: 'Edit “table_ready”' });
  await form.getByLabel('Message', { exact: true }).fill('Hi {{1}}, your table by the window is ready.');
  await form.getByRole('button', { name: 'Send for review again' }).click();
  await form.waitFor({ state: 'hidden' });
  await row('table_ready').getByText('In review').waitFor();
  await decide({ status: 'APPROVED', qualityScore: 'GREEN' });
  await row('table_ready').getByText('Approved').waitFor();
  await row('table_ready').getByText('High quality').waitFor();
});

it('is deleted, and found among the deleted ones', async () => {
  await row('table_ready').click();
  await page.getByRole('dialog', { name: 'table_ready' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await row('table_ready').waitFor({ state: 'detached' });
  await page.getByLabel('State').selectOption('DELETED');
  await row('table_ready').getByText('Deleted').waitFor();
  const [stored] = await stack.sql`select status from templates where name = 'table_ready'`;
  expect(stored).toEqual({ status: 'DELETED' });
});
