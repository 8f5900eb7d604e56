/** Many contacts at once: ticked in the list, or all that match. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO } from '../local/demo.ts';
import { waitUntil } from '../local/process/wait.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { accessibilityProblemsInBothThemes, signIn, startBrowser } from './browser.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let page: Page;

useStudio(async (started) => {
  ({ stack, page } = started);
  await stack.sql`
    insert into contacts (org_id, name, tags, created_at)
    select ${demo.orgId}, 'Guest ' || lpad(n::text, 4, '0'), '{guest}', now() - make_interval(secs => 1100 - n) from generate_series(1, 1100) n`;
  await signIn(page, stack.urls.api);
});
beforeEach(() => page.goto(`${stack.urls.api}/contacts`));

const bar = () => page.getByRole('group', { name: 'Selected contacts' });
const dialog = () => page.getByRole('dialog');
const tick = async (name: string) => page.getByRole('checkbox', { name: `Select ${name}` }).check();
const isSelected = (text: string) => bar().getByRole('status').getByText(text).waitFor();
async function search(words: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill(words);
}
async function tagged(tag: string): Promise<number> {
  const [row] = await stack.sql<
    { n: number }[]
  >`select count(*)::int as n from contacts where tags @> ${[tag]}`;
  return row!.n;
}

describe('contacts that are ticked', () => {
  it('get a tag by keyboard alone, and lose it again', async () => {
    await search('Guest 000');
    const first = page.getByRole('checkbox', { name: 'Select Guest 0001' });
    await first.focus();
    await page.keyboard.press('Space');
    await tick('Guest 0002');
    await isSelected('2 people selected');
    expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
    await bar().getByRole('button', { name: 'Add tag' }).press('Enter');
    await dialog().getByLabel('Tag').fill('front row');
    expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('2 people got the tag “front row”').waitFor();
    await bar().waitFor({ state: 'detached' });
    expect(await tagged('front row')).toBe(2);

    await tick('Guest 0001');
    await tick('Guest 0003');
    await bar().getByRole('button', { name: 'Remove tag' }).click();
    await dialog().getByLabel('Tag').fill('front row');
    await dialog().getByRole('button', { name: 'Remove tag' }).click();
    await page.getByText('1 person lost the tag “front row”').waitFor();
    await page.getByText('Nothing to do for 1 person.').waitFor();
  });

  it('are forgotten when others are listed', async () => {
    await tick('Guest 1100');
    await isSelected('1 person selected');
    await search('Guest 0004');
    await bar().waitFor({ state: 'detached' });
    await tick('Guest 0004');
    await bar().getByRole('button', { name: 'Clear' }).click();
    await bar().waitFor({ state: 'detached' });
  });

  it('are noted as wanting nothing, with who noted it', async () => {
    await search('Guest 0005');
    await tick('Guest 0005');
    await bar().getByRole('button', { name: 'Consent' }).click();
    await dialog().getByLabel('Where from').fill('Letter of May');
    expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Note it' }).click();
    await page.getByText('Noted for 1 person').waitFor();
    const [entry] = await stack.sql`
      select state, source, actor like 'user:%' as "isTold" from consent_events e join contacts c on c.id = e.contact_id
      where c.name = 'Guest 0005'`;
    expect(entry).toEqual({ state: 'denied', source: 'Letter of May', isTold: true });
  });
});

describe('all that match', () => {
  it('are tagged batch by batch, more than are listed and more than one request takes', async () => {
    await page.getByRole('combobox', { name: 'Tag' }).selectOption('guest');
    await page.getByRole('link', { name: 'Guest 1100' }).waitFor();
    await page.getByRole('checkbox', { name: 'Select everybody listed' }).check();
    await isSelected('50 people selected');
    await bar().getByRole('button', { name: 'Select all that match' }).click();
    await isSelected('1,100 people selected');
    await bar().getByRole('button', { name: 'Add tag' }).click();
    await dialog().getByLabel('Tag').fill('crowd');
    await dialog().getByRole('button', { name: 'Add tag' }).click();
    await page.getByText('1,100 people got the tag “crowd”').waitFor();
    expect(await tagged('crowd')).toBe(1_100);
  });
});

describe('people who are to be erased', () => {
  it('are erased only after their number was typed', async () => {
    await search('Guest 001');
    await tick('Guest 0011');
    await tick('Guest 0012');
    await isSelected('2 people selected');
    await bar().getByRole('button', { name: 'Erase' }).click();
    const erase = dialog().getByRole('button', { name: 'Erase for good' });
    await dialog().getByLabel('Type “erase 2” to confirm').fill('erase');
    expect(await erase.isDisabled()).toBe(true);
    await dialog().getByLabel('Type “erase 2” to confirm').fill('erase 2');
    expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
    await erase.click();
    await page.getByText('2 people are being erased', { exact: false }).waitFor();
    await waitUntil(
      async () =>
        (await stack.sql`select 1 from contacts where name in ('Guest 0011', 'Guest 0012')`).length === 0,
      { timeoutMs: 60_000, what: 'two people to be erased' },
    );
  });
});

it('a viewer selects nobody, and an agent erases nobody', async () => {
  const browser = await startBrowser();
  try {
    const other = await browser.context.newPage();
    await signIn(other, stack.urls.api, DEMO.users[2]);
    await other.goto(`${stack.urls.api}/contacts`);
    await other.getByRole('link', { name: 'Guest 1100' }).waitFor();
    expect(await other.getByRole('checkbox').count()).toBe(0);
  } finally {
    await browser.close();
  }
  const second = await startBrowser();
  try {
    const other = await second.context.newPage();
    await signIn(other, stack.urls.api, DEMO.users[1]);
    await other.goto(`${stack.urls.api}/contacts`);
    await other.getByRole('checkbox', { name: 'Select Guest 1100' }).check();
    await other.getByRole('button', { name: 'Consent' }).waitFor();
    expect(await other.getByRole('button', { name: 'Erase' }).count()).toBe(0);
    expect(await other.getByRole('button', { name: 'Start a flow' }).count()).toBe(0);
  } finally {
    await second.close();
  }
});
