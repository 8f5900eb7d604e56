/** What admins set up: attributes, consent, keys, WhatsApp accounts, how long data is kept, who changed what. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DEMO } from '../local/demo.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { accessibilityProblemsInBothThemes, signIn } from './browser.ts';
import { person } from './person.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let page: Page;

useStudio(
  async (started) => {
    ({ stack, page } = started);
    await signIn(page, stack.urls.api);
  },
  { areRefused: true },
);

describe('a change of theme', () => {
  it('starts no transition where less motion is asked for', async () => {
    await openSection('attributes');
    const transitions = await page.evaluate(() => {
      document.documentElement.classList.toggle('dark');
      const started = document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML);
      document.documentElement.classList.toggle('dark');
      return started;
    });
    expect(transitions).toEqual([]);
  });
});

describe('attributes', () => {
  it('are defined with their choices, changed, archived and used again', async () => {
    await openSection('attributes');
    await page.getByRole('button', { name: 'New attribute' }).click();
    await page.getByLabel('Label').fill('Favourite bike');
    await page.getByLabel('Type').selectOption('choice');
    for (const choice of ['Road', 'Cargo']) {
      await page.getByLabel('Add to choices').fill(choice);
      await page.getByLabel('Add to choices').press('Enter');
    }
    await expectAccessible();
    await page.getByRole('button', { name: 'Add attribute' }).click();
    const list = page.getByRole('list', { name: 'Attributes' });
    await list.getByText('Choice: Road, Cargo (favourite_bike)').waitFor();

    await list.getByRole('button', { name: 'Change Favourite bike' }).click();
    await page.getByLabel('Label').fill('Bike');
    await page.getByRole('button', { name: 'Save' }).click();
    await list.getByRole('button', { name: 'Archive Bike' }).click();
    await list.getByText('Archived').waitFor();
    await expectAccessible();
    await list.getByRole('button', { name: 'Use again: Bike' }).click();
    await list.getByText('Archived').waitFor({ state: 'detached' });
  });
});

describe('consent', () => {
  it('is taken back by a word of one’s own, which is answered', async () => {
    await openSection('consent');
    const answers = page.getByRole('region', { name: 'Answers to STOP and START' });
    await answers.getByLabel('After STOP').fill('You are off our list.');
    await answers.getByLabel('Add to own words that stop').fill('no bikes please');
    await answers.getByLabel('Add to own words that stop').press('Enter');
    await answers.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Settings are saved').waitFor();

    const pia = person(stack, '15550630001', 'Pia Stop');
    await pia.says('No bikes please!');
    await pia.gets('You are off our list.');
    const [contact] = await stack.sql`select marketing_consent from contacts where name = 'Pia Stop'`;
    expect(contact).toEqual({ marketing_consent: 'denied' });
  });

  it('lists numbers that are never written to, and shows what people write in each language', async () => {
    await openSection('consent');
    const never = page.getByRole('region', { name: 'Never write to' });
    await never.getByLabel('Numbers').fill('+1 555 063 0002\nnonsense');
    await never.getByLabel('Reason').fill('Asked by letter');
    await never.getByRole('button', { name: 'Add 2 numbers' }).click();
    await never.getByText('This is no number: write it with its country code.').waitFor();
    const listed = never.getByRole('list').getByRole('listitem').filter({ hasText: 'Asked by letter' });
    await listed.waitFor();
    await expectAccessible();
    await listed.getByRole('button').click();
    await listed.waitFor({ state: 'detached' });

    const words = page.getByRole('region', { name: 'STOP and START', exact: true });
    await words.getByLabel('Language').selectOption('German');
    await words.getByText('abmelden', { exact: true }).waitFor();
  });
});

describe('an API key', () => {
  it('is shown once, does what was chosen and no more, and ends at once', async () => {
    await openSection('api-keys');
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Till');
    await dialog.getByLabel('Limit what it may do').click();
    await dialog.getByLabel('See contacts').check();
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    const key = await dialog.getByLabel('Key', { exact: true }).inputValue();
    expect(await statusOf('/contacts', key)).toBe(200);
    expect(await statusOf('/flows', key)).toBe(403);
    await dialog.getByRole('button', { name: 'Done' }).click();
    const list = page.getByRole('list', { name: 'API keys' });
    const row = list.getByRole('listitem').filter({ hasText: 'Till' });
    await row.getByText('contacts:read').waitFor();
    expect(await page.content()).not.toContain(key);

    await row.getByRole('button', { name: 'Revoke Till' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('“Till” is revoked').waitFor();
    expect(await statusOf('/contacts', key)).toBe(401);
    await row.waitFor({ state: 'detached' });
    await page.getByLabel('Show ended keys').click();
    await row.getByText('Revoked').waitFor();
    await expectAccessible();
  });
});

describe('a WhatsApp account', () => {
  it('is connected with a token that reaches it, and gets a new one', async () => {
    const account = '288000000000001';
    await addNumberAtMeta(account, '188000000000001', '+1 555 088 0001', 'EAAG-first-token');
    await openSection('whatsapp');
    await page.getByRole('button', { name: 'Connect account' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Account id').fill(account);
    await dialog.getByLabel('Access token').fill('EAAG-of-somebody-else');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await dialog.getByRole('alert').getByText('Meta refuses this token').waitFor();
    await expectAccessible();
    await dialog.getByLabel('Access token').fill('EAAG-first-token');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    const section = page.getByRole('region').filter({ hasText: `Account ${account}` });
    await section.getByText('+1 555 088 0001').waitFor();
    await section.getByText('nobody can read it back').waitFor();

    await addNumberAtMeta(account, '188000000000002', '+1 555 088 0002', 'EAAG-second-token');
    await section.getByRole('button', { name: 'Replace token' }).click();
    await dialog.getByLabel('Access token').fill('EAAG-expired-token');
    await dialog.getByRole('button', { name: 'Replace token' }).click();
    await dialog.getByRole('alert').getByText('Meta refuses this token').waitFor();
    await dialog.getByLabel('Access token').fill('EAAG-second-token');
    await dialog.getByRole('button', { name: 'Replace token' }).click();
    await page.getByText('The new token is in use').waitFor();
    await section.getByText('+1 555 088 0002').waitFor();
    await expectAccessible();
    expect(await page.content()).not.toContain('EAAG-');
  });
});

describe('data', () => {
  it('is kept as long as somebody says, who is told what goes', async () => {
    await openSection('data');
    const rules = page.getByRole('region', { name: 'How long things are kept' });
    await rules.getByLabel('Messages').selectOption('90 days');
    await rules.getByText('messages older than 90 days').waitFor();
    await rules.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved; it is done every night').waitFor();
    await page.reload();
    await rules.getByText('messages older than').waitFor({ state: 'detached' });
    expect(await rules.getByLabel('Messages').inputValue()).toBe('90');
  });

  it('of a person goes when an admin types their name, and the proof stays', async () => {
    await person(stack, '15550630003', 'Nora Forget').says('hello');
    const { id } = await stack.waitFor(async () => {
      const [row] = await stack.sql<{ id: string }[]>`select id from contacts where name = 'Nora Forget'`;
      return row;
    });
    await page.goto(`${stack.urls.api}/contacts/${id}`);
    await page.getByRole('button', { name: 'More for this person' }).click();
    await page.getByRole('menuitem', { name: 'Erase for good…' }).click();
    await page.getByLabel('Type “Nora Forget” to confirm').fill('Nora Forget');
    await page.getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText('They are being erased').waitFor();
    await openSection('data');
    const erasures = page.getByRole('region', { name: 'Erasures' });
    await erasures.getByText('Erased', { exact: true }).waitFor();
    await erasures.getByText(/^Proof: [\da-f]{64}$/).waitFor();
    await expectAccessible();
    expect(await page.content()).not.toContain('Nora');
  });
});

describe('the audit log', () => {
  it('tells who changed what from what to what, and is searched by thing and by person', async () => {
    await changeOrganization({ name: 'Demo' });
    await changeOrganization({ name: 'Demo Bikes' });
    await openSection('audit');
    const renamed = page.getByRole('button', { name: /renamed the workspace Demo to Demo Bikes/ });
    await page.getByLabel('Search the audit log').fill('Demo Bikes');
    await renamed.waitFor();
    await expectAccessible();
    await renamed.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('row', { name: 'Name Demo Demo Bikes' }).waitFor();
    await expectAccessible();
    await dialog.getByRole('button', { name: /^All by/ }).click();
    await renamed.waitFor();

    await page.getByRole('button', { name: /Remove this filter/ }).click();
    await page.getByLabel('Search the audit log').fill(DEMO.users[0]);
    await renamed.waitFor();
    await page.getByLabel('Kind').selectOption('Teams');
    await page.getByText('No entry matches these filters.').waitFor();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await renamed.waitFor();
    await changeOrganization({ name: 'Demo' });
  });
});

describe('a team', () => {
  it('is given conversations, and its part of the inbox is one choice away', async () => {
    await person(stack, '15550630004', 'Toni Night').says('hello');
    await person(stack, '15550630005', 'Dora Day').says('hello');
    await openSection('teams');
    await page.getByRole('button', { name: 'New team' }).first().click();
    await page.getByLabel('Name').fill('Night shift');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.getByText('Night shift').first().waitFor();

    await page.getByRole('link', { name: 'Inbox' }).click();
    const list = page.getByRole('list', { name: 'Conversations' });
    await list.getByRole('link', { name: /Toni Night/ }).click();
    await page.getByRole('button', { name: 'Assign to somebody' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Night shift' }).click();
    await page.getByRole('button', { name: 'Assigned to Night shift' }).waitFor();
    await page.getByLabel('Team', { exact: true }).selectOption('Night shift');
    await list.getByRole('link', { name: /Dora Day/ }).waitFor({ state: 'detached' });
    await list.getByRole('link', { name: /Toni Night/ }).waitFor();
    await expectAccessible();
    // The choice is part of the address, and stands beside the view.
    await page.getByRole('radio', { name: 'Bot' }).click();
    await page.reload();
    await list.getByRole('link', { name: /Toni Night/ }).waitFor();
    expect(await list.getByRole('listitem').count()).toBe(1);
    await page.getByLabel('Team', { exact: true }).selectOption('Any team');
    await list.getByRole('link', { name: /Dora Day/ }).waitFor();
  });
});

async function openSection(section: string): Promise<void> {
  await page.goto(`${stack.urls.api}/settings/${section}`);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
}

async function expectAccessible(): Promise<void> {
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
}

async function statusOf(path: string, key: string): Promise<number> {
  const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}${path}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return response.status;
}

async function changeOrganization(body: object): Promise<void> {
  const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${await stack.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

async function addNumberAtMeta(
  wabaId: string,
  id: string,
  number: string,
  accessToken: string,
): Promise<void> {
  const response = await fetch(`${stack.urls.simulator}/_sim/numbers`, {
    method: 'POST',
    body: JSON.stringify({ metaPhoneNumberId: id, displayPhoneNumber: number, wabaId, accessToken }),
  });
  expect(response.status).toBe(201);
}
