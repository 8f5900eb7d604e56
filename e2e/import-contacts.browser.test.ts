import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { accessibilityProblems, signIn } from './browser.ts';
import { useStudio } from './studio.ts';

/** Set it to a folder to look at the screens: `PARLEY_SHOTS=/tmp/shots`. */
const SHOTS = process.env.PARLEY_SHOTS;

let stack: Stack;
let page: Page;

useStudio(
  async (started) => {
    ({ stack, page } = started);
    await signIn(page, stack.urls.api);
  },
  // A file that is no table answers 422.
  { areRefused: true },
);

const file = [
  'Vorname;Nachname;Handy;Gruppe;Ort;Newsletter',
  'Zoë;Groß;0151 23456789;vip, Messe;Bonn;ja',
  'Max;Mustermann;+43 660 1234567;Messe;Wien;nein',
  'Ohne;Nummer;;;;',
  'Zoë;Nochmal;0049 151 23456789;;;',
  ...Array.from({ length: 40 }, (_, n) => `Person;${n};+49 170 ${1_000_000 + n};;Köln;`),
].join('\r\n');

describe('an admin who imports a file', () => {
  it('sees what it becomes, mends the mapping, imports, gets the rejected rows and undoes it', async () => {
    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByText('Drop a CSV or Excel file here').waitFor();
    await shoot('1-file');
    await page.getByLabel('Choose a CSV or Excel file').setInputFiles({
      ...{ name: 'messe.csv', mimeType: 'text/csv', buffer: Buffer.from(file, 'latin1') },
    });

    await page.getByRole('heading', { name: 'What do the columns mean?' }).waitFor();
    // The guess is right, in German and in Windows-1252.
    await expect.poll(() => page.getByLabel('Column Handy becomes').inputValue()).toBe('phone');
    expect(await page.getByLabel('Column Nachname becomes').inputValue()).toBe('name');
    expect(await page.getByLabel('Column Gruppe becomes').inputValue()).toBe('tags');
    expect(await page.getByLabel('Column Newsletter becomes').inputValue()).toBe('consent');
    const summary = page.getByRole('complementary', { name: 'Summary' });
    await summary.getByText('The number has no country code').waitFor();
    await shoot('2-columns');
    await page.getByLabel('Numbers without a country code').selectOption('DE');
    await summary.getByText('The same number stands in an earlier row').waitFor();
    const start = page.getByRole('button', { name: 'Import 44 rows' });
    expect(await start.isDisabled()).toBe(true);
    await page.getByLabel('Where and how did they agree?').fill('List at the fair, May 2026');
    await page.getByLabel('Add to tags for everybody').fill('fair');
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: 'Zoë Groß' }).waitFor();
    await expectAccessible();
    await shoot('3-ready');
    // What was shown of the file is not kept for a request that comes again.
    const kept =
      await stack.sql`select key from private.idempotency_keys where answer::text like '%Mustermann%'`;
    expect([...kept]).toEqual([]);
    await start.click();

    await page.getByRole('heading', { name: 'The import is done' }).waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download 2 rejected rows' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('messe (rejected).csv');
    await expectAccessible();
    await shoot('4-result');
    await page.getByRole('link', { name: 'Show contacts' }).click();
    await page.getByLabel('Search contacts').fill('Zoë');
    await page.getByText('Zoë Groß', { exact: true }).waitFor();
    await shoot('5-contacts');

    await page.goBack();
    await page.getByRole('button', { name: 'Undo import' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo import' }).click();
    await page.getByRole('heading', { name: 'The import was undone' }).waitFor();
    await page.getByText('42 contacts removed').waitFor();
    await shoot('6-undone');
  });

  it('sees which rows have values that are none of a defined attribute', async () => {
    await stack.sql`
      insert into attribute_definitions (org_id, key, label, type, options)
      values (${demo.orgId}, 'born', 'Date of birth', 'date', '{}'), (${demo.orgId}, 'plan', 'Plan', 'choice', '{Gold,Silver}')
      on conflict do nothing`;
    const rows = 'Phone,Date of birth,Plan\n+4915123450001,2/28/1990,gold\n+4915123450002,28/2/1990,Bronze\n';
    await page.goto(`${stack.urls.api}/contacts/import`);
    await page.getByLabel('Choose a CSV or Excel file').setInputFiles({
      ...{ name: 'typed.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) },
    });
    await page.getByRole('heading', { name: 'What do the columns mean?' }).waitFor();
    // Found by its label.
    await expect.poll(() => page.getByLabel('Attribute for Date of birth').inputValue()).toBe('born');
    await page.getByText('Choice, as defined').waitFor();
    const summary = page.getByRole('complementary', { name: 'Summary' });
    await summary.getByText('This is not a date').waitFor();
    await page.getByLabel('Days of Date of birth').selectOption('monthFirst');
    await page.getByRole('cell', { name: '1990-02-28' }).waitFor();
    await expectAccessible();
    await shoot('7-defined');
    await page.getByRole('button', { name: 'Throw the file away' }).click();
  });

  it('is told what is wrong with a file that is no table', async () => {
    await page.goto(`${stack.urls.api}/contacts/import`);
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    await page
      .getByLabel('Choose a CSV or Excel file')
      .setInputFiles({ name: 'logo.csv', mimeType: 'text/csv', buffer: png });
    await page.getByRole('alert').getByText('Only CSV and XLSX files can be imported.').waitFor();
    await page.getByText('messe.csv').waitFor();
    await expectAccessible();
    await shoot('8-refused');
  });
});

it('exports what was found, as a file to download', async () => {
  await page.goto(`${stack.urls.api}/contacts`);
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export contacts' });
  await dialog.getByLabel('Language').uncheck();
  await dialog.getByRole('radio', { name: 'Excel' }).click();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const save = dialog.getByRole('button', { name: 'Download' });
  await save.waitFor();
  await expectAccessible();
  await shoot('9-export');
  const downloading = page.waitForEvent('download');
  await save.click();
  expect((await downloading).suggestedFilename()).toMatch(/^contacts-\d{4}-\d\d-\d\d\.xlsx$/);
});

async function expectAccessible() {
  expect(await accessibilityProblems(page)).toEqual([]);
}

async function shoot(name: string) {
  if (!SHOTS) return;
  for (const scheme of ['light', 'dark'] as const) {
    await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), scheme === 'dark');
    await page.screenshot({ path: `${SHOTS}/${name}-${scheme}.png` });
  }
  await page.evaluate(() => document.documentElement.classList.remove('dark'));
}
