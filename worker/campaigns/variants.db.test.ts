/** What people get of a campaign with several messages, and of a test. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  later,
  startCampaignWorld,
  tagged,
  variant,
  type CampaignWorld,
} from '../../local/testing/campaign-world.ts';
import { shareOf } from './shares.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

let world: CampaignWorld;

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());

describe('variants', () => {
  const two = [variant('A', { body: ['one'] }), variant('B', { body: ['two'] }, 3)];

  it('are given by their weights, the same at every count', async () => {
    const { id } = await world.sendTo(200, { variants: two });
    const recipients = await world.recipients(id);
    const ofB = recipients.filter((one) => one.variant === 'B').length;
    expect(ofB).toBeGreaterThan(120);
    expect(ofB).toBeLessThan(180);
    const doc = (await world.admin`select doc from campaigns where id = ${id}`)[0]!.doc as never;
    for (const { contactId, variant: key } of recipients)
      expect(shareOf(doc, id, contactId).variant).toBe(key);
  });

  it('of a test go to a part first, and the rest gets the one that is read most', async () => {
    const tag = world.newTag();
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
    const tag = world.newTag();
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
    const { id } = await world.sendTo(40, { variants: two, delivery: { test } }, now);
    await world.run(id, later(2 * HOUR_MS));
    expect(await world.row(id)).toMatchObject({ status: 'completed', winner: null });
    const rest = (await world.recipients(id)).filter(({ isTest }) => !isTest);
    expect(new Set(rest.map((one) => one.variant))).toEqual(new Set(['A', 'B']));
  });

  it('of a test that fails too often never reach the rest', async () => {
    const now = new Date();
    const test = { percent: 50, waitMs: HOUR_MS, winner: 'none' as const };
    const stopRule = { failedPercent: 20, minSent: 10 };
    const { id } = await world.sendTo(60, { delivery: { test, stopRule } }, now);
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
