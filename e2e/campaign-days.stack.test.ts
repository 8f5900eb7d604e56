/** Everything of a campaign that waits for a time, on a server whose clock jumps. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../local/process/wait.ts';
import { addPeople, docOf, variant, type DocChange } from '../local/testing/campaign-world.ts';
import { statusWebhook } from '../local/testing/webhooks.ts';
import { demo } from '../platform/seed/demo.ts';
import { workflowIds } from '../workflows/contract.ts';
import { startSkippingStack, type SkippingStack } from './skipping-stack.ts';

const HOUR_MS = 3_600_000;

let stack: SkippingStack;
let campaigns = 0;

beforeAll(async () => {
  stack = await startSkippingStack();
});
afterAll(() => stack?.stop());

it('waits for its start', async () => {
  const campaign = await start(2, {}, { inMs: 5 * HOUR_MS });
  await campaign.is('scheduled');
  await stack.skip('299 minutes');
  expect(await campaign.received()).toEqual([0, 0]);
  await stack.skip('2 minutes');
  await campaign.is('completed');
  expect(await campaign.received()).toEqual([1, 1]);
});

it('is drawn up again when it is withdrawn, and sent at the time that it is given then', async () => {
  const campaign = await start(1, {}, { inMs: HOUR_MS });
  await campaign.change('withdraw');
  expect(await campaign.handle.result()).toBe('draft');
  await stack.skip('2 hours');
  expect(await campaign.received()).toEqual([0]);
  await campaign.change('start', { inMs: HOUR_MS });
  await stack.skip('61 minutes');
  await campaign.is('completed');
  expect(await campaign.received()).toEqual([1]);
});

it('sends by local time, to each where it is that time', async () => {
  const day = new Date((await stack.now()).getTime() + 48 * HOUR_MS).toISOString().slice(0, 10);
  const zones = ['Asia/Tokyo', 'Europe/Moscow'];
  const campaign = await start(2, { delivery: { timing: 'localTime', startsAt: `${day}T12:00` } }, { zones });
  const until = async (utc: string) => {
    const ms = Date.parse(`${day}T${utc}Z`) - (await stack.now()).getTime();
    await stack.skip(`${ms} ms`);
  };
  await until('02:58:00');
  expect(await campaign.received()).toEqual([0, 0]);
  await until('03:01:00');
  await campaign.soonReceives([1, 0]);
  await until('08:58:00');
  await campaign.soonReceives([1, 0]);
  await until('09:01:00');
  await campaign.soonReceives([1, 1]);
  await campaign.is('completed');
});

it('waits behind its test, through a pause by an update and one by the row', async () => {
  const test = { percent: 50, waitMs: 24 * HOUR_MS, winner: 'none' as const };
  const campaign = await start(40, { variants: [variant('A'), variant('B')], delivery: { test } });
  const testSize = await waitUntil(async () => {
    const row = await campaign.row();
    return row.testSentAt === null ? null : campaign.count(`is_test`);
  });
  expect(testSize).toBeGreaterThan(5);
  expect(await campaign.sent()).toBe(testSize);
  await stack.skip('23 hours');
  expect(await campaign.sent()).toBe(testSize);
  expect(await campaign.handle.executeUpdate('pause')).toBe('paused');
  await stack.skip('2 hours');
  expect(await campaign.sent()).toBe(testSize);
  await campaign.change('resume');
  await campaign.is('completed');
  expect(await campaign.sent()).toBe(40);
  await expect(campaign.handle.executeUpdate('cancel')).rejects.toThrow();
});

it('sleeps while it is paused by the row, and goes on by an update', async () => {
  const campaign = await start(2, {}, { inMs: HOUR_MS });
  await campaign.is('scheduled');
  await expect(campaign.handle.executeUpdate('pause')).rejects.toThrow();
  await stack.sql`update campaigns set status = 'running', started_at = now() where id = ${campaign.id}`;
  await campaign.change('pause');
  await stack.skip('3 days');
  expect(await campaign.received()).toEqual([0, 0]);
  expect(await campaign.handle.executeUpdate('resume')).toBe('running');
  await campaign.is('completed');
});

it('tries again after a day what Meta held back', async () => {
  const campaign = await start(1, { delivery: { retriesWhenCapped: 1 } });
  await campaign.soonReceives([1]);
  await waitUntil(async () => (await campaign.sent()) === 1);
  const [message] = await stack.sql<{ wamid: string; to: string }[]>`
    select m.wamid, i.value as to from messages m join contact_identities i on i.contact_id = m.contact_id where campaign_id = ${campaign.id}`;
  const errors = [{ code: 131049 }];
  await stack.receive(statusWebhook([{ ...message!, status: 'failed', errors, at: await stack.now() }]));
  await stack.skip('23 hours');
  expect(await campaign.received()).toEqual([1]);
  await stack.skip('4 hours');
  await campaign.soonReceives([2]);
  // No word of the second one for a day.
  await stack.skip('25 hours');
  await campaign.is('completed');
});

async function start(
  count: number,
  change: DocChange,
  { inMs = 0, zones = [] }: { inMs?: number; zones?: string[] } = {},
) {
  campaigns += 1;
  const tag = `crowd ${campaigns}`;
  const people = Array.from({ length: count }, (_, n) => ({
    ...{ id: randomUUID(), number: `1555${campaigns}${String(200_000 + n)}`, name: `Somebody ${n}` },
  }));
  for (const [n, person] of people.entries())
    await addPeople(stack.sql, [person], { tag, ...(zones[n] === undefined ? {} : { timeZone: zones[n] }) });
  const id = randomUUID();
  const doc = docOf({ include: [{ kind: 'tag', tag }], ...change });
  await stack.sql`
    insert into campaigns (id, org_id, name, phone_number_id, doc)
    values (${id}, ${demo.orgId}, 'A campaign', ${demo.phoneNumberId}, ${stack.sql.json(doc)})`;
  const countOf = async (where: string) => {
    const [row] = await stack.sql<{ n: number }[]>`
      select count(*)::int as n from campaign_recipients where campaign_id = ${id} and ${stack.sql.unsafe(where)}`;
    return row!.n;
  };
  const row = async () => {
    const [found] = await stack.sql<{ status: string; testSentAt: Date | null }[]>`
      select status, test_sent_at as "testSentAt" from campaigns where id = ${id}`;
    return found!;
  };
  const received = async () => {
    const { items } = await stack.simulator.outbound({ limit: 10_000 });
    return people.map(({ number }) => items.filter(({ to }) => to === number).length);
  };
  const campaign = {
    id,
    row,
    received,
    count: countOf,
    handle: stack.env.client.workflow.getHandle(workflowIds.campaign(demo.orgId, id)),
    sent: () => countOf(`state = 'sent'`),
    async change(action: string, { inMs: startsInMs = 0 }: { inMs?: number } = {}) {
      const startsAt = new Date((await stack.now()).getTime() + startsInMs);
      await stack.sql`select private.change_campaign(${demo.orgId}, ${id}, ${action}, ${startsAt})`;
      await waitUntil(
        async () => (await stack.sql`select from private.outbox where key = ${id}`).length === 0,
      );
    },
    is: (status: string) => waitUntil(async () => (await row()).status === status),
    /** Soon. */
    soonReceives: (expected: number[]) => expect.poll(received).toEqual(expected),
  };
  await campaign.change('start', { inMs });
  return campaign;
}
