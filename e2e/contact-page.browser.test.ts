import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Stack } from '../local/testing/stack.ts';
import { accessibilityProblems, signIn } from './browser.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let page: Page;

useStudio(
  async (started) => {
    ({ stack, page } = started);
    await signIn(page, stack.urls.api);
  },
  // Asking for a merged contact answers 404.
  { areRefused: true },
);

describe('the page of a contact', () => {
  it('is reached from the list, and keeps what is typed into typed attributes', async () => {
    await page.goto(`${stack.urls.api}/settings/attributes`);
    await page.getByRole('button', { name: 'New attribute' }).click();
    await page.getByLabel('Label').fill('Birthday');
    await page.getByLabel('Type').selectOption('date');
    await page.getByRole('button', { name: 'Add attribute' }).click();
    await page.getByRole('list', { name: 'Attributes' }).getByText('Birthday', { exact: true }).waitFor();

    await addContact('Twin One', '+1 555 010 7001');
    await addContact('Twin Two', '+1 555 010 7002');
    await openContact('Twin One');
    const birthday = page.getByLabel('Birthday', { exact: true });
    await birthday.fill('1990-02-28');
    await birthday.blur();
    await page.getByRole('region', { name: 'Timeline' }).getByText('birthday is 1990-02-28').waitFor();
  });

  it('notes consent with its proof, and shows it in history and timeline', async () => {
    await page.getByRole('button', { name: 'Note consent' }).click();
    await page.getByLabel('Where from').fill('Form at the counter');
    await page.getByLabel('Proof').fill('I want offers');
    await page.getByRole('button', { name: 'Note it' }).click();
    const consent = page.getByRole('region', { name: 'Consent' });
    await consent.getByText('Agreed to marketing messages').waitFor();
    await consent.getByText('“I want offers”').waitFor();
    await page.getByRole('radio', { name: 'Consent' }).click();
    await page
      .getByRole('region', { name: 'Timeline' })
      .getByText('Form at the counter, entered by a colleague')
      .waitFor();
  });

  it('merges another contact after showing what becomes of both; its old address leads here', async () => {
    const [other] = await stack.sql<{ id: string }[]>`select id from contacts where name = 'Twin Two'`;
    await page.getByRole('button', { name: 'Merge' }).click();
    await page.getByLabel('Search the other contact').fill('Twin');
    await page
      .getByRole('list', { name: 'Contacts found' })
      .getByRole('button', { name: /Twin Two/ })
      .click();
    await page.getByText('Name: Twin One, Twin Two').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Merge contacts' }).click();
    await page.getByRole('region', { name: 'Numbers and ids' }).getByText('+1 555 010 7002').waitFor();
    await page.goto(`${stack.urls.api}/contacts/${other!.id}`);
    await page.getByRole('heading', { name: 'Twin One' }).waitFor();
  });

  it('has no serious accessibility problem, nor have list and settings', async () => {
    expect(await accessibilityProblems(page)).toEqual([]);
    for (const path of ['/contacts', '/settings/consent', '/settings/attributes']) {
      await page.goto(`${stack.urls.api}${path}`);
      await page.getByRole('main').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await accessibilityProblems(page)).toEqual([]);
    }
  });
});

async function addContact(name: string, phone: string) {
  await page.getByRole('link', { name: 'Contacts' }).first().click();
  await page.getByRole('button', { name: 'Add contact' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Phone number').fill(phone);
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Add contact' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

async function openContact(name: string) {
  await page.getByLabel('Search contacts').fill(name);
  await page.getByRole('table', { name: 'Contacts' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { name }).waitFor();
}
