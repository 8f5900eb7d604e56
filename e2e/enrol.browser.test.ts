/** People are enrolled by hand in the studio: a segment from the flow, one person from their page. */
import type { Locator, Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { defaultRules } from '../core/flow/document.ts';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { apiClient } from './api-client.ts';
import { accessibilityProblemsInBothThemes, signIn } from './browser.ts';
import { useStudio } from './studio.ts';

const guests = ['Greta Guest', 'Gino Guest', 'Gwen Guest'];

let stack: Stack;
let studio: Page;
let runs: Locator;
let flowId: string;

useStudio(async (started) => {
  ({ stack, page: studio } = started);
  const api = apiClient(stack);
  flowId = await api.publish('Aftercare', {
    nodes: {
      start: sampleNode('manual-trigger', 0, 0, {}),
      wait: sampleNode('delay', 300, 0, { label: 'Waits a day', mode: 'duration', durationMs: 86_400_000 }),
      end: sampleNode('exit', 600, 0, { outcome: 'completed', reason: 'Done' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'wait'],
      ['wait', 'next', 'end'],
    ]),
    rules: { ...defaultRules, reentry: { kind: 'whenIdle' } },
  });
  await api.publish('By keyword', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'care' }] }),
      end: sampleNode('exit', 300, 0, { outcome: 'completed', reason: 'Done' }),
    },
    edges: edgesFrom([['start', 'next', 'end']]),
  });
  for (const [at, name] of [...guests, 'Ida Other'].entries()) {
    const tags = guests.includes(name) ? ['guest'] : [];
    expect(await api.post('/contacts', { phone: `+1555666020${at}`, name, tags })).toMatchObject({
      status: 201,
    });
  }
  const rules = { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'guest' }] };
  expect(await api.post('/segments', { name: 'Guests', rules })).toMatchObject({ status: 201 });

  runs = studio.getByRole('complementary', { name: 'Runs' });
  await signIn(studio, stack.urls.api);
  await studio.getByRole('link', { name: 'Flows' }).click();
});

describe('enrolling people', () => {
  it('is refused, with the reason, where nothing takes people in', async () => {
    await studio.getByRole('button', { name: 'More for “By keyword”' }).click();
    const item = studio.getByRole('menuitem', { name: 'Enrol people…' });
    await item.getByText('What is live has no trigger “Started by people”.').waitFor();
    expect(await item.getAttribute('aria-disabled')).toBe('true');
    await studio.keyboard.press('Escape');
  });

  it('takes a segment, and shows the job and then the people', async () => {
    await studio.getByRole('link', { name: /^Aftercare/ }).click();
    // The list has a menu of the same name.
    await studio.getByRole('link', { name: 'Back to the flows' }).waitFor();
    await studio.getByRole('button', { name: 'More for “Aftercare”' }).click();
    await studio.getByRole('menuitem', { name: 'Enrol people…' }).click();
    const dialog = studio.getByRole('dialog', { name: 'Enrol people in “Aftercare”' });
    const enrol = dialog.getByRole('button', { name: 'Enrol', exact: true });
    expect(await enrol.isDisabled()).toBe(true);
    await dialog.getByLabel('Segment', { exact: true }).selectOption('Guests');
    await dialog.getByText('3 contacts').waitFor();
    await dialog.getByText('Who is still on the way in this flow is skipped.', { exact: false }).waitFor();
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    await enrol.click();

    await studio.getByText('People are being enrolled in “Aftercare”').waitFor();
    await studio.getByRole('button', { name: 'Show', exact: true }).click();
    const job = jobOf('Enrol the segment “Guests”');
    await job.getByText('Done', { exact: true }).waitFor();
    await job.getByText('3 of 3 entered').waitFor();
    await job.getByText('Olivia Owner,', { exact: false }).waitFor();
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);

    await runs.getByRole('radio', { name: 'People' }).click();
    for (const name of guests) {
      await runs.getByRole('listitem').filter({ hasText: name }).getByText('Waiting').waitFor();
    }
  });

  it('takes people who are picked, and skips who is on the way already', async () => {
    await runs.getByRole('button', { name: 'Enrol people…' }).click();
    const dialog = studio.getByRole('dialog', { name: 'Enrol people in “Aftercare”' });
    await dialog.getByRole('radio', { name: 'People' }).click();
    for (const name of guests.slice(0, 2)) {
      await dialog.getByLabel('Search people').fill(name);
      await dialog.getByRole('list', { name: 'People found' }).getByText(name).click();
      await dialog.getByRole('button', { name: `Leave out ${name}` }).waitFor();
    }
    await dialog.getByLabel('Search people').fill('gwen');
    await dialog.getByRole('list', { name: 'People found' }).getByText('Gwen Guest').waitFor();
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    await dialog.getByRole('button', { name: 'Enrol 2 people' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await runs.getByRole('radio', { name: 'Jobs' }).click();
    await jobOf('Enrol 2 people').getByText('0 of 2 entered, 2 skipped').waitFor();
  });

  it('asks once more before everybody is taken', async () => {
    await runs.getByRole('button', { name: 'Enrol people…' }).click();
    const dialog = studio.getByRole('dialog', { name: 'Enrol people in “Aftercare”' });
    await dialog.getByRole('radio', { name: 'Everybody' }).click();
    const enrol = dialog.getByRole('button', { name: 'Enrol everybody' });
    expect(await enrol.isDisabled()).toBe(true);
    const [{ count }] = await stack.sql<[{ count: string }]>`
      select count(*) from contacts where org_id = ${demo.orgId}`;
    await dialog.getByText(`${count} contacts`, { exact: true }).waitFor();
    await dialog.getByLabel('I mean everybody').check();
    expect(await enrol.isEnabled()).toBe(true);
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });
});

describe('a job', () => {
  it('is paused, resumed and cancelled from the list', async () => {
    // Nobody was told of these two, so they stand still until somebody steers them.
    await standingJob('running', { tag: 'guest' });
    await standingJob('paused', { all: true });
    await studio.reload();
    const guestJob = jobOf('Enrol everybody tagged “guest”');
    await guestJob.getByRole('button', { name: 'Pause' }).click();
    await guestJob.getByText('Paused', { exact: true }).waitFor();
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    await guestJob.getByRole('button', { name: 'Resume' }).click();
    await guestJob.getByText('0 of 3 entered, 3 skipped').waitFor();
    await guestJob.getByText('Done', { exact: true }).waitFor();

    const allJob = jobOf('Enrol everybody').last();
    await allJob.getByRole('button', { name: 'Cancel' }).click();
    const question = studio.getByRole('dialog', { name: 'Cancel this job?' });
    await question.getByRole('button', { name: 'Cancel the job' }).click();
    await runs.getByText('Cancelled', { exact: true }).waitFor();
  });
});

describe('the list of runs', () => {
  it('shows who stands at a step, and who is paused', async () => {
    await runs.getByRole('radio', { name: 'People' }).click();
    await runs.getByLabel('At the step').selectOption('At “Waits a day”');
    await runs.getByRole('listitem').nth(2).waitFor();
    expect(await runs.getByRole('listitem').count()).toBe(3);
    await runs.getByLabel('At the step').selectOption('At any step');
    await runs.getByRole('radio', { name: 'Paused' }).click();
    await runs.getByText('Nobody is paused').waitFor();
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
  });
});

describe('one person', () => {
  it('starts a flow from their page, once', async () => {
    await studio.getByRole('link', { name: 'Contacts', exact: true }).click();
    await studio.getByRole('link', { name: 'Ida Other' }).click();
    await startAftercare();
    await studio.getByText('Ida Other is in “Aftercare” now.').waitFor();
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    await studio.getByRole('button', { name: 'Done', exact: true }).click();
    await studio.getByRole('region', { name: 'Conversations and flows' }).getByText('Aftercare').waitFor();

    await startAftercare();
    await studio.getByText('Ida Other was skipped.', { exact: false }).waitFor();
    await studio.getByRole('link', { name: 'Open the flow' }).click();
    await jobOf('Enrol Ida Other').first().getByText('0 of 1 entered, 1 skipped').waitFor();
  });
});

describe('who may only look', () => {
  it('sees the jobs, and nothing that starts or steers one', async () => {
    await standingJob('paused', { all: true });
    const context = await studio.context().browser()!.newContext();
    const page = await context.newPage();
    await signIn(page, stack.urls.api, 'viewer@demo.test');
    await page.goto(`${stack.urls.api}/flows/${flowId}?show=jobs`);
    const panel = page.getByRole('complementary', { name: 'Runs' });
    await panel.getByText('Paused', { exact: true }).waitFor();
    for (const name of ['Enrol people…', 'Resume', 'Cancel']) {
      expect(await panel.getByRole('button', { name }).count()).toBe(0);
    }
    await context.close();
  });
});

async function startAftercare() {
  await studio.getByRole('button', { name: 'Start a flow…' }).click();
  const dialog = studio.getByRole('dialog', { name: 'Start a flow for Ida Other' });
  await dialog.getByLabel('Flow', { exact: true }).selectOption('Aftercare');
  await dialog.getByText('Who is still on the way', { exact: false }).waitFor();
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
}

function jobOf(title: string): Locator {
  const heading = studio.getByRole('heading', { name: title, exact: true });
  return runs.getByRole('list', { name: 'Jobs' }).getByRole('listitem').filter({ has: heading });
}

async function standingJob(status: 'running' | 'paused', audience: object) {
  const id = uuidv7();
  await stack.sql`
    insert into flow_jobs (id, org_id, flow_id, kind, params, status, total, dedupe_key, created_by)
    values (${id}, ${demo.orgId}, ${flowId}, 'enrol', ${stack.sql.json({ audience } as never)}, ${status}, 3, ${id},
      ${`user:${demo.ownerId}`})`;
}
