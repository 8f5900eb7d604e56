/** From the start to the last message, on a real database. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  offer,
  startCampaignWorld,
  variant,
  type CampaignWorld,
  type DocChange,
} from '../../local/testing/campaign-world.ts';
import { demo } from '../../platform/seed/demo.ts';
import { wakeCampaigns } from './wake-campaigns.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

let world: CampaignWorld;
let tags = 0;
/** Of a test's own people. */
const newTag = () => `tag ${(tags += 1)}`;
const tagged = (tag: string) => [{ kind: 'tag' as const, tag }];
const later = (ms: number, from = new Date()) => new Date(from.getTime() + ms);

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());
afterEach(async () => {
  await world.simulator.removeFaults();
  await world.simulator.settings({ accountState: 'normal', tokenState: 'valid' });
});

async function sendTo(count: number, change: DocChange = {}, now = new Date()) {
  const tag = newTag();
  const people = await world.people(count, { tag });
  return { people, ...(await world.send({ include: tagged(tag), ...change }, now)) };
}
const receivedBy = async (people: { number: string }[]) =>
  (await Promise.all(people.map(({ number }) => world.received(number)))).map(({ length }) => length);
const statesOf = async (id: string) =>
  Object.entries(
    Object.groupBy(await world.recipients(id), ({ state, reason, errorCode }) =>
      [state, reason ?? errorCode].filter(Boolean).join(' '),
    ),
  ).map(([state, rows]) => `${rows!.length} ${state}`);

describe('a campaign', () => {
  it('sends everybody in the audience their own message once, and is completed', async () => {
    const { people, id, report } = await sendTo(120);
    expect(report).toMatchObject({ next: 'end', status: 'completed' });
    expect(report.words).toBe('Campaign, completed: 120 of 120 sent, 0 failed, 0 left out');
    expect(await statesOf(id)).toEqual(['120 sent']);
    expect(new Set(await receivedBy(people))).toEqual(new Set([1]));
    const [message] = await world.received(people[0]!.number);
    expect(JSON.stringify(message!.body)).toContain('"text":"P1"');
  });

  it('writes messages that say whose they are', async () => {
    const { id } = await sendTo(1);
    const [message] = await world.admin`
      select m.source, m.campaign_id, m.purpose, m.is_unasked, v.last_message_text
      from messages m join conversations v on v.id = m.conversation_id where m.campaign_id = ${id}`;
    expect(message).toEqual({
      ...{ source: 'campaign', campaign_id: id, purpose: 'utility', is_unasked: true },
      last_message_text: expect.stringMatching(/^Hi P\d+, thank you for your interest/) as string,
    });
  });

  it('waits for its time', async () => {
    const tag = newTag();
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
    const { report } = await sendTo(0);
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

describe('the audience', () => {
  it('holds who is in one group and in none that is left out, each once', async () => {
    const [one, two, out] = [newTag(), newTag(), newTag()];
    const some = await world.people(2, { tag: one });
    const others = await world.people(2, { tag: two });
    const kept = await world.people(1, { tag: out });
    const contactIds = [...some, ...others, ...kept].map(({ id }) => id);
    await world.admin`update contacts set tags = tags || ${out}::text where id = ${some[0]!.id}`;
    const { id } = await world.send({
      include: [...tagged(one), { kind: 'contacts', contactIds }],
      exclude: tagged(out),
    });
    const got = (await world.recipients(id)).map(({ contactId }) => contactId);
    expect(got.sort()).toEqual([some[1]!, ...others].map((person) => person.id).sort());
  });

  it('is everybody, where it says so, but for those who are left out', async () => {
    const out = newTag();
    await world.people(2, { tag: out });
    const startsAt = later(DAY_MS);
    const id = await world.campaign({ include: [{ kind: 'all' }], exclude: tagged(out) });
    const all = await world.campaign({ include: [{ kind: 'all' }] });
    for (const one of [id, all]) {
      await world.change(one, 'start', { startsAt });
      await world.step(one, 'look', later(1, startsAt));
      while ((await world.step(one, 'prepare', later(1, startsAt))).next === 'prepare');
    }
    const [contacts] = await world.admin<{ n: number }[]>`select count(*)::int as n from contacts`;
    expect(await world.recipients(all)).toHaveLength(contacts!.n);
    expect(await world.recipients(id)).toHaveLength(contacts!.n - 2);
    for (const one of [id, all]) await world.change(one, 'cancel');
  });

  it('is counted over many pages, and not twice when it is cut off in between', async () => {
    const tag = newTag();
    await world.people(1_203, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    await world.step(id, 'look', new Date());
    const cutOff = AbortSignal.timeout(1);
    for (;;) {
      const { next } = await world.step(id, 'prepare', new Date(), cutOff.aborted ? undefined : cutOff);
      if (next !== 'prepare') break;
    }
    expect(await world.recipients(id)).toHaveLength(1_203);
    await world.change(id, 'cancel');
    await world.run(id);
  });

  it('leaves out who may not get it, with the reason', async () => {
    const tag = newTag();
    await world.people(3, { tag });
    await world.people(1, { tag, consent: 'denied' });
    await world.people(2, { tag, consent: 'unknown' });
    await world.people(1, { tag, country: 'US' });
    const [suppressed] = await world.people(1, { tag });
    const [numberless] = await world.people(1, { tag });
    await world.admin`update contacts set suppressed = true where id = ${suppressed!.id}`;
    await world.admin`delete from contact_identities where contact_id = ${numberless!.id}`;
    const { id, report } = await world.send({ include: tagged(tag), variants: [offer()] });
    expect((await statesOf(id)).sort()).toEqual([
      '1 excluded consent_denied',
      '1 excluded no_recipient',
      '1 excluded not_delivered_there',
      '1 excluded suppressed',
      '2 excluded consent_missing',
      '3 sent',
    ]);
    expect(report.words).toBe('Campaign, completed: 3 of 3 sent, 0 failed, 6 left out');
  });

  it('leaves out, at the moment of sending, for whom a value is missing', async () => {
    const tag = newTag();
    await world.people(2, { tag });
    await world.people(1, { tag, name: ' ' });
    const { id } = await world.send({ include: tagged(tag) });
    expect((await statesOf(id)).sort()).toEqual(['1 excluded value_missing', '2 sent']);
  });

  it('leaves out, at the moment of sending, who said no in the meantime', async () => {
    const tag = newTag();
    const [person] = await world.people(1, { tag });
    const id = await world.campaign({ include: tagged(tag), variants: [offer()] });
    await world.change(id, 'start', { startsAt: new Date() });
    await world.step(id, 'look', new Date());
    await world.step(id, 'prepare', new Date());
    await world.admin`
      insert into consent_events (org_id, contact_id, purpose, state, source, actor, evidence, at)
      values (${demo.orgId}, ${person!.id}, 'marketing', 'denied', 'message', 'contact', '{}', now())`;
    await world.run(id);
    expect(await statesOf(id)).toEqual(['1 excluded consent_denied']);
  });

  it('leaves out who got enough lately, this campaign’s own messages not counted', async () => {
    const tag = newTag();
    await world.people(2, { tag });
    const delivery = { frequencyCap: { max: 1, periodMs: DAY_MS } };
    const first = await world.send({ include: tagged(tag), delivery });
    expect(await statesOf(first.id)).toEqual(['2 sent']);
    const second = await world.send({ include: tagged(tag), delivery });
    expect(await statesOf(second.id)).toEqual(['2 excluded frequency_cap']);
    const third = await world.send({ include: tagged(tag), delivery }, later(DAY_MS + HOUR_MS));
    expect(await statesOf(third.id)).toEqual(['2 sent']);
  });

  it('loses who is deleted, with their row', async () => {
    const tag = newTag();
    const [person] = await world.people(2, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    await world.step(id, 'look', new Date());
    await world.step(id, 'prepare', new Date());
    await world.admin`delete from contacts where id = ${person!.id}`;
    await world.run(id);
    expect(await statesOf(id)).toEqual(['1 sent']);
  });
});

describe('the time of a message', () => {
  it('is that time where the person is; at once where it has passed', async () => {
    const tag = newTag();
    const [berlin] = await world.people(1, { tag, timeZone: 'Europe/Berlin' });
    const [tokyo] = await world.people(1, { tag, timeZone: 'Asia/Tokyo' });
    const [nowhere] = await world.people(1, { tag, timeZone: 'Nowhere/Land' });
    // In Berlin 9:00, long past in Tokyo.
    const now = new Date('2027-01-15T07:00:00Z');
    const id = await world.campaign({
      include: tagged(tag),
      delivery: { timing: 'localTime', startsAt: '2027-01-15T09:00' },
    });
    await world.change(id, 'start', { startsAt: now });
    expect(await world.run(id, now)).toMatchObject({ next: 'wait', wakeAt: '2027-01-15T08:00:00.000Z' });
    const bySendAt = new Map(
      (await world.recipients(id)).map(({ contactId, sendAt }) => [contactId, sendAt]),
    );
    expect(bySendAt.get(tokyo!.id)!.getTime() - now.getTime()).toBeLessThan(10 * SECOND_MS);
    expect(bySendAt.get(berlin!.id)).toEqual(new Date('2027-01-15T08:00:00Z'));
    expect(bySendAt.get(nowhere!.id)).toEqual(new Date('2027-01-15T09:00:00Z'));
    expect(await receivedBy([tokyo!, berlin!])).toEqual([1, 0]);
    expect(await world.run(id, new Date('2027-01-15T08:00:01Z'))).toMatchObject({ next: 'wait' });
    expect(await receivedBy([tokyo!, berlin!, nowhere!])).toEqual([1, 1, 0]);
    expect(await world.run(id, new Date('2027-01-15T09:00:01Z'))).toMatchObject({ status: 'completed' });
  });

  it('waits for the end of quiet hours where the person is', async () => {
    const tag = newTag();
    const [berlin] = await world.people(1, { tag, timeZone: 'Europe/Berlin' });
    const [home] = await world.people(1, { tag, timeZone: 'UTC' });
    const now = new Date('2027-01-15T19:30:00Z');
    const { id, report } = await world.send(
      { include: tagged(tag), delivery: { quietHours: { from: '20:00', to: '08:00' } } },
      now,
    );
    expect(report).toMatchObject({ next: 'wait', wakeAt: '2027-01-16T07:00:00.000Z' });
    expect(await receivedBy([home!, berlin!])).toEqual([1, 0]);
    expect(await world.run(id, new Date('2027-01-16T07:00:01Z'))).toMatchObject({ status: 'completed' });
    expect(await receivedBy([home!, berlin!])).toEqual([1, 1]);
  });

  it('is looked at again when it is claimed: quiet hours may have begun', async () => {
    const tag = newTag();
    await world.people(2, { tag, timeZone: 'UTC' });
    const now = new Date('2027-01-15T19:30:00Z');
    const id = await world.campaign({
      include: tagged(tag),
      delivery: { quietHours: { from: '20:00', to: '08:00' } },
    });
    await world.change(id, 'start', { startsAt: now });
    await world.step(id, 'look', now);
    await world.step(id, 'prepare', now);
    expect(await world.run(id, new Date('2027-01-15T20:00:00Z'))).toMatchObject({
      next: 'wait',
      wakeAt: '2027-01-16T08:00:00.000Z',
    });
  });
});

describe('the pace', () => {
  it('stays under the campaign’s rate', async () => {
    const began = Date.now();
    await sendTo(15, { delivery: { ratePerSecond: 5 } });
    // A batch of two or three goes out every half second.
    expect(Date.now() - began).toBeGreaterThan(2_000);
  });

  it('leaves a tenth of the number’s budget to others', async () => {
    await world.admin`
      insert into private.rate_buckets (phone_number_id, tokens, rate_per_second, burst) values (${demo.phoneNumberId}, 20, 20, 20)
      on conflict (phone_number_id) do update set tokens = 20, rate_per_second = 20, burst = 20, updated_at = clock_timestamp()`;
    await sendTo(60);
    const [bucket] = await world.admin<{ tokens: number }[]>`select tokens from private.rate_buckets`;
    expect(bucket!.tokens).toBeGreaterThanOrEqual(2);
    await world.admin`update private.rate_buckets set tokens = 80, rate_per_second = 80, burst = 80`;
  });
});

describe('variants', () => {
  const two = [variant('A', { body: ['one'] }), variant('B', { body: ['two'] }, 3)];

  it('are given by their weights, the same at every count', async () => {
    const { id } = await sendTo(200, { variants: two });
    const recipients = await world.recipients(id);
    const ofB = recipients.filter((one) => one.variant === 'B').length;
    expect(ofB).toBeGreaterThan(120);
    expect(ofB).toBeLessThan(180);
    const { shareOf } = await import('./shares.ts');
    const doc = (await world.admin`select doc from campaigns where id = ${id}`)[0]!.doc as never;
    for (const { contactId, variant: key } of recipients)
      expect(shareOf(doc, id, contactId).variant).toBe(key);
  });

  it('of a test go to a part first, and the rest gets the one that is read most', async () => {
    const tag = newTag();
    await world.people(60, { tag });
    const now = new Date();
    const test = { percent: 50, waitMs: HOUR_MS, winner: 'reads' as const };
    const { id, report } = await world.send({ include: tagged(tag), variants: two, delivery: { test } }, now);
    expect(report).toMatchObject({ next: 'wait', status: 'running' });
    const { testSentAt } = await world.row(id);
    expect(report.wakeAt).toBe(later(HOUR_MS, testSentAt!).toISOString());
    const first = await world.recipients(id);
    const got = first.filter(({ state }) => state === 'sent');
    expect(got.every(({ isTest }) => isTest)).toBe(true);
    expect(first.filter(({ isTest }) => isTest).length).toBe(got.length);
    expect(first.filter(({ isTest }) => !isTest).every(({ variant: key }) => key === null)).toBe(true);
    // One who got A reads it.
    const reader = got.find((one) => one.variant === 'A')!;
    await world.admin`update messages set status = 'read', status_rank = 60 where id = ${reader.messageId}`;
    expect(await world.run(id, later(HOUR_MS + SECOND_MS, testSentAt!))).toMatchObject({
      status: 'completed',
    });
    expect(await world.row(id)).toMatchObject({ winner: 'A' });
    const rest = (await world.recipients(id)).filter(({ isTest }) => !isTest);
    expect(new Set(rest.map((one) => `${one.state} ${one.variant}`))).toEqual(new Set(['sent A']));
  });

  it('of a test in which nobody is wait for nobody', async () => {
    const test = { percent: 1, waitMs: HOUR_MS, winner: 'replies' as const };
    const { shareOf } = await import('./shares.ts');
    const tag = newTag();
    const [person] = await world.people(1, { tag });
    const { id, report } = await world.send({ include: tagged(tag), variants: two, delivery: { test } });
    const doc = (await world.admin`select doc from campaigns where id = ${id}`)[0]!.doc as never;
    // One in a hundred is in the test, with another end.
    if (shareOf(doc, id, person!.id).isTest) return;
    expect(report).toMatchObject({ status: 'completed' });
    expect(await world.row(id)).toMatchObject({ winner: 'A' });
  });

  it('without a winner go on with their shares', async () => {
    const now = new Date();
    const test = { percent: 50, waitMs: HOUR_MS, winner: 'none' as const };
    const { id } = await sendTo(40, { variants: two, delivery: { test } }, now);
    await world.run(id, later(2 * HOUR_MS));
    expect(await world.row(id)).toMatchObject({ status: 'completed', winner: null });
    const rest = (await world.recipients(id)).filter(({ isTest }) => !isTest);
    expect(new Set(rest.map((one) => one.variant))).toEqual(new Set(['A', 'B']));
  });

  it('of a test that fails too often never reach the rest', async () => {
    const now = new Date();
    const test = { percent: 50, waitMs: HOUR_MS, winner: 'none' as const };
    const stopRule = { failedPercent: 20, minSent: 10 };
    const { id } = await sendTo(60, { delivery: { test, stopRule } }, now);
    await world.admin`
      update messages set status = 'failed', status_rank = 40, error_code = '131026', error_class = 'permanent' where campaign_id = ${id}`;
    expect(await world.run(id, later(2 * HOUR_MS))).toMatchObject({
      next: 'wait',
      wakeAt: null,
      status: 'paused',
    });
    expect(await world.row(id)).toMatchObject({ pauseReason: 'too_many_failures', testDecidedAt: null });
  });
});

describe('a campaign pauses itself', () => {
  it('when too many of its messages fail, and goes on when people let it', async () => {
    await world.simulator.addFault({ action: { error: { status: 400, code: 131026 } } });
    const stopRule = { failedPercent: 20, minSent: 20 };
    const { id, report } = await sendTo(200, { delivery: { stopRule, ratePerSecond: 40 } });
    expect(report).toMatchObject({ next: 'wait', wakeAt: null, status: 'paused' });
    expect(report.words).toMatch(/^Campaign, paused by itself \(too_many_failures\)/);
    const failed = (await world.recipients(id)).filter(({ status }) => status === 'failed').length;
    expect(failed).toBeGreaterThanOrEqual(20);
    expect(failed).toBeLessThan(150);
    await world.simulator.removeFaults();
    await world.change(id, 'resume');
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('at once when Meta has locked the account, and sends the same messages later', async () => {
    await world.simulator.settings({ accountState: 'locked' });
    const { id, people } = await sendTo(120);
    expect(await world.row(id)).toMatchObject({
      status: 'paused',
      pauseReason: 'account_blocked',
      wakeAt: null,
    });
    const before = (await world.recipients(id)).filter(({ messageId }) => messageId !== null);
    expect(before.length).toBeLessThan(120);
    expect(new Set(before.map(({ state, status }) => `${state} ${status}`))).toEqual(
      new Set(['pending queued']),
    );
    await world.simulator.settings({ accountState: 'normal' });
    // Longer than a message is tried.
    await world.admin`update messages set created_at = created_at - interval '2 days' where campaign_id = ${id}`;
    await world.change(id, 'resume');
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(new Set(await receivedBy(people))).toEqual(new Set([1]));
    const after = new Map((await world.recipients(id)).map((one) => [one.contactId, one.messageId]));
    for (const { contactId, messageId } of before) expect(after.get(contactId)).toBe(messageId);
  });

  it.each([
    ['PAUSED', 'template_paused'],
    ['REJECTED', 'template_unusable'],
  ])('before it sends a template that is %s', async (status, pauseReason) => {
    const tag = newTag();
    const people = await world.people(3, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    await world.step(id, 'look', new Date());
    await world.step(id, 'prepare', new Date());
    await world.admin`update templates set status = ${status} where name = 'thanks_update'`;
    await world.run(id);
    expect(await world.row(id)).toMatchObject({ status: 'paused', pauseReason });
    expect(await receivedBy(people)).toEqual([0, 0, 0]);
    await world.admin`update templates set status = 'APPROVED' where name = 'thanks_update'`;
    await world.change(id, 'resume');
    await world.run(id);
    expect(await receivedBy(people)).toEqual([1, 1, 1]);
  });

  it.each([
    [131048, 'spam_limit'],
    [131042, 'account_blocked'],
    [190, 'token_refused'],
    [132015, 'template_paused'],
    [132001, 'template_unusable'],
  ])('when Meta answers %i', async (code, pauseReason) => {
    await world.simulator.addFault({ action: { error: { status: 400, code } } });
    const { id } = await sendTo(3);
    expect(await world.row(id)).toMatchObject({ status: 'paused', pauseReason });
  });
});

describe('pausing', () => {
  it('sends nothing more, and resuming sends the rest', async () => {
    const tag = newTag();
    const people = await world.people(90, { tag });
    const id = await world.campaign({ include: tagged(tag), delivery: { ratePerSecond: 30 } });
    await world.change(id, 'start', { startsAt: new Date() });
    const running = world.run(id);
    await expect.poll(() => receivedBy(people).then((got) => got.includes(1))).toBe(true);
    await world.change(id, 'pause');
    expect(await running).toMatchObject({ next: 'wait', wakeAt: null, status: 'paused' });
    const got = (await receivedBy(people)).filter((count) => count === 1).length;
    expect(got).toBeLessThan(90);
    expect((await world.run(id)).status).toBe('paused');
    expect((await receivedBy(people)).filter((count) => count === 1)).toHaveLength(got);
    await world.change(id, 'setRate', { rate: null });
    await world.change(id, 'resume');
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(new Set(await receivedBy(people))).toEqual(new Set([1]));
  });
});

it('what was on its way to the gate when it was paused goes out as soon as it is resumed', async () => {
  const tag = newTag();
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
  expect(await receivedBy(people)).toEqual([0, 0, 0, 0, 0]);
  await world.change(id, 'resume');
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
  expect(await receivedBy(people)).toEqual([1, 1, 1, 1, 1]);
});

describe('cancelling', () => {
  it('keeps everybody from it who has not got it', async () => {
    const tag = newTag();
    const people = await world.people(60, { tag });
    const id = await world.campaign({ include: tagged(tag), delivery: { ratePerSecond: 20 } });
    await world.change(id, 'start', { startsAt: new Date() });
    const running = world.run(id);
    await expect.poll(() => receivedBy(people).then((got) => got.includes(1))).toBe(true);
    await world.change(id, 'cancel');
    expect(await running).toMatchObject({ next: 'end', status: 'cancelled' });
    const sent = (await receivedBy(people)).filter((count) => count === 1).length;
    expect((await statesOf(id)).sort()).toEqual([`${60 - sent} cancelled`, `${sent} sent`].sort());
    expect((await world.row(id)).wakeAt).toBeNull();
  });

  it('takes back messages that wait for the gate', async () => {
    await world.simulator.settings({ accountState: 'locked' });
    const { id, people } = await sendTo(3);
    await world.change(id, 'cancel');
    await world.simulator.settings({ accountState: 'normal' });
    expect(await world.run(id)).toMatchObject({ next: 'end', status: 'cancelled' });
    expect(await statesOf(id)).toEqual(['3 cancelled campaign_cancelled']);
    expect(await receivedBy(people)).toEqual([0, 0, 0]);
  });

  it('keeps those from it whose messages were on their way to the gate', async () => {
    const tag = newTag();
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
    expect(await statesOf(id)).toEqual(['5 cancelled campaign_cancelled']);
    expect(await receivedBy(people)).toEqual([0, 0, 0, 0, 0]);
  });

  it('claims nothing behind it, however late a worker comes', async () => {
    const { id } = await sendTo(3, {}, later(-HOUR_MS));
    await world.admin`update campaigns set status = 'cancelled' where id = ${id}`;
    await world.admin`update campaign_recipients set state = 'pending', message_id = null where campaign_id = ${id}`;
    await world.step(id, 'send', new Date());
    expect(await statesOf(id)).toEqual(['3 pending']);
  });
});

describe('a worker that dies', () => {
  it('before the gate has its messages: the same ones go out once its claims have run out', async () => {
    const tag = newTag();
    const people = await world.people(20, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    const { gate } = world;
    world.gate = { sendMessages: () => Promise.reject(new Error('killed')) };
    await expect(world.run(id)).rejects.toThrow('killed');
    world.gate = gate;
    const claimed = await world.recipients(id);
    expect(await statesOf(id)).toEqual(['20 claimed']);
    // Nobody takes them over before.
    expect(await world.run(id)).toMatchObject({ next: 'wait', status: 'running' });
    await endLeases(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(new Set(await receivedBy(people))).toEqual(new Set([1]));
    expect((await world.recipients(id)).map(({ messageId }) => messageId)).toEqual(
      claimed.map(({ messageId }) => messageId),
    );
  });

  it('before it wrote the results: nobody gets it twice', async () => {
    const tag = newTag();
    const people = await world.people(20, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    const { gate } = world;
    world.gate = {
      async sendMessages(...args) {
        await gate.sendMessages(...args);
        throw new Error('killed');
      },
    };
    await expect(world.run(id)).rejects.toThrow('killed');
    world.gate = gate;
    await endLeases(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(new Set(await receivedBy(people))).toEqual(new Set([1]));
  });

  it('in the middle of a POST: that one is unknown and never repeated', async () => {
    const { id, people } = await sendTo(2, {});
    await world.admin`
      update messages set status = 'sending', status_rank = 10, lease_until = clock_timestamp() - interval '1 second' where campaign_id = ${id}`;
    await world.admin`update campaign_recipients set state = 'claimed' where campaign_id = ${id}`;
    await world.admin`update campaigns set status = 'running', ended_at = null where id = ${id}`;
    await endLeases(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(new Set((await world.recipients(id)).map(({ status }) => status))).toEqual(new Set(['unknown']));
    expect(await receivedBy(people)).toEqual([1, 1]);
  });

  it('slowly: what it reports late changes nothing that another one has taken over', async () => {
    const tag = newTag();
    const people = await world.people(5, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    const { gate } = world;
    const held = Promise.withResolvers<void>();
    world.gate = {
      async sendMessages(ids) {
        await held.promise;
        return new Map(ids.map((one) => [one, { kind: 'deferred' as const, retryInMs: HOUR_MS }]));
      },
    };
    await world.step(id, 'look', new Date());
    await world.step(id, 'prepare', new Date());
    const stopping = new AbortController();
    const slow = world.step(id, 'send', new Date(), stopping.signal);
    await expect.poll(() => statesOf(id)).toEqual(['5 claimed']);
    stopping.abort();
    world.gate = gate;
    await endLeases(id);
    await world.step(id, 'send', new Date());
    held.resolve();
    await slow;
    expect(await statesOf(id)).toEqual(['5 sent']);
    expect(await receivedBy(people)).toEqual([1, 1, 1, 1, 1]);
  });
});

it('two workers at once on one campaign send nobody anything twice', async () => {
  const tag = newTag();
  const people = await world.people(200, { tag });
  const id = await world.campaign({ include: tagged(tag) });
  await world.change(id, 'start', { startsAt: new Date() });
  await world.step(id, 'look', new Date());
  await Promise.all([world.run(id), world.run(id)]);
  expect((await world.run(id)).status).toBe('completed');
  expect(new Set(await receivedBy(people))).toEqual(new Set([1]));
});

it('somebody whose conversation is being worked on gets it a moment later', async () => {
  const tag = newTag();
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
  expect(await receivedBy([person!])).toEqual([2]);
});

describe('the sweeper', () => {
  it('wakes a campaign that nobody has looked at when it wanted to be, once', async () => {
    const id = await world.campaign();
    await world.change(id, 'start', { startsAt: later(-5 * 60_000) });
    await world.admin`delete from private.outbox`;
    await world.admin`update campaigns set wake_at = now() - interval '2 minutes' where id = ${id}`;
    expect(await wakeCampaigns(world.sql, new Date())).toMatchObject({ woken: 1 });
    expect(await world.admin`select topic, key from private.outbox`).toEqual([
      { topic: 'campaign', key: id },
    ]);
    expect(await wakeCampaigns(world.sql, new Date())).toMatchObject({ woken: 0 });
    await world.admin`delete from private.outbox`;
    await world.admin`delete from campaigns where id = ${id}`;
  });

  it('leaves those alone that sleep, are paused or are over', async () => {
    const { id: over } = await sendTo(1);
    const paused = (await sendTo(1, { delivery: { test: { percent: 50, waitMs: DAY_MS, winner: 'none' } } }))
      .id;
    await world.admin`update campaigns set status = 'running', ended_at = null where id = ${paused}`;
    await world.change(paused, 'pause');
    expect((await world.row(over)).wakeAt).toBeNull();
    expect((await world.row(paused)).wakeAt).toBeNull();
    await world.admin`delete from private.outbox`;
    await wakeCampaigns(world.sql, later(HOUR_MS));
    const woken = await world.admin<
      { key: string }[]
    >`select key from private.outbox where topic = 'campaign'`;
    expect(woken.filter(({ key }) => key === over || key === paused)).toEqual([]);
  });

  it('takes back claims whose worker died', async () => {
    const { id } = await sendTo(1);
    await world.admin`
      update campaign_recipients set state = 'claimed', lease_until = now() - interval '1 second' where campaign_id = ${id}`;
    expect(await wakeCampaigns(world.sql, new Date())).toMatchObject({ claims: 1 });
    expect(await statesOf(id)).toEqual(['1 pending']);
  });
});

/** What a minute would do. */
async function endLeases(id: string) {
  await world.admin`
    update campaign_recipients set lease_until = clock_timestamp() - interval '1 second' where campaign_id = ${id} and state = 'claimed'`;
}
