/** Who gets a campaign, and when. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  later,
  offer,
  startCampaignWorld,
  tagged,
  type CampaignWorld,
} from '../../local/testing/campaign-world.ts';
import { demo } from '../../platform/seed/demo.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: CampaignWorld;

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());

describe('the audience', () => {
  it('holds who is in one group and in none that is left out, each once', async () => {
    const [one, two, out] = [world.newTag(), world.newTag(), world.newTag()];
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
    const out = world.newTag();
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
    const tag = world.newTag();
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
    const tag = world.newTag();
    await world.people(3, { tag });
    await world.people(1, { tag, consent: 'denied' });
    await world.people(2, { tag, consent: 'unknown' });
    await world.people(1, { tag, country: 'US' });
    const [suppressed] = await world.people(1, { tag });
    const [numberless] = await world.people(1, { tag });
    await world.admin`update contacts set suppressed = true where id = ${suppressed!.id}`;
    await world.admin`delete from contact_identities where contact_id = ${numberless!.id}`;
    const { id, report } = await world.send({ include: tagged(tag), variants: [offer()] });
    expect((await world.statesOf(id)).sort()).toEqual([
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
    const tag = world.newTag();
    await world.people(2, { tag });
    await world.people(1, { tag, name: ' ' });
    const { id } = await world.send({ include: tagged(tag) });
    expect((await world.statesOf(id)).sort()).toEqual(['1 excluded value_missing', '2 sent']);
  });

  it('leaves out, at the moment of sending, who said no in the meantime', async () => {
    const tag = world.newTag();
    const [person] = await world.people(1, { tag });
    const id = await world.campaign({ include: tagged(tag), variants: [offer()] });
    await world.change(id, 'start', { startsAt: new Date() });
    await world.step(id, 'look', new Date());
    await world.step(id, 'prepare', new Date());
    await world.admin`
      insert into consent_events (org_id, contact_id, purpose, state, source, actor, evidence, at)
      values (${demo.orgId}, ${person!.id}, 'marketing', 'denied', 'message', 'contact', '{}', now())`;
    await world.run(id);
    expect(await world.statesOf(id)).toEqual(['1 excluded consent_denied']);
  });

  it('leaves out who got enough lately, this campaign’s own messages not counted', async () => {
    const tag = world.newTag();
    await world.people(2, { tag });
    const delivery = { frequencyCap: { max: 1, periodMs: DAY_MS } };
    const first = await world.send({ include: tagged(tag), delivery });
    expect(await world.statesOf(first.id)).toEqual(['2 sent']);
    const second = await world.send({ include: tagged(tag), delivery });
    expect(await world.statesOf(second.id)).toEqual(['2 excluded frequency_cap']);
    const third = await world.send({ include: tagged(tag), delivery }, later(DAY_MS + HOUR_MS));
    expect(await world.statesOf(third.id)).toEqual(['2 sent']);
  });

  it('loses who is deleted, with their row', async () => {
    const tag = world.newTag();
    const [person] = await world.people(2, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    await world.step(id, 'look', new Date());
    await world.step(id, 'prepare', new Date());
    await world.admin`delete from contacts where id = ${person!.id}`;
    await world.run(id);
    expect(await world.statesOf(id)).toEqual(['1 sent']);
  });
});

describe('the time of a message', () => {
  it('is that time where the person is; at once where it has passed', async () => {
    const tag = world.newTag();
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
    expect(await world.receivedBy([tokyo!, berlin!])).toEqual([1, 0]);
    expect(await world.run(id, new Date('2027-01-15T08:00:01Z'))).toMatchObject({ next: 'wait' });
    expect(await world.receivedBy([tokyo!, berlin!, nowhere!])).toEqual([1, 1, 0]);
    expect(await world.run(id, new Date('2027-01-15T09:00:01Z'))).toMatchObject({ status: 'completed' });
  });

  it('waits for the end of quiet hours where the person is', async () => {
    const tag = world.newTag();
    const [berlin] = await world.people(1, { tag, timeZone: 'Europe/Berlin' });
    const [home] = await world.people(1, { tag, timeZone: 'UTC' });
    const now = new Date('2027-01-15T19:30:00Z');
    const { id, report } = await world.send(
      { include: tagged(tag), delivery: { quietHours: { from: '20:00', to: '08:00' } } },
      now,
    );
    expect(report).toMatchObject({ next: 'wait', wakeAt: '2027-01-16T07:00:00.000Z' });
    expect(await world.receivedBy([home!, berlin!])).toEqual([1, 0]);
    expect(await world.run(id, new Date('2027-01-16T07:00:01Z'))).toMatchObject({ status: 'completed' });
    expect(await world.receivedBy([home!, berlin!])).toEqual([1, 1]);
  });

  it('is looked at again when it is claimed: quiet hours may have begun', async () => {
    const tag = world.newTag();
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
