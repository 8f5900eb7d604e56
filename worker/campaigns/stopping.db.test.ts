/** A campaign that stops itself. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCampaignWorld, tagged, type CampaignWorld } from '../../local/testing/campaign-world.ts';

let world: CampaignWorld;

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());
afterEach(async () => {
  await world.simulator.removeFaults();
  await world.simulator.settings({ accountState: 'normal' });
});

describe('a campaign pauses itself', () => {
  it('when too many of its messages fail, and goes on when people let it', async () => {
    await world.simulator.addFault({ action: { error: { status: 400, code: 131026 } } });
    const stopRule = { failedPercent: 20, minSent: 20 };
    const { id, report } = await world.sendTo(200, { delivery: { stopRule, ratePerSecond: 40 } });
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
    const { id, people } = await world.sendTo(120);
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
    expect(new Set(await world.receivedBy(people))).toEqual(new Set([1]));
    const after = new Map((await world.recipients(id)).map((one) => [one.contactId, one.messageId]));
    for (const { contactId, messageId } of before) expect(after.get(contactId)).toBe(messageId);
  });

  it.each([
    ['PAUSED', 'template_paused'],
    ['REJECTED', 'template_unusable'],
  ])('before it sends a template that is %s', async (status, pauseReason) => {
    const tag = world.newTag();
    const people = await world.people(3, { tag });
    const id = await world.campaign({ include: tagged(tag) });
    await world.change(id, 'start', { startsAt: new Date() });
    await world.step(id, 'look', new Date());
    await world.step(id, 'prepare', new Date());
    await world.admin`update templates set status = ${status} where name = 'thanks_update'`;
    await world.run(id);
    expect(await world.row(id)).toMatchObject({ status: 'paused', pauseReason });
    expect(await world.receivedBy(people)).toEqual([0, 0, 0]);
    await world.admin`update templates set status = 'APPROVED' where name = 'thanks_update'`;
    await world.change(id, 'resume');
    await world.run(id);
    expect(await world.receivedBy(people)).toEqual([1, 1, 1]);
  });

  it.each([
    [131048, 'spam_limit'],
    [131042, 'account_blocked'],
    [190, 'token_refused'],
    [132015, 'template_paused'],
    [132001, 'template_unusable'],
  ])('when Meta answers %i', async (code, pauseReason) => {
    await world.simulator.addFault({ action: { error: { status: 400, code } } });
    const { id } = await world.sendTo(3);
    expect(await world.row(id)).toMatchObject({ status: 'paused', pauseReason });
  });
});
