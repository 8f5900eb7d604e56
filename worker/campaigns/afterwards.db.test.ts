/** What comes back of a campaign's messages: answers, refusals because a person gets too much, and people who turn out to be one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  later,
  offer,
  startCampaignWorld,
  tagged,
  type CampaignWorld,
} from '../../local/testing/campaign-world.ts';
import { messageWebhook, statusWebhook, textWebhook } from '../../local/testing/webhooks.ts';
import { demo } from '../../platform/seed/demo.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: CampaignWorld;
let serial = 0;
const wamid = () => `wamid.answer-${(serial += 1)}`;

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());

const answersOf = async (id: string) =>
  (await world.recipients(id)).map(({ repliedAt }) => repliedAt?.getTime() ?? null);
async function wamidTo(campaignId: string, contactId: string): Promise<string> {
  const [row] = await world.admin<{ wamid: string }[]>`
    select wamid from messages where campaign_id = ${campaignId} and contact_id = ${contactId} order by created_at desc limit 1`;
  return row!.wamid;
}
/** Webhooks tell whole seconds. */
const secondOf = (at: Date) => Math.floor(at.getTime() / 1_000) * 1_000;

describe('an answer', () => {
  it('is noted when it is the next thing the person writes, once', async () => {
    const { id, people } = await world.sendTo(1);
    const at = new Date();
    await world.rig.receive(textWebhook({ from: people[0]!.number, wamid: wamid(), text: 'Thanks', at }));
    expect(await answersOf(id)).toEqual([secondOf(at)]);
    const again = later(60_000);
    await world.rig.receive(textWebhook({ from: people[0]!.number, wamid: wamid(), text: 'Yes', at: again }));
    expect(await answersOf(id)).toEqual([secondOf(at)]);
  });

  it('is noted when it quotes the message, after whatever else was sent', async () => {
    const { id, people, tag } = await world.sendTo(1);
    const quoted = await wamidTo(id, people[0]!.id);
    const second = await world.send({ include: tagged(tag) });
    const context = { context: { from: '15550100001', id: quoted } };
    await world.rig.receive(
      messageWebhook(
        { from: people[0]!.number, wamid: wamid() },
        { type: 'text', text: { body: 'Yes' }, ...context },
      ),
    );
    expect(await answersOf(id)).not.toEqual([null]);
    expect(await answersOf(second.id)).toEqual([null]);
  });

  it('is none after 72 hours', async () => {
    const { id, people } = await world.sendTo(1, {}, later(-73 * HOUR_MS));
    await world.rig.receive(textWebhook({ from: people[0]!.number, wamid: wamid(), text: 'Thanks' }));
    expect(await answersOf(id)).toEqual([null]);
  });

  it('is none when something else was sent since', async () => {
    const { id, people } = await world.sendTo(1);
    const [v] = await world.admin<
      { id: string }[]
    >`select id from conversations where contact_id = ${people[0]!.id}`;
    await world.admin`
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source)
      values (gen_random_uuid(), ${demo.orgId}, ${v!.id}, ${people[0]!.id}, ${demo.phoneNumberId}, 'outbound', 'text', 'sent', 30, 'agent')`;
    await world.rig.receive(textWebhook({ from: people[0]!.number, wamid: wamid(), text: 'Thanks' }));
    expect(await answersOf(id)).toEqual([null]);
  });

  it('is not a reaction', async () => {
    const { id, people } = await world.sendTo(1);
    const reaction = { message_id: await wamidTo(id, people[0]!.id), emoji: '👍' };
    await world.rig.receive(
      messageWebhook({ from: people[0]!.number, wamid: wamid() }, { type: 'reaction', reaction }),
    );
    expect(await answersOf(id)).toEqual([null]);
  });

  it('decides a test by replies', async () => {
    const test = { percent: 50, waitMs: HOUR_MS, winner: 'replies' as const };
    const variants = [offer('A'), offer('B')];
    const { id, people } = await world.sendTo(60, { variants, delivery: { test } });
    const ofB = (await world.recipients(id)).find((one) => one.isTest && one.variant === 'B')!;
    const { number } = people.find((person) => person.id === ofB.contactId)!;
    await world.rig.receive(textWebhook({ from: number, wamid: wamid(), text: 'Show me' }));
    await world.run(id, later(2 * HOUR_MS));
    expect(await world.row(id)).toMatchObject({ winner: 'B', status: 'completed' });
  });
});

describe('a message that Meta holds back because the person got too much', () => {
  const delivery = { retriesWhenCapped: 1 };
  const capped = async (
    campaignId: string,
    { id, number }: { id: string; number: string },
    at = new Date(),
  ) => {
    const to = { wamid: await wamidTo(campaignId, id), to: number };
    await world.rig.receive(statusWebhook([{ ...to, status: 'failed', at, errors: [{ code: 131049 }] }]));
  };

  it('is tried again a day later as a message of its own, as often as the campaign says', async () => {
    const now = new Date();
    const { id, people } = await world.sendTo(1, { delivery }, now);
    await capped(id, people[0]!, now);
    const [waiting] = await world.recipients(id);
    expect(waiting).toMatchObject({ state: 'pending', status: 'failed', attempts: 1 });
    const waitMs = waiting!.sendAt.getTime() - secondOf(now);
    expect(waitMs).toBeGreaterThanOrEqual(DAY_MS);
    expect(waitMs).toBeLessThanOrEqual(DAY_MS + 2 * HOUR_MS);
    expect(await world.run(id, now)).toMatchObject({ next: 'wait', wakeAt: waiting!.sendAt.toISOString() });

    const tomorrow = later(1_000, waiting!.sendAt);
    await world.run(id, tomorrow);
    const [retried] = await world.recipients(id);
    expect(retried).toMatchObject({ state: 'sent', status: 'sent', attempts: 2 });
    const [message] = await world.admin`select retry_of from messages where id = ${retried!.messageId}`;
    expect(message).toEqual({ retry_of: waiting!.messageId });

    await capped(id, people[0]!, tomorrow);
    expect(await world.recipients(id)).toMatchObject([{ state: 'sent', status: 'failed', attempts: 2 }]);
    expect(await world.run(id, tomorrow)).toMatchObject({ status: 'completed' });
  });

  it('is tried again when Meta says so at once', async () => {
    await world.simulator.addFault({ times: 1, action: { error: { status: 400, code: 131049 } } });
    const { id, report } = await world.sendTo(1, { delivery });
    expect(report).toMatchObject({ next: 'wait', status: 'running' });
    expect(await world.recipients(id)).toMatchObject([{ state: 'pending', status: 'failed', attempts: 1 }]);
  });

  it('opens a campaign again that was completed', async () => {
    const now = new Date();
    const { id, people } = await world.sendTo(1, { delivery }, now);
    expect(await world.run(id, later(DAY_MS + HOUR_MS, now))).toMatchObject({ status: 'completed' });
    await world.admin`delete from private.outbox`;
    await capped(id, people[0]!);
    expect(await world.row(id)).toMatchObject({ status: 'running', endedAt: null });
    expect(await world.admin`select topic, key from private.outbox`).toEqual([
      { topic: 'campaign', key: id },
    ]);
  });

  it('wakes a campaign that would sleep beyond the next try', async () => {
    const now = new Date();
    const test = { percent: 50, waitMs: 7 * DAY_MS, winner: 'none' as const };
    const { id, people } = await world.sendTo(20, { delivery: { ...delivery, test } }, now);
    await world.admin`delete from private.outbox`;
    const got = (await world.recipients(id)).find(({ state }) => state === 'sent')!;
    await capped(
      id,
      people.find((person) => person.id === got.contactId)!,
      now,
    );
    const { sendAt } = (await world.recipients(id)).find(({ contactId }) => contactId === got.contactId)!;
    expect((await world.row(id)).wakeAt).toEqual(sendAt);
    expect(await world.admin`select topic, key from private.outbox`).toEqual([
      { topic: 'campaign', key: id },
    ]);
  });

  it('stays as it is without retries, and in a campaign that was cancelled', async () => {
    const without = await world.sendTo(1);
    await capped(without.id, without.people[0]!);
    expect(await world.recipients(without.id)).toMatchObject([{ state: 'sent', status: 'failed' }]);
    const cancelled = await world.sendTo(1, { delivery });
    await world.change(cancelled.id, 'cancel');
    await capped(cancelled.id, cancelled.people[0]!);
    expect(await world.recipients(cancelled.id)).toMatchObject([{ state: 'sent', status: 'failed' }]);
    expect(await world.row(cancelled.id)).toMatchObject({ status: 'cancelled' });
  });

  it('is no reason for a campaign to stop itself', async () => {
    await world.simulator.addFault({ action: { error: { status: 400, code: 131049 } } });
    const stopRule = { failedPercent: 1, minSent: 10 };
    const { report } = await world.sendTo(60, { delivery: { stopRule } });
    await world.simulator.removeFaults();
    expect(report).toMatchObject({ status: 'completed' });
  });

  it('is waited for as long as messages have no final word, a day at most', async () => {
    const now = new Date();
    const { id, people, report } = await world.sendTo(1, { delivery }, now);
    expect(report).toMatchObject({ next: 'wait', status: 'running' });
    expect(Date.parse(report.wakeAt!) - now.getTime()).toBeLessThan(60_000);
    const [second] = [await world.run(id, later(12 * HOUR_MS, now))];
    expect(Math.abs(Date.parse(second.wakeAt!) - now.getTime() - DAY_MS)).toBeLessThan(60_000);
    const to = { wamid: await wamidTo(id, people[0]!.id), to: people[0]!.number };
    await world.rig.receive(statusWebhook([{ ...to, status: 'delivered' }]));
    expect(await world.run(id, later(13 * HOUR_MS, now))).toMatchObject({ status: 'completed' });
  });
});

describe('two contacts that become one', () => {
  const merge = (into: { id: string }, from: { id: string }) =>
    world.sql`select private.merge_contacts(${demo.orgId}, ${into.id}, ${from.id}, 'people', 'test')`;

  it('are one recipient: the one that has got it stays one that has got it', async () => {
    const { id, people, tag } = await world.sendTo(1);
    const [other] = await world.people(1, { tag });
    await merge(other!, people[0]!);
    expect(await world.recipients(id)).toMatchObject([{ contactId: other!.id, state: 'sent' }]);
  });

  it('get a campaign once of which both are recipients', async () => {
    const tag = world.newTag();
    const [one, two] = await world.people(2, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    await world.step(id, 'look', new Date());
    await world.step(id, 'prepare', new Date());
    await merge(one!, two!);
    expect(await world.recipients(id)).toMatchObject([{ contactId: one!.id, state: 'pending' }]);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    const got = await Promise.all([one!, two!].map(({ number }) => world.received(number)));
    expect(got.flat()).toHaveLength(1);
  });

  it('don’t get it again when the one that goes has it already', async () => {
    const { id, people } = await world.sendTo(2);
    const [into, from] = [people[0]!, people[1]!];
    await world.admin`
      update campaign_recipients set state = 'pending', message_id = null, attempts = 0 where campaign_id = ${id} and contact_id = ${into.id}`;
    await merge(into, from);
    expect(await world.recipients(id)).toMatchObject([{ contactId: into.id, state: 'sent' }]);
  });
});
