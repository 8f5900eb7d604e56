/** Numbers of a workspace and of a flow, as they come from what people do. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { waitUntil } from '../local/process/wait.ts';
import { apiClient } from './api-client.ts';
import { accessibilityProblemsInBothThemes, signIn } from './browser.ts';
import { person } from './person.ts';
import { useStudio } from './studio.ts';

/** Set it to a folder to look at the screens: `PARLEY_SHOTS=/tmp/shots`. */
const SHOTS = process.env.PARLEY_SHOTS;

let stack: Stack;
let page: Page;

useStudio(async (started) => {
  ({ stack, page } = started);
  await apiClient(stack).publish('Counted', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'count' }] }),
      ask: sampleNode('ask', 320, 0, {
        label: 'Asks',
        text: 'How are you?',
        saveAs: 'mood',
        validation: { kind: 'text', minLength: 1 },
        tries: 3,
        retryText: 'Again?',
        timeoutMs: 3_600_000,
      }),
      thank: sampleNode('send-text', 640, 0, { label: 'Thanks', text: 'Noted.' }),
      booked: sampleNode('goal', 960, 0, { name: 'Told us' }),
      end: sampleNode('exit', 1280, 0, { outcome: 'completed', reason: 'All said' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'ask'],
      ['ask', 'valid', 'thank'],
      ['ask', 'no-reply', 'end'],
      ['thank', 'sent', 'booked'],
      ['booked', 'next', 'end'],
    ]),
    variables: { mood: { type: 'text' } },
  });
  await lastMonth();
  const [one, other] = [person(stack, '15550107301', 'Nora'), person(stack, '15550107302', 'Omar')];
  await one.says('count');
  await one.gets('How are you?');
  await one.says('Fine');
  await one.gets('Noted.');
  await other.says('count');
  await other.gets('How are you?');
  await signIn(page, stack.urls.api);
});

/** Messages of the days before, so that charts have something to show. */
async function lastMonth(): Promise<void> {
  await stack.sql`
    with talks as (
      insert into contacts (org_id, name, created_at)
      select ${demo.orgId}, 'Guest ' || n, now() - n * interval '6 hours' from generate_series(1, 200) n
      returning id, created_at),
    threads as (
      insert into conversations (org_id, contact_id, phone_number_id, created_at, status)
      select ${demo.orgId}, t.id, (select id from phone_numbers where org_id = ${demo.orgId} order by id limit 1), t.created_at,
        'resolved' from talks t
      returning id, contact_id, phone_number_id, created_at)
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source,
      error_code, created_at)
    select gen_random_uuid(), ${demo.orgId}, t.id, t.contact_id, t.phone_number_id, m.direction, 'text', m.status, 0, m.source, m.code,
      t.created_at + m.after
    from threads t cross join lateral (values
      ('inbound', 'received', 'contact', null, interval '0'),
      ('outbound', 'read', 'flow', null, interval '2 seconds'),
      ('outbound', case when extract(minute from t.created_at)::int % 2 = 0 then 'delivered' else 'sent' end, 'campaign', null,
        interval '1 hour'),
      ('outbound', case when extract(hour from t.created_at) < 8 then 'failed' else 'read' end, 'agent',
        case when extract(hour from t.created_at) < 8 then '131047' end, interval '1 second' * (extract(hour from t.created_at) * 100)))
      m (direction, status, source, code, after)`;
}

/** The worker counts every few seconds. */
async function counted(): Promise<void> {
  await waitUntil(async () => (await stack.sql`select from private.analytics_marks limit 1`).length === 0, {
    timeoutMs: 30_000,
    what: 'the worker to count',
  });
}

async function shot(name: string): Promise<void> {
  if (!SHOTS) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(colorScheme === 'dark' ? 'html.dark' : 'html:not(.dark)').waitFor();
    await page.screenshot({ path: `${SHOTS}/${name}-${colorScheme}.png`, fullPage: true });
  }
}

it('shows what became of messages, conversations and runs, also as tables', async () => {
  await counted();
  await page.getByRole('link', { name: 'Analytics' }).click();
  const totals = page.getByRole('list', { name: 'Totals' });
  await totals.getByRole('listitem').filter({ hasText: 'Messages received' }).getByText(/\d{3}/).waitFor();
  const flows = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'Counted' }) });
  await flows.getByRole('cell').first().getByText('2', { exact: true }).waitFor();
  const bars = page.getByRole('img', { name: /^Messages/ }).locator('.bg-info');
  const sizes = await bars.evaluateAll((all) =>
    all.map((bar) => bar.getBoundingClientRect().width * bar.clientHeight),
  );
  expect(sizes.filter((area) => area > 20).length).toBeGreaterThan(20);
  await page.getByText('131047').waitFor();
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
  await shot('analytics');

  await page.getByRole('button', { name: 'Messages as a table' }).click();
  const table = page.getByRole('region', { name: 'Table: Messages' });
  expect(await table.getByRole('row').count()).toBe(31);
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
});

it('goes to other days, which the address keeps', async () => {
  await page.getByRole('radio', { name: 'Today' }).click();
  await page.getByRole('region', { name: 'Table: Messages' }).getByText(/00:00/).waitFor();
  await page.getByRole('radio', { name: 'Other' }).click();
  await page.getByLabel('First day').fill('2020-01-01');
  await page.getByText('At most 366 days.').waitFor();
  await page.getByLabel('Last day').fill('2020-01-31');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.waitForURL(/from=2020-01-01/);
  await page.reload();
  expect(await page.getByLabel('Last day').inputValue()).toBe('2020-01-31');
  await shot('analytics-quiet');
});

it('shows on every step of a flow how many came, went on and stand there', async () => {
  await page.goto(`${stack.urls.api}/analytics`);
  await page.getByRole('link', { name: 'Counted' }).click();
  const numbers = page.getByRole('complementary', { name: 'Numbers' });
  await numbers.getByText('Told us').waitFor();
  const asks = page.locator('.step-card').filter({ hasText: 'Asks' });
  await asks.getByText('2 visits').waitFor();
  await asks.getByText('1 here now').waitFor();
  await asks.getByText('1 · 50%').waitFor();
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
  await shot('flow-numbers');

  await numbers.getByLabel('Version').selectOption('1');
  await numbers.getByRole('button', { name: 'Asks' }).click();
  await page.getByRole('radio', { name: 'Edit' }).click();
  await asks.getByText('2 visits').waitFor({ state: 'detached' });
});
