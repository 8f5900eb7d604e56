/** A campaign on a whole stack, whose worker is killed all the time, and what Temporal keeps of one. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeople, docOf, type DocChange } from '../local/testing/campaign-world.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { workflowIds } from '../workflows/contract.ts';
import { temporalClient } from './temporal-client.ts';
import { readCurrentDetails, readHistory } from './workflow-history.ts';

const LONG_MS = 90_000;

let stack: Stack;
let client: Client;
let tags = 0;

beforeAll(async () => {
  stack = await startStack({ without: ['api'] });
  client = await temporalClient(stack);
  await stack.simulator.settings({ throughput: 0, pairLimit: false });
});
afterAll(() => stack?.stop());

describe('a campaign whose worker is killed again and again', () => {
  it('sends everybody one message, and calls unknown only what was on its way', async () => {
    const people = await newPeople(400);
    const campaign = await startCampaign(people.tag, { delivery: { ratePerSecond: 40 } });
    const before = await stack.simulator.stats();
    let kills = 0;
    for (const share of [0.05, 0.25, 0.45, 0.65, 0.85]) {
      await stack.waitFor(async () => (await campaign.sent()) >= share * people.numbers.length, {
        timeoutMs: LONG_MS,
      });
      await stack.kill('worker');
      kills += 1;
      await endLeases();
      await stack.start('worker');
    }
    await campaign.is('completed');
    const accepted = await acceptedBy(people.numbers);
    const unknown = await campaign.count(`m.status = 'unknown'`);
    // Nobody twice; nobody lost but for those of whom nobody knows.
    expect(accepted.filter((times) => times > 1)).toEqual([]);
    expect(accepted.filter((times) => times === 0).length).toBeLessThanOrEqual(unknown);
    expect(unknown).toBeLessThanOrEqual(kills * 3 * 50);
    expect(await campaign.count(`r.state = 'sent' and m.status in ('sent', 'delivered', 'unknown')`)).toBe(
      400,
    );
    const after = await stack.simulator.stats();
    expect(after.accepted - before.accepted).toBe(accepted.filter((times) => times === 1).length);
    expect(after.duplicates).toBe(0);
  });
});

describe('a campaign that is paused and resumed under way', () => {
  it('by updates and by the row, is silent in between and sends everybody one message', async () => {
    const people = await newPeople(300);
    const campaign = await startCampaign(people.tag, { delivery: { ratePerSecond: 40 } });
    await stack.waitFor(async () => (await campaign.sent()) > 20, { timeoutMs: LONG_MS });
    expect(await campaign.handle.executeUpdate('pause')).toBe('paused');
    const atPause = await silence();
    await stack.kill('worker');
    await stack.start('worker');
    expect(await campaign.handle.executeUpdate('resume')).toBe('running');
    await stack.waitFor(async () => (await campaign.sent()) > atPause + 20, { timeoutMs: LONG_MS });
    await campaign.change('pause');
    await silence();
    await expect(
      campaign.handle.executeUpdate('setRate', { args: [{ ratePerSecond: 0 }] }),
    ).rejects.toThrow();
    expect(await campaign.handle.executeUpdate('setRate', { args: [{ ratePerSecond: null }] })).toBe(
      'paused',
    );
    await campaign.change('resume');
    await campaign.is('completed');
    expect(new Set(await acceptedBy(people.numbers))).toEqual(new Set([1]));
    await expect(campaign.handle.executeUpdate('pause')).rejects.toThrow();

    /** How many were sent when nothing has gone out for a second and a half. */
    async function silence(): Promise<number> {
      let last = { sent: -1, at: Date.now() };
      await stack.waitFor(async () => {
        const { accepted } = await stack.simulator.stats();
        if (accepted !== last.sent) last = { sent: accepted, at: Date.now() };
        return Date.now() - last.at > 1_500;
      });
      return campaign.sent();
    }
  });

  it('is cancelled by an update, and nobody gets anything behind it', async () => {
    const people = await newPeople(100);
    const campaign = await startCampaign(people.tag, { delivery: { ratePerSecond: 10 } });
    await stack.waitFor(async () => (await campaign.sent()) > 3, { timeoutMs: LONG_MS });
    expect(await campaign.handle.executeUpdate('cancel')).toBe('cancelled');
    expect(await campaign.handle.result()).toBe('cancelled');
    const accepted = await acceptedBy(people.numbers);
    const sent = accepted.filter((times) => times === 1).length;
    expect(sent).toBeLessThan(100);
    expect(await campaign.count(`r.state = 'cancelled'`)).toBe(100 - sent);
  });
});

describe('what Temporal keeps of a campaign', () => {
  it('is few events, ids and numbers, and can be replayed', async () => {
    const people = await newPeople(400);
    const campaign = await startCampaign(people.tag, {});
    await campaign.is('completed');
    expect(await campaign.handle.result()).toBe('completed');
    const history = await readHistory(campaign.handle, 'campaign.v1');
    for (const secret of [people.numbers[0]!, 'Wilhelmina', 'thank you'])
      expect(history).not.toContain(secret);
    const { events } = await campaign.handle.fetchHistory();
    expect(events!.length).toBeLessThanOrEqual(35);
    expect(await readCurrentDetails(campaign.handle)).toBe(
      'Campaign, completed: 400 of 400 sent, 0 failed, 0 left out',
    );
    const summaries = events!
      .filter((event) => event.activityTaskScheduledEventAttributes)
      .map((event) => JSON.parse(Buffer.from(event.userMetadata!.summary!.data!).toString()) as string);
    expect(new Set(summaries)).toEqual(
      new Set(['Look what is next', 'Count the audience', 'Send for a minute']),
    );
    const description = await campaign.handle.describe();
    expect(description.staticSummary && (await description.staticSummary())).toBe(
      'One message to many people',
    );
  });
});

async function newPeople(count: number) {
  const tag = `crowd ${(tags += 1)}`;
  const people = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    number: `1555${tags}${String(100_000 + n)}`,
    name: `Wilhelmina ${n}`,
  }));
  await addPeople(stack.sql, people, { tag });
  return { tag, numbers: people.map(({ number }) => number) };
}

async function startCampaign(tag: string, change: DocChange) {
  const id = randomUUID();
  const doc = docOf({ include: [{ kind: 'tag', tag }], ...change });
  await stack.sql`
    insert into campaigns (id, org_id, name, phone_number_id, doc)
    values (${id}, ${demo.orgId}, 'A campaign', ${demo.phoneNumberId}, ${stack.sql.json(doc)})`;
  const act = async (action: string) => {
    await stack.sql`select private.change_campaign(${demo.orgId}, ${id}, ${action})`;
  };
  await act('start');
  const count = async (where: string) => {
    const [row] = await stack.sql<{ n: number }[]>`
      select count(*)::int as n from campaign_recipients r left join messages m on m.id = r.message_id
      where r.campaign_id = ${id} and ${stack.sql.unsafe(where)}`;
    return row!.n;
  };
  return {
    id,
    handle: client.workflow.getHandle(workflowIds.campaign(demo.orgId, id)),
    change: act,
    count,
    sent: () => count(`r.state = 'sent'`),
    is: (status: string) =>
      stack.waitFor(
        async () =>
          (await stack.sql`select from campaigns where id = ${id} and status = ${status}`).length > 0,
        { timeoutMs: LONG_MS },
      ),
  };
}

/** How often each number got something. */
async function acceptedBy(numbers: string[]): Promise<number[]> {
  const { items } = await stack.simulator.outbound({ limit: 10_000 });
  const counts = new Map<string, number>();
  for (const { to } of items) counts.set(to, (counts.get(to) ?? 0) + 1);
  return numbers.map((number) => counts.get(number) ?? 0);
}

/** What time would do in a minute: nobody holds any more what the dead worker had claimed and begun to send. */
async function endLeases() {
  await stack.sql`update private.outbox set next_attempt_at = clock_timestamp() where next_attempt_at > clock_timestamp()`;
  await stack.sql`update messages set lease_until = clock_timestamp() where status = 'sending' and lease_until > clock_timestamp()`;
  await stack.sql`update campaign_recipients set lease_until = clock_timestamp() where state = 'claimed'`;
}
