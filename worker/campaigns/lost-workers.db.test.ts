/** Workers that die, or are two, and workflows that are gone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { later, startCampaignWorld, tagged, type CampaignWorld } from '../../local/testing/campaign-world.ts';
import { wakeCampaigns } from './wake-campaigns.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: CampaignWorld;

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());

describe('a worker that dies', () => {
  it('before the gate has its messages: the same ones go out once its claims have run out', async () => {
    const tag = world.newTag();
    const people = await world.people(20, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    const { gate } = world;
    world.gate = { sendMessages: () => Promise.reject(new Error('killed')) };
    await expect(world.run(id)).rejects.toThrow('killed');
    world.gate = gate;
    const claimed = await world.recipients(id);
    expect(await world.statesOf(id)).toEqual(['20 claimed']);
    // Nobody takes them over before.
    expect(await world.run(id)).toMatchObject({ next: 'wait', status: 'running' });
    await world.endLeases(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(new Set(await world.receivedBy(people))).toEqual(new Set([1]));
    expect((await world.recipients(id)).map(({ messageId }) => messageId)).toEqual(
      claimed.map(({ messageId }) => messageId),
    );
  });

  it('before it wrote the results: nobody gets it twice', async () => {
    const tag = world.newTag();
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
    await world.endLeases(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(new Set(await world.receivedBy(people))).toEqual(new Set([1]));
  });

  it('in the middle of a POST: that one is unknown and never repeated', async () => {
    const { id, people } = await world.sendTo(2, {});
    await world.admin`
      update messages set status = 'sending', status_rank = 10, lease_until = clock_timestamp() - interval '1 second' where campaign_id = ${id}`;
    await world.admin`update campaign_recipients set state = 'claimed' where campaign_id = ${id}`;
    await world.admin`update campaigns set status = 'running', ended_at = null where id = ${id}`;
    await world.endLeases(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(new Set((await world.recipients(id)).map(({ status }) => status))).toEqual(new Set(['unknown']));
    expect(await world.receivedBy(people)).toEqual([1, 1]);
  });

  it('slowly: what it reports late changes nothing that another one has taken over', async () => {
    const tag = world.newTag();
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
    await expect.poll(() => world.statesOf(id)).toEqual(['5 claimed']);
    stopping.abort();
    world.gate = gate;
    await world.endLeases(id);
    await world.step(id, 'send', new Date());
    held.resolve();
    await slow;
    expect(await world.statesOf(id)).toEqual(['5 sent']);
    expect(await world.receivedBy(people)).toEqual([1, 1, 1, 1, 1]);
  });
});

it('two workers at once on one campaign send nobody anything twice', async () => {
  const tag = world.newTag();
  const people = await world.people(200, { tag });
  const id = await world.campaign({ include: tagged(tag) });
  await world.change(id, 'start', { startsAt: new Date() });
  await world.step(id, 'look', new Date());
  await Promise.all([world.run(id), world.run(id)]);
  expect((await world.run(id)).status).toBe('completed');
  expect(new Set(await world.receivedBy(people))).toEqual(new Set([1]));
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
    const { id: over } = await world.sendTo(1);
    const paused = (
      await world.sendTo(1, { delivery: { test: { percent: 50, waitMs: DAY_MS, winner: 'none' } } })
    ).id;
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
    const { id } = await world.sendTo(1);
    await world.admin`
      update campaign_recipients set state = 'claimed', lease_until = now() - interval '1 second' where campaign_id = ${id}`;
    expect(await wakeCampaigns(world.sql, new Date())).toMatchObject({ claims: 1 });
    expect(await world.statesOf(id)).toEqual(['1 pending']);
  });
});
