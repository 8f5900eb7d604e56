/** An admin adds a webhook, tries it, and sees what was sent. */
import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stack } from '../local/testing/stack.ts';
import { startLocalServer, type LocalServer } from '../platform/http/testing/local-server.ts';
import { accessibilityProblemsInBothThemes, signIn } from './browser.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let page: Page;
let server: LocalServer;
let secret: string;

beforeAll(async () => {
  server = await startLocalServer();
});
useStudio(
  async (started) => {
    ({ stack, page } = started);
    await signIn(page, stack.urls.api);
    await page.goto(`${stack.urls.api}/settings/webhooks`);
  },
  {
    env: () => {
      const env = { HTTP_ALLOWED_PRIVATE_HOSTS: server.host };
      return { api: env, worker: env };
    },
    areRefused: true,
  },
);
afterAll(() => server?.stop());

const list = () => page.getByRole('list', { name: 'Webhooks' });
const deliveries = () => page.getByRole('list', { name: 'Deliveries' });

describe('a webhook', () => {
  it('is added with its events, after a wrong address is refused, and shows its secret once', async () => {
    await page.getByText('No webhooks yet').waitFor();
    await page.getByRole('button', { name: 'New webhook' }).click();
    await page.getByLabel('Address').fill('http://10.0.0.1/parley');
    await page.getByRole('checkbox', { name: /A person writes/ }).check();
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await page.getByText('This must begin with https://.').waitFor();
    await expectAccessible();
    await page.getByLabel('Address').fill(`${server.url}/parley`);
    await page.getByLabel('Description').fill('CRM');
    await page.getByRole('button', { name: 'Add webhook' }).click();
    secret = await page.getByLabel('Signing secret').inputValue();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await expectAccessible();
    await page.getByRole('button', { name: 'Done' }).click();
    await list().getByText('CRM').waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  it('is sent a test, whose attempts are shown; one that failed is sent once more', async () => {
    server.answer((response) => response.writeHead(500).end());
    await choose('Send a test');
    await deliveries().getByText('500').waitFor();
    await deliveries()
      .getByRole('button', { name: /A test that somebody sends/ })
      .click();
    await page.getByRole('list', { name: 'Attempts' }).getByText('answered 500').first().waitFor();
    await expectAccessible();
    server.answer((response) => response.writeHead(204).end());
    await page.getByRole('button', { name: 'Send once more' }).click();
    await deliveries().getByText('Delivered').waitFor();
    const last = server.seen.at(-1)!;
    new Webhook(secret).verify(last.body, last.headers as Record<string, string>);
    await page.getByRole('radio', { name: 'Failed' }).click();
    await page.getByText('Nothing here').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
  });

  it('gets a new secret, is disabled, enabled and deleted', async () => {
    await choose('New secret…');
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    expect(await page.getByLabel('Signing secret').inputValue()).not.toBe(secret);
    await page.getByRole('button', { name: 'Done' }).click();
    await list().getByText('Two secrets').waitFor();
    await choose('Disable');
    await list().getByText('Disabled').waitFor();
    await expectAccessible();
    await choose('Enable');
    await list().getByText('Disabled').waitFor({ state: 'detached' });
    await choose('Delete…');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No webhooks yet').waitFor();
  });
});

async function choose(action: string): Promise<void> {
  await list().getByRole('button', { name: 'More for CRM' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function expectAccessible(): Promise<void> {
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
}
