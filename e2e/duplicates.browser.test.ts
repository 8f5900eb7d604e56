/** Contacts that look like one person: found, compared, merged or kept apart. */
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO } from '../local/demo.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { accessibilityProblemsInBothThemes, signIn, startBrowser } from './browser.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let page: Page;

useStudio(async (started) => {
  ({ stack, page } = started);
  await signIn(page, stack.urls.api, DEMO.users[1]);
});
beforeEach(() => addPeople('zoe@example.com', ['Zoe Lind', 'Z. Lind']));
afterEach(async () => {
  await stack.sql`delete from contacts where attributes ? 'email' and not is_sample`;
});

describe('possible duplicates', () => {
  it('are counted in the list of contacts, compared, and merged into the one that was chosen', async () => {
    await stack.sql`
      update contacts set tags = '{vip}', attributes = attributes || '{"city":"Oslo"}' where name = 'Z. Lind'`;
    await stack.sql`update contacts set attributes = attributes || '{"city":"Bergen"}' where name = 'Zoe Lind'`;
    await page.goto(`${stack.urls.api}/contacts`);
    const link = page.getByRole('link', { name: 'Duplicates 1' });
    await link.focus();
    await page.keyboard.press('Enter');
    const zoe = group('zoe@example.com');
    await zoe.getByRole('row', { name: /^Numbers \+1 555 062 \d{4} \+1 555 062 \d{4}$/ }).waitFor();
    await zoe.getByRole('row', { name: 'Tags None vip' }).waitFor();
    expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);

    await zoe.getByRole('radio', { name: 'Keep this one : Zoe Lind' }).focus();
    await page.keyboard.press('ArrowRight');
    await zoe.getByRole('button', { name: 'Merge Zoe Lind' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Merge into Z. Lind' });
    await dialog.getByText('city: Oslo, Bergen').waitFor();
    expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Merge contacts' }).click();
    await page.getByRole('heading', { name: 'No duplicates' }).waitFor();
    const left = await stack.sql`select name from contacts where attributes ->> 'email' = 'zoe@example.com'`;
    expect([...left]).toEqual([{ name: 'Z. Lind' }]);
  });

  it('are kept apart for everybody, by keyboard, until somebody takes it back', async () => {
    await addPeople('team@example.com', ['Team One', 'Team Two', 'Team Three']);
    await openDuplicates();
    const team = group('team@example.com');
    const apart = team.getByRole('button', { name: 'Not the same person : Team Two' });
    await apart.focus();
    await page.keyboard.press('Enter');
    await team.getByRole('link', { name: 'Team Two' }).waitFor({ state: 'detached' });
    // The next key goes on where the button was.
    await expectFocus(team);
    await team.getByRole('link', { name: 'Team Three' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await team.getByRole('link', { name: 'Team Two' }).waitFor();
    await team.getByRole('button', { name: 'All different people' }).click();
    await team.waitFor({ state: 'detached' });
    await expectFocus(group('zoe@example.com'));

    const owner = await startBrowser();
    try {
      const other = await owner.context.newPage();
      await signIn(other, stack.urls.api);
      await other.goto(`${stack.urls.api}/contacts/duplicates`);
      await group('zoe@example.com', other).waitFor();
      expect(await group('team@example.com', other).count()).toBe(0);
    } finally {
      await owner.close();
    }
  });

  it('are shown to a viewer, who decides nothing', async () => {
    const viewer = await startBrowser();
    try {
      const other = await viewer.context.newPage();
      await signIn(other, stack.urls.api, DEMO.users[2]);
      await other.goto(`${stack.urls.api}/contacts/duplicates`);
      const zoe = group('zoe@example.com', other);
      await zoe.getByRole('link', { name: 'Zoe Lind' }).waitFor();
      expect(await zoe.getByRole('button').count()).toBe(0);
      expect(await zoe.getByRole('radio').count()).toBe(0);
      expect(viewer.complaints).toEqual([]);
    } finally {
      await viewer.close();
    }
  });

  it('are read page by page', async () => {
    for (let n = 0; n < 21; n += 1) {
      await addPeople(`many${String(n).padStart(2, '0')}@example.com`, [`Many ${n}`, `Many ${n} again`]);
    }
    await page.goto(`${stack.urls.api}/contacts`);
    await page.getByRole('link', { name: 'Duplicates 20+' }).click();
    await group('many19@example.com').waitFor();
    expect(await group('many20@example.com').count()).toBe(0);
    await page.getByRole('button', { name: 'Show more' }).click();
    await group('zoe@example.com').waitFor();
  });
});

let serial = 0;

async function addPeople(email: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    serial += 1;
    const number = `+1555062${String(serial).padStart(4, '0')}`;
    await stack.sql`
      with person as (
        insert into contacts (org_id, name, attributes, created_at)
        values (${demo.orgId}, ${name}, jsonb_build_object('email', ${email}::text), now() + ${serial} * interval '1 ms')
        returning id)
      insert into contact_identities (org_id, kind, value, contact_id)
      select ${demo.orgId}, 'phone', ${number}, id from person`;
  }
}

async function openDuplicates(): Promise<void> {
  await page.goto(`${stack.urls.api}/contacts/duplicates`);
  await group('zoe@example.com').waitFor();
}

function group(email: string, on: Page = page): Locator {
  return on.getByRole('region', { name: `Same e-mail address: ${email}` });
}

async function expectFocus(place: Locator): Promise<void> {
  await stack.waitFor(() => place.evaluate((element) => element === document.activeElement));
}
