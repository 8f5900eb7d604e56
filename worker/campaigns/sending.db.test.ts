/** From the start to the last message, on a real database. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { later, startCampaignWorld, tagged, type CampaignWorld } from '../../local/testing/campaign-world.ts';
import { demo } from '../../platform/seed/demo.ts';

const HOUR_MS = 3_600_000;

let world: CampaignWorld;

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());
afterEach(() => world.simulator.settings({ accountState: 'normal' }));

describe('a campaign', () => {
  it('sends everybody in the audience their own message once, and is completed', async () => {
    const { people, id, report } = await world.sendTo(120);
    expect(report).toMatchObject({ next: 'end', status: 'completed' });
    expect(report.words).toBe('Campaign, completed: 120 of 120 sent, 0 failed, 0 left out');
    expect(await world.statesOf(id)).toEqual(['120 sent']);
    expect(new Set(await world.receivedBy(people))).toEqual(new Set([1]));
    const [message] = await world.received(people[0]!.number);
    expect(JSON.stringify(message!.body)).toMatch(/"text":"P\d+"/);
  });

  it('writes messages that say whose they are', async () => {
    const { id } = await world.sendTo(1);
    const [message] = await world.admin`
      select m.source, m.campaign_id, m.purpose, m.is_unasked, v.last_message_text
      from messages m join conversations v on v.id = m.conversation_id where m.campaign_id = ${id}`;
    expect(message).toEqual({
      ...{ source: 'campaign', campaign_id: id, purpose: 'utility', is_unasked: true },
      last_message_text: expect.stringMatching(/^Hi P\d+, thank you for your interest/) as string,
    });
  });

  it('waits for its time', async () => {
    const tag = world.newTag();
    await world.people(1, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    const startsAt = later(HOUR_MS);
    await world.change(id, 'start', { startsAt });
    expect(await world.run(id)).toMatchObject({
      next: 'wait',
      wakeAt: startsAt.toISOString(),
      status: 'scheduled',
    });
    expect((await world.row(id)).wakeAt).toEqual(startsAt);
    expect(await world.run(id, later(1, startsAt))).toMatchObject({ status: 'completed' });
  });

  it('to nobody is completed at once', async () => {
    const { report } = await world.sendTo(0);
    expect(report).toMatchObject({ next: 'end', status: 'completed' });
  });

  it('that was withdrawn has nothing more to do', async () => {
    const id = await world.campaign();
    expect(await world.run(id)).toMatchObject({ next: 'end', status: 'draft' });
  });

  it('that was deleted has nothing more to do', async () => {
    const id = await world.campaign();
    await world.admin`delete from campaigns where id = ${id}`;
    expect(await world.run(id)).toMatchObject({ next: 'end', status: 'gone' });
  });

  it('without a number fails', async () => {
    const id = await world.campaign();
    await world.admin`update campaigns set phone_number_id = null where id = ${id}`;
    await world.change(id, 'start', { startsAt: new Date() });
    expect(await world.run(id)).toMatchObject({ next: 'end', status: 'failed' });
    expect(await world.row(id)).toMatchObject({ error: 'number_missing' });
  });
});

describe('the pace', () => {
  it('stays under the campaign’s rate', async () => {
    const began = Date.now();
    await world.sendTo(15, { delivery: { ratePerSecond: 5 } });
    // A batch of two or three goes out every half second.
    expect(Date.now() - began).toBeGreaterThan(2_000);
  });

  it('lets those go first for whom the number’s budget was not enough', async () => {
    const { gate } = world;
    const asked: (readonly string[])[] = [];
    world.gate = {
      async sendMessages(ids, ...rest) {
        asked.push(ids);
        if (asked.length > 1) return gate.sendMessages(ids, ...rest);
        return new Map(ids.map((id) => [id, { kind: 'deferred', retryInMs: 700, noBudget: true }] as const));
      },
    };
    const { id } = await world.sendTo(90);
    world.gate = gate;
    const messageIds = (await world.recipients(id)).map(({ messageId }) => messageId);
    expect(new Set(asked.flat())).toEqual(new Set(messageIds));
    // Others may be on their way when the answer comes; nobody is taken after that before them.
    const again = asked.slice(1).findIndex((ids) => ids.includes(asked[0]![0]!));
    expect(again).toBeLessThan(2);
    expect([...asked[again + 1]!].sort()).toEqual([...asked[0]!].sort());
  });

  it('leaves a tenth of the number’s budget to others', async () => {
    await world.admin`
      insert into private.rate_buckets (phone_number_id, tokens, rate_per_second, burst) values (${demo.phoneNumberId}, 20, 20, 20)
      on conflict (phone_number_id) do update set tokens = 20, rate_per_second = 20, burst = 20, updated_at = clock_timestamp()`;
    await world.sendTo(60);
    const [bucket] = await world.admin<{ tokens: number }[]>`select tokens from private.rate_buckets`;
    expect(bucket!.tokens).toBeGreaterThanOrEqual(2);
    await world.admin`update private.rate_buckets set tokens = 80, rate_per_second = 80, burst = 80`;
  });
});

describe('pausing', () => {
  it('sends nothing more, and resuming sends the rest', async () => {
    const tag = world.newTag();
    const people = await world.people(90, { tag });
    const id = await world.campaign({ include: tagged(tag), delivery: { ratePerSecond: 30 } });
    await world.change(id, 'start', { startsAt: new Date() });
    const running = world.run(id);
    await expect.poll(() => world.receivedBy(people).then((got) => got.includes(1))).toBe(true);
    await world.change(id, 'pause');
    expect(await running).toMatchObject({ next: 'wait', wakeAt: null, status: 'paused' });
    const got = (await world.receivedBy(people)).filter((count) => count === 1).length;
    expect(got).toBeLessThan(90);
    expect((await world.run(id)).status).toBe('paused');
    expect((await world.receivedBy(people)).filter((count) => count === 1)).toHaveLength(got);
    await world.change(id, 'setRate', { rate: null });
    await world.change(id, 'resume');
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(new Set(await world.receivedBy(people))).toEqual(new Set([1]));
  });
});

it('what was on its way to the gate when it was paused goes out as soon as it is resumed', async () => {
  const tag = world.newTag();
  const people = await world.people(5, { tag });
  const id = await world.campaign({ include: tagged(tag) });
  await world.change(id, 'start', { startsAt: new Date() });
  const { gate } = world;
  world.gate = {
    async sendMessages(...args) {
      await world.change(id, 'pause');
      return gate.sendMessages(...args);
    },
  };
  expect(await world.run(id)).toMatchObject({ status: 'paused' });
  world.gate = gate;
  expect(await world.receivedBy(people)).toEqual([0, 0, 0, 0, 0]);
  await world.change(id, 'resume');
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
  expect(await world.receivedBy(people)).toEqual([1, 1, 1, 1, 1]);
});

describe('cancelling', () => {
  it('keeps everybody from it who has not got it', async () => {
    const tag = world.newTag();
    const people = await world.people(60, { tag });
    const id = await world.campaign({ include: tagged(tag), delivery: { ratePerSecond: 20 } });
    await world.change(id, 'start', { startsAt: new Date() });
    const running = world.run(id);
    await expect.poll(() => world.receivedBy(people).then((got) => got.includes(1))).toBe(true);
    await world.change(id, 'cancel');
    expect(await running).toMatchObject({ next: 'end', status: 'cancelled' });
    const sent = (await world.receivedBy(people)).filter((count) => count === 1).length;
    expect((await world.statesOf(id)).sort()).toEqual([`${60 - sent} cancelled`, `${sent} sent`].sort());
    expect((await world.row(id)).wakeAt).toBeNull();
  });

  it('takes back messages that wait for the gate', async () => {
    await world.simulator.settings({ accountState: 'locked' });
    const { id, people } = await world.sendTo(3);
    await world.change(id, 'cancel');
    await world.simulator.settings({ accountState: 'normal' });
    expect(await world.run(id)).toMatchObject({ next: 'end', status: 'cancelled' });
    expect(await world.statesOf(id)).toEqual(['3 cancelled campaign_cancelled']);
    expect(await world.receivedBy(people)).toEqual([0, 0, 0]);
  });

  it('keeps those from it whose messages were on their way to the gate', async () => {
    const tag = world.newTag();
    const people = await world.people(5, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    const { gate } = world;
    world.gate = {
      async sendMessages(...args) {
        await world.change(id, 'cancel');
        return gate.sendMessages(...args);
      },
    };
    expect(await world.run(id)).toMatchObject({ next: 'end', status: 'cancelled' });
    world.gate = gate;
    expect(await world.statesOf(id)).toEqual(['5 cancelled campaign_cancelled']);
    expect(await world.receivedBy(people)).toEqual([0, 0, 0, 0, 0]);
  });

  it('waits for what Meta is being asked for, and takes it back when Meta doesn’t take it', async () => {
    const tag = world.newTag();
    await world.people(2, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    const posted = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    world.gate = {
      async sendMessages(ids) {
        await world.admin`update messages set status = 'sending', status_rank = 10 where id = any(${[...ids]}::uuid[])`;
        posted.resolve();
        await answered.promise;
        await world.admin`update messages set status = 'queued', status_rank = 0 where id = any(${[...ids]}::uuid[])`;
        return new Map(ids.map((one) => [one, { kind: 'deferred' as const, retryInMs: HOUR_MS }]));
      },
    };
    const sending = world.run(id);
    await posted.promise;
    world.gate = world.rig.gate;
    await world.change(id, 'cancel');
    // Temporal has given the work to another one.
    expect(await world.run(id)).toMatchObject({ next: 'wait', status: 'cancelled' });
    answered.resolve();
    await sending;
    expect(await world.run(id)).toMatchObject({ next: 'end', status: 'cancelled' });
    expect(await world.statesOf(id)).toEqual(['2 cancelled campaign_cancelled']);
  });

  it('claims nothing behind it, however late a worker comes', async () => {
    const { id } = await world.sendTo(3, {}, later(-HOUR_MS));
    await world.admin`update campaigns set status = 'cancelled' where id = ${id}`;
    await world.admin`update campaign_recipients set state = 'pending', message_id = null where campaign_id = ${id}`;
    await world.step(id, 'send', new Date());
    expect(await world.statesOf(id)).toEqual(['3 pending']);
  });
});

it('somebody whose conversation is being worked on gets it a moment later', async () => {
  const tag = world.newTag();
  const [person] = await world.people(1, { tag });
  await world.send({ include: tagged(tag) });
  const id = await world.campaign({ include: tagged(tag) });
  await world.change(id, 'start', { startsAt: new Date() });
  const locked = Promise.withResolvers<void>();
  const work = world.admin.begin(async (tx) => {
    await tx`select from conversations where contact_id = ${person!.id} for update`;
    await locked.promise;
  });
  const running = world.run(id);
  await expect.poll(() => world.recipients(id).then(([one]) => one && one.sendAt > new Date())).toBe(true);
  locked.resolve();
  await work;
  expect(await running).toMatchObject({ status: 'completed' });
  expect(await world.receivedBy([person!])).toEqual([2]);
});
