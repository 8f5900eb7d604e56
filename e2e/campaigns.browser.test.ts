/** Campaigns in the studio: one is made in four steps, started, watched, paused, and followed by another for those who did not read it. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../core/flow/document.ts';
import { sampleNode } from '../core/flow/samples/build.ts';
import { DEMO } from '../local/demo.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { apiClient } from './api-client.ts';
import { accessibilityProblemsInBothThemes, signIn, startBrowser } from './browser.ts';
import { useStudio } from './studio.ts';

/** Set it to a folder to look at the screens: `PARLEY_SHOTS=/tmp/shots`. */
const SHOTS = process.env.PARLEY_SHOTS;

const FIRST_NAMES = ['Amara', 'Ben', 'Chiara', 'Daan', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas'];
const LAST_NAMES = ['Okafor', 'Lindqvist', 'Rossi', 'Vermeer'];
const people = FIRST_NAMES.flatMap((first) => LAST_NAMES.map((last) => `${first} ${last}`));

let stack: Stack;
let page: Page;

// Ids that nobody knows any more are asked for, too.
useStudio(
  async (started) => {
    ({ stack, page } = started);
    await stack.sql`
    with made as (
      insert into contacts (org_id, name, tags, marketing_consent, country, attributes)
      select ${demo.orgId}, p.name, '{winter-guest}', case when p.n <= 4 then 'denied' else 'granted' end, 'DE', '{"plan": "gold"}'
      from unnest(${people}::text[]) with ordinality p (name, n) returning id, name)
    insert into contact_identities (org_id, contact_id, kind, value)
    select ${demo.orgId}, id, 'wa_id', '4915550000' || lpad((row_number() over (order by name))::text, 3, '0') from made`;
    await signIn(page, stack.urls.api);
  },
  { areRefused: true },
);

const shot = async (name: string) => {
  if (!SHOTS) return;
  await page.setViewportSize({ width: 1440, height: 1150 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${SHOTS}/campaigns-${name}-${colorScheme}.png`, animations: 'disabled' });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
};
const onPhone = async (name: string) => {
  if (!SHOTS) return;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${SHOTS}/campaigns-${name}-phone.png`, fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
};
const isAccessible = async () => expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
const step = (title: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: new RegExp(`^(\\d )?${title}`) });
const reach = (words: string) => page.getByRole('region', { name: 'Who gets it' }).getByText(words);
const isSaved = () => page.getByText('Saved', { exact: true }).waitFor();
const dialog = () => page.getByRole('dialog');
const status = (words: string) =>
  page.getByRole('region', { name: 'Status' }).getByRole('heading', { name: words });
async function campaignNamed(name: string) {
  const [row] = await stack.sql<
    { id: string; status: string; doc: Record<string, never>; rate: number | null }[]
  >`
    select id, status, doc, rate_per_second as rate from campaigns where name = ${name}`;
  return row!;
}

it('begins with an empty list that says what a campaign is', async () => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Campaigns' }).click();
  await page.getByRole('heading', { name: 'No campaigns yet' }).waitFor();
  await isAccessible();
  await shot('empty');
});

it('makes a draft, and counts its people as they are chosen', async () => {
  await page.getByRole('button', { name: 'New campaign' }).first().click();
  await page.getByLabel('Name of the campaign').fill('Winter sale');
  await page.getByText('Nobody yet. Add a group of people.').waitFor();
  await shot('audience-empty');
  await page.getByRole('button', { name: 'Add a group' }).first().click();
  await page.getByRole('menuitem', { name: 'People with a tag' }).click();
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('winter-guest');
  await reach('40 people get it').waitFor();
  await isSaved();
  expect((await campaignNamed('Winter sale')).doc).toMatchObject({
    audience: { include: [{ kind: 'tag', tag: 'winter-guest' }], exclude: [] },
  });
  await isAccessible();
  await shot('audience');
  await onPhone('audience');
});

it('shows the message as people read it, with what is known of each', async () => {
  await step('Message').click();
  await page.getByLabel('Template').selectOption('weekly_offer/en_US');
  await page.getByLabel('Value of {{1}}').click();
  await page.getByRole('button', { name: 'Insert a placeholder' }).first().click();
  await page.getByRole('menuitem', { name: 'First name, else “there”' }).click();
  await page.getByLabel('Value of {{2}}').fill('20 %');
  const chips = page.getByRole('group', { name: 'Filled in for' });
  await chips.getByRole('button').nth(1).click();
  await page
    .getByRole('figure', { name: 'Preview' })
    .getByText(/^Hi [A-Z][a-z]+, this week: 20 % off/)
    .waitFor();
  await isSaved();
  await isAccessible();
  await shot('message');
  await onPhone('message');
});

it('lets a second message compete with the first', async () => {
  await page.getByRole('button', { name: 'Variant', exact: true }).click();
  await page.getByRole('button', { name: 'B 50%' }).waitFor();
  await page.getByLabel('Value of {{2}}').fill('a fifth');
  await page.getByLabel('Share of B').fill('3');
  await page.getByRole('button', { name: 'B 75%' }).waitFor();
  await page.getByLabel('Share of B').fill('1');
  await isSaved();
  await isAccessible();
  await shot('variants');
});

it('says when, how fast and what stops it, with sensible values to begin with', async () => {
  await step('Delivery').click();
  await page.getByText('At a time').click();
  await page.getByRole('switch', { name: 'In everybody’s own time' }).click();
  await page.getByRole('switch', { name: 'Quiet hours' }).click();
  await page.getByRole('switch', { name: 'Leave out who got a lot lately' }).click();
  await page.getByRole('switch', { name: 'Send to a small part first' }).click();
  await page.getByLabel('The others get').selectOption('replies');
  await isSaved();
  expect((await campaignNamed('Winter sale')).doc).toMatchObject({
    delivery: {
      timing: 'localTime',
      quietHours: { from: '21:00', to: '08:00' },
      frequencyCap: { max: 3 },
      test: { percent: 10, winner: 'replies' },
      retriesWhenCapped: 1,
    },
  });
  await isAccessible();
  await shot('delivery');
  await onPhone('delivery');
  await page.getByText('As soon as it is started').click();
  for (const name of ['Quiet hours', 'Leave out who got a lot lately', 'Send to a small part first'])
    await page.getByRole('switch', { name }).click();
  await page.getByRole('switch', { name: 'Go slower' }).click();
  await page.getByLabel('Messages a second, at most').fill('1');
  await isSaved();
});

it('lists what is in the way and leads to its field', async () => {
  await step('Message').click();
  await page.getByRole('button', { name: /^A 50%/ }).click();
  await page.getByLabel('Value of {{2}}').fill('');
  await step('Review').click();
  const problems = page.getByRole('region', { name: 'Problems' });
  await problems.getByRole('button', { name: /Say what stands here/ }).waitFor();
  expect(await page.getByRole('button', { name: 'Start…' }).isDisabled()).toBe(true);
  await isAccessible();
  await shot('review-problems');
  await problems.getByRole('button', { name: /Say what stands here/ }).click();
  const field = page.getByLabel('Value of {{2}}');
  await expect.poll(() => field.evaluate((box) => box === document.activeElement)).toBe(true);
  await field.fill('20 %');
  await step('Review').click();
  await page.getByText('Nothing is missing.').waitFor();
  await isSaved();
});

it('is sent to a few of one’s own people first', async () => {
  await page.getByRole('button', { name: 'Send a test…' }).click();
  await dialog().getByLabel('Search people').fill('Hugo Rossi');
  await dialog()
    .getByRole('list', { name: 'People found' })
    .getByRole('button', { name: /Hugo Rossi/ })
    .click();
  await dialog().getByRole('button', { name: 'Send to 1 person' }).click();
  await dialog().getByText('Hugo Rossi: on its way').waitFor();
  await isAccessible();
  await shot('test');
  await page.keyboard.press('Escape');
});

it('is started once its number of people was seen', async () => {
  await shot('review');
  await onPhone('review');
  await page.getByRole('button', { name: 'Start…' }).click();
  await dialog().getByRole('heading', { name: 'Send it to 36 people?' }).waitFor();
  await isAccessible();
  await shot('start');
  await dialog().getByRole('button', { name: 'Send to 36 people' }).click();
  await status('Sending').waitFor({ timeout: 60_000 });
});

it('shows how it goes, is paused and goes on faster', async () => {
  const funnel = page.getByRole('region', { name: 'Funnel' });
  await expect
    .poll(
      async () =>
        Number(
          await funnel
            .getByRole('link', { name: /, Sent: show/ })
            .innerText()
            .then((text) => text.split('\n')[0]),
        ),
      {
        timeout: 60_000,
      },
    )
    .toBeGreaterThan(2);
  await shot('running');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await status('Paused').waitFor();
  await page.getByText('Somebody paused it.', { exact: false }).waitFor();
  await isAccessible();
  await shot('paused');
  await page.getByRole('button', { name: 'Speed…' }).click();
  await dialog().getByRole('switch', { name: 'As fast as the number may send' }).click();
  await shot('speed');
  await dialog().getByRole('button', { name: 'Set the speed' }).click();
  await dialog().waitFor({ state: 'hidden' });
  expect((await campaignNamed('Winter sale')).rate).toBeNull();
  await page.getByRole('button', { name: 'Resume' }).click();
  await status('Completed').waitFor({ timeout: 120_000 });
});

it('leads from each number to the people behind it', async () => {
  const numbers = await stack.sql<{ value: string; wamid: string }[]>`
    select i.value, m.wamid from messages m join contact_identities i on i.contact_id = m.contact_id and i.kind = 'wa_id'
    where m.campaign_id is not null and m.wamid is not null order by i.value limit 12`;
  for (const { value } of numbers) await stack.simulator.read(value);
  for (const { value, wamid } of numbers.slice(0, 4)) await stack.simulator.quickReply(value, wamid, 0);
  await page.reload();
  const funnel = page.getByRole('region', { name: 'Funnel' });
  const read = funnel.getByRole('link', { name: /, Read: show/ });
  await expect
    .poll(
      async () => {
        await page.reload();
        await read.waitFor();
        return read.innerText();
      },
      { timeout: 60_000 },
    )
    .toMatch(/^12/);
  await isAccessible();
  await shot('completed');
  await onPhone('completed');
  await read.click();
  await page.getByRole('table', { name: 'People of the campaign' }).waitFor();
  expect(await page.getByRole('row').count()).toBe(13);
  await isAccessible();
  await shot('people');
  await onPhone('people');
  await page.getByLabel('Result').selectOption('excluded');
  await page.getByRole('cell', { name: 'Has stopped marketing messages' }).first().waitFor();
  await expect.poll(() => page.getByRole('row').count()).toBe(5);
});

it('is followed by a draft for those who did not read it', async () => {
  await page.getByRole('button', { name: 'Retarget' }).click();
  await shot('retarget');
  await page.getByRole('menuitem', { name: 'Who did not read it' }).click();
  await page.getByRole('button', { name: /^Campaign: Winter sale$/ }).waitFor();
  await reach('24 people get it').waitFor();
  await isAccessible();
  await shot('retargeted');
});

it('lists campaigns with how far they are, and finds them by name and status', async () => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Campaigns' }).click();
  await page.getByRole('link', { name: 'Winter sale', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Actions for Winter sale', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByLabel('Name of the campaign').waitFor();
  expect(await page.getByLabel('Name of the campaign').inputValue()).toBe('Copy of Winter sale');
  await page.getByRole('link', { name: 'Back to campaigns' }).click();
  await page.getByRole('link', { name: 'Copy of Winter sale' }).waitFor();
  await isAccessible();
  await shot('list');
  await onPhone('list');
  await page.getByLabel('Status').selectOption('completed');
  await page.getByRole('link', { name: 'Copy of Winter sale' }).waitFor({ state: 'detached' });
  await page.getByLabel('Status').selectOption('');
  await page.getByLabel('Search campaigns').fill('copy of');
  await page.getByRole('link', { name: 'Winter sale', exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Actions for Copy of Winter sale' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await dialog().getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No campaign found' }).waitFor();
});

it('begins with the people who are selected among the contacts, or with a segment', async () => {
  await page.goto(`${stack.urls.api}/contacts`);
  await page.getByRole('checkbox', { name: 'Select Ines Okafor' }).check();
  await page.getByRole('checkbox', { name: 'Select Jonas Rossi' }).check();
  await page.getByRole('button', { name: 'New campaign' }).click();
  await step('Audience').click();
  await page.getByRole('list', { name: 'People chosen' }).getByText('Ines Okafor').waitFor();
  await page.getByRole('list', { name: 'People chosen' }).getByText('Jonas Rossi').waitFor();
  await shot('chosen');
});

it('is chosen by its name in a segment, and an id that nobody knows stays', async () => {
  await page.goto(`${stack.urls.api}/contacts/segments`);
  await page.getByRole('button', { name: 'New segment' }).first().click();
  await dialog().getByLabel('Name', { exact: true }).fill('Readers');
  await dialog().getByLabel('What is looked at').selectOption('campaign');
  await dialog().getByLabel('Which campaign').selectOption('one');
  await dialog()
    .getByRole('button', { name: /^Campaign: Choose/ })
    .click();
  await page.getByPlaceholder('Search campaigns').fill('winter');
  await shot('picker');
  await page.getByRole('option', { name: 'Winter sale', exact: true }).click();
  await dialog().getByText('Campaign “Winter sale” was read').waitFor();
  await dialog()
    .getByText(/^12 contact/)
    .waitFor();
  await isAccessible();
  await dialog().getByRole('button', { name: 'Create' }).click();
  await dialog().waitFor({ state: 'hidden' });
  await stack.sql`
    update segments set rules = jsonb_set(rules, '{of,0,campaign}', '"0c000000-0000-4000-8000-000000000009"') where name = 'Readers'`;
  await page.reload();
  await page.getByText('Campaign 0c000000-0000-4000-8000-000000000009 was read').waitFor();
  await page.getByRole('button', { name: 'Actions for Readers' }).click();
  await page.getByRole('menuitem', { name: 'New campaign for it' }).click();
  await step('Audience').click();
  await page.getByRole('combobox', { name: 'Segment' }).waitFor();
});

it('is chosen by its name in a flow that starts with an answer to it', async () => {
  const draft: FlowDoc = {
    schemaVersion: FLOW_SCHEMA_VERSION,
    nodes: {
      start: sampleNode('campaign-reply-trigger', 0, 0, {
        which: 'some',
        campaignIds: ['0c000000-0000-4000-8000-000000000009'],
      }),
    },
    ...{ edges: {}, variables: {}, rules: defaultRules, notes: {} },
  };
  const { body } = await apiClient(stack).post<{ id: string }>('/flows', { name: 'After the sale', draft });
  await page.goto(`${stack.urls.api}/flows/${body.id}`);
  await page.locator('.react-flow__node[data-id="start"]').click();
  const form = page.getByRole('complementary', { name: 'Settings of the step' });
  await form.getByRole('button', { name: 'Campaign 1: 0c000000-0000-4000-8000-000000000009' }).waitFor();
  await form.getByRole('button', { name: /^Add a campaign/ }).click();
  await page.getByRole('option', { name: 'Winter sale', exact: true }).click();
  await form.getByRole('button', { name: 'Campaign 2: Winter sale' }).waitFor();
  await form.getByRole('button', { name: 'Remove campaign 1' }).click();
  await form.getByRole('button', { name: 'Campaign 1: Winter sale' }).waitFor();
  await isAccessible();
  await shot('trigger');
  await isSaved();
  const [flow] =
    await stack.sql`select draft -> 'nodes' -> 'start' -> 'data' -> 'campaignIds' as ids from flows where id = ${body.id}`;
  expect(flow).toEqual({ ids: [(await campaignNamed('Winter sale')).id] });
});

it('waits for a second person where the workspace asks for it, and becomes a draft again', async () => {
  await stack.sql`update organizations set campaign_approval = true where id = ${demo.orgId}`;
  const { id } = await campaignNamed('Winter sale: not read');
  await page.goto(`${stack.urls.api}/campaigns/${id}?step=review`);
  await page.getByRole('button', { name: 'Ask for approval…' }).click();
  await dialog().getByRole('button', { name: 'Ask for approval' }).click();
  await status('Needs approval').waitFor();
  await isAccessible();
  await page.getByRole('region', { name: 'Who gets it' }).getByText('24 people get it').waitFor();
  await shot('approval');
  await page.getByRole('button', { name: 'Approve…' }).click();
  await dialog().getByRole('button', { name: 'Approve' }).click();
  await dialog().getByRole('alert').waitFor();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Back to draft' }).click();
  await step('Audience').waitFor();
  expect((await campaignNamed('Winter sale: not read')).status).toBe('draft');
});

it('says why it paused by itself and what to do', async () => {
  await stack.sql`
    update campaigns set status = 'paused', pause_reason = 'template_paused', ended_at = null where name = 'Winter sale'`;
  const { id } = await campaignNamed('Winter sale');
  await page.goto(`${stack.urls.api}/campaigns/${id}`);
  await page.getByText('Meta has paused the template because of its quality.', { exact: false }).waitFor();
  await isAccessible();
  await shot('paused-by-itself');
});

it('says what failed, what to do about it, and for whom', async () => {
  await stack.sql`
    update messages set status = 'failed', status_rank = 40, failed_at = now(), error_code = '131026', error_class = 'permanent',
      error_title = 'The message could not be delivered: not on WhatsApp, blocked, or an old app'
    where id in (select message_id from campaign_recipients where message_id is not null order by contact_id limit 2)`;
  await page.reload();
  const failed = page.getByRole('region', { name: 'Failed' });
  await failed.getByText('Ask for another number, or leave them out.', { exact: false }).waitFor();
  await isAccessible();
  await shot('failed');
  await failed.getByRole('link', { name: /^2/ }).click();
  await page.getByText('Error 131026').waitFor();
  await expect.poll(() => page.getByRole('row').count()).toBe(3);
});

it('is seen by a viewer, who changes nothing', async () => {
  const browser = await startBrowser();
  try {
    const other = await browser.context.newPage();
    await signIn(other, stack.urls.api, DEMO.users[2]);
    await other.goto(`${stack.urls.api}/campaigns`);
    await other.getByRole('link', { name: 'Winter sale', exact: true }).waitFor();
    expect(await other.getByRole('button', { name: /New campaign|Actions for/ }).count()).toBe(0);
    const { id } = await campaignNamed('Winter sale: not read');
    await other.goto(`${stack.urls.api}/campaigns/${id}?step=message`);
    await other.getByText('You may look, not change').waitFor();
    expect(await other.getByLabel('Template').isDisabled()).toBe(true);
    if (SHOTS) await other.screenshot({ path: `${SHOTS}/campaigns-viewer.png` });
    expect(browser.complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
