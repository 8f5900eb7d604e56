/** People come, work together and go: accounts, a workspace, invitations by mail, removal while the studio is open. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailbox, type Mailbox } from '../local/mailbox/mailbox.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { accessibilityProblems, startBrowser, type TestBrowser } from './browser.ts';

let stack: Stack;
let mailbox: Mailbox;
let boss: TestBrowser;
let guest: TestBrowser;

beforeAll(async () => {
  stack = await startStack({ supabase: true });
  mailbox = await startMailbox({ smtpPort: Number(new URL(stack.settings.smtpUrl).port), httpPort: 0 });
  [boss, guest] = await Promise.all([startBrowser(), startBrowser()]);
});
afterAll(async () => {
  await Promise.all([boss?.close(), guest?.close()]);
  await mailbox?.close();
  await stack?.stop();
});

const PASSWORD = 'a-long-secret-1';

async function linkMailedTo(address: string, pattern: RegExp): Promise<string> {
  const mail = await stack.waitFor(() => mailbox.messages().find(({ to }) => to.includes(address)));
  return pattern.exec(mail.text)![0];
}

async function signUp(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  if (email) await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([]);
}

describe('a team', () => {
  it('begins with an account and a workspace, invites, works together, and parts', async () => {
    const owner = await boss.context.newPage();
    await owner.goto(stack.urls.api);
    await owner.getByRole('link', { name: 'Create an account' }).click();
    await owner.getByRole('heading', { name: 'Create your account' }).waitFor();
    await expectAccessible(owner);
    await signUp(owner, 'Olga Owner', 'olga@team.test');
    await owner.getByRole('heading', { name: 'Create your workspace' }).waitFor();
    await expectAccessible(owner);
    await owner.getByLabel('Name').fill('Harbour Bikes');
    await owner.getByRole('button', { name: 'Create workspace' }).click();
    await owner.getByText('No conversations yet').waitFor();

    await owner.getByRole('link', { name: 'Settings' }).click();
    await owner.getByRole('link', { name: 'Members' }).click();
    await owner.getByRole('button', { name: 'Invite people' }).click();
    await owner.getByLabel('Mail addresses').fill('Gita Guest <Gita@Team.test>');
    await expectAccessible(owner);
    await owner.getByRole('button', { name: 'Send invitation' }).click();
    const invitations = owner.getByRole('list', { name: 'Invitations' });
    await invitations.getByText('Mail sent').waitFor();
    await expectAccessible(owner);

    const link = await linkMailedTo('gita@team.test', /http\S+\/invitations\/\S+/);
    const person = await guest.context.newPage();
    await person.goto(link);
    await person.getByRole('heading', { name: 'Join Harbour Bikes' }).waitFor();
    await person.getByText('gita@team.test').waitFor();
    await expectAccessible(person);
    await person.getByRole('link', { name: 'Create an account' }).click();
    // The address came along.
    await signUp(person, 'Gita Guest', '');
    await person.getByRole('button', { name: 'Join', exact: true }).click();
    await person.getByText('Welcome to Harbour Bikes').waitFor();
    await person.getByText('No conversations yet').waitFor();

    // The open list of members hears of it by itself.
    const members = owner.getByRole('list', { name: 'Members' });
    await members.getByText('Gita Guest').waitFor();
    await owner.getByText('Nobody is invited just now.').waitFor();
    await owner.getByLabel('Role of Gita Guest').selectOption('admin');
    await owner.getByText('Gita Guest is an admin now').waitFor();
    await person.getByRole('link', { name: 'Settings' }).click();
    await person.getByRole('link', { name: 'Members' }).click();
    // She heard of her role, too: only admins invite.
    await person.getByRole('button', { name: 'Invite people' }).waitFor();

    await person.getByRole('link', { name: 'API keys' }).click();
    await person.getByRole('button', { name: 'New key' }).click();
    await person.getByLabel('Name').fill('Till');
    await person.getByRole('button', { name: 'Make the key' }).click();
    await person.getByRole('button', { name: 'Done' }).click();
    // A key does no more than its maker: who takes their rights is told what that costs.
    await owner.getByLabel('Role of Gita Guest').selectOption('viewer');
    await owner.getByRole('list', { name: 'API keys at stake' }).getByText('Till').waitFor();
    await expectAccessible(owner);
    await owner.getByRole('button', { name: 'Cancel' }).click();

    await owner.getByRole('button', { name: 'More about Gita Guest' }).click();
    await owner.getByRole('menuitem', { name: 'Remove from the workspace' }).click();
    await owner.getByRole('list', { name: 'API keys at stake' }).getByText('Till').waitFor();
    await owner.getByRole('button', { name: 'Remove', exact: true }).click();
    await person.getByRole('heading', { name: 'You are no longer in “Harbour Bikes”' }).waitFor();
    await expectAccessible(person);
    await person.getByRole('button', { name: 'Go on' }).click();
    await person.getByRole('heading', { name: 'Create your workspace' }).waitFor();
    await person.goto(link);
    await person.getByText('This invitation was accepted already').waitFor();

    await owner.getByRole('link', { name: 'API keys' }).click();
    const till = owner
      .getByRole('list', { name: 'API keys' })
      .getByRole('listitem')
      .filter({ hasText: 'Till' });
    await till.getByText('Stopped: its maker left').waitFor();
    await expectAccessible(owner);
    await till.getByRole('button', { name: 'Take over Till' }).click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
    await till.getByText('Stopped: its maker left').waitFor({ state: 'detached' });
    await owner.getByRole('link', { name: 'Members' }).click();
    expect(boss.complaints).toEqual([]);
    expect(guest.complaints).toEqual([]);
  });

  it('keeps strangers and withdrawn invitations out', async () => {
    const owner = boss.context.pages()[0]!;
    await owner.getByRole('button', { name: 'Invite people' }).click();
    await owner.getByLabel('Mail addresses').fill('nora@team.test');
    await owner.getByRole('button', { name: 'Send invitation' }).click();
    const link = await linkMailedTo('nora@team.test', /http\S+\/invitations\/\S+/);
    const person = guest.context.pages()[0]!;
    await person.goto(link);
    await person.getByText('you are signed in as gita@team.test').waitFor();
    await owner.getByRole('button', { name: 'Withdraw the invitation of nora@team.test' }).click();
    await owner.getByText('Nobody is invited just now.').waitFor();
    await person.reload();
    await person.getByText('This invitation was withdrawn').waitFor();
    expect(boss.complaints).toEqual([]);
    expect(guest.complaints).toEqual([]);
  });
});

describe('somebody who forgot their password', () => {
  it('chooses a new one by the mail’s link, which works once', async () => {
    const browser = await startBrowser();
    try {
      const page = await browser.context.newPage();
      await page.goto(`${stack.urls.api}/sign-in`);
      await page.getByLabel('Email').fill('gita@team.test');
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await page.getByRole('button', { name: 'Mail me a link' }).click();
      await page.getByText('Check your mail').waitFor();
      await expectAccessible(page);
      const link = await stack.waitFor(() =>
        mailbox
          .messages()
          .map(({ text }) => /http\S+\/auth\/v1\/verify\S+/.exec(text)?.[0])
          .find(Boolean),
      );
      await page.goto(link);
      await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
      // No token stays in the address.
      expect(new URL(page.url()).hash).toBe('');
      await expectAccessible(page);
      await page.getByLabel('New password').fill('short');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByText('Use at least 8 characters.').waitFor();
      await page.getByLabel('New password').fill('another-secret-2');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByText('Your new password is set').waitFor();
      const other = await browser.context.newPage();
      await other.goto(link);
      await other.getByRole('heading', { name: 'This link is of no use' }).waitFor();
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('and one who is there already, learns so at sign-up', async () => {
    const browser = await startBrowser();
    try {
      const page = await browser.context.newPage();
      await page.goto(`${stack.urls.api}/sign-up`);
      await signUp(page, 'Gita again', 'gita@team.test');
      await page.getByText('There is an account with this address already. Sign in instead.').waitFor();
      await page.getByRole('link', { name: 'Sign in' }).click();
      const signIn = page.getByRole('button', { name: 'Sign in' });
      // Until then the fields are those of the other page.
      await signIn.waitFor();
      expect(await page.getByLabel('Email').inputValue()).toBe('gita@team.test');
      await page.getByLabel('Password', { exact: true }).fill('another-secret-2');
      await signIn.click();
      await page.getByRole('heading', { name: 'Create your workspace' }).waitFor();
    } finally {
      await browser.close();
    }
  });
});

it('changes between two workspaces, and comes back to the one it left', async () => {
  const owner = boss.context.pages()[0]!;
  const menu = () => owner.getByRole('button', { name: /^Workspace/ }).click();
  await menu();
  await owner.getByRole('menuitem', { name: 'New workspace' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Night Ferries');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await owner.getByRole('button', { name: /^Workspace Night Ferries/ }).waitFor();
  await owner.getByText('No conversations yet').waitFor();
  await menu();
  await owner.getByRole('menuitemcheckbox', { name: /Harbour Bikes/ }).click();
  await owner.getByRole('button', { name: /^Workspace Harbour Bikes/ }).waitFor();
  // Who comes back is where they were.
  await owner.reload();
  await owner.getByRole('button', { name: /^Workspace Harbour Bikes/ }).waitFor();
  await owner.getByRole('link', { name: 'Settings' }).click();
  await owner.getByRole('link', { name: 'Members' }).click();
  expect(boss.complaints).toEqual([]);
});

it('deletes a workspace when its owner types its name', async () => {
  const owner = boss.context.pages()[0]!;
  await owner.getByRole('link', { name: 'Workspace', exact: true }).click();
  await owner.getByRole('button', { name: 'Delete the workspace' }).click();
  const confirm = owner.getByRole('button', { name: 'Delete for good' });
  expect(await confirm.isDisabled()).toBe(true);
  await owner.getByLabel('Type “Harbour Bikes” to confirm').fill('Harbour Bikes');
  await expectAccessible(owner);
  await confirm.click();
  await owner.getByRole('button', { name: /^Workspace Night Ferries/ }).waitFor();
  await stack.waitFor(async () => {
    const rows = await stack.sql`select 1 from organizations where name = 'Harbour Bikes'`;
    return rows.length === 0;
  });
  expect(boss.complaints).toEqual([]);
});
