/** From the start to the last message, on a real database. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCampaignWorld, type CampaignWorld } from '../../local/testing/campaign-world.ts';

let world: CampaignWorld;
let tags = 0;
/** Of a test's own people. */
const newTag = () => `tag ${(tags += 1)}`;
const tagged = (tag: string) => [{ kind: 'tag' as const, tag }];

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());
afterEach(() => world.simulator.removeFaults());

it('sends everybody in the audience their own message once, and is completed', async () => {
  const tag = newTag();
  const people = await world.people(120, { tag });
  const { id, report } = await world.send({ include: tagged(tag) });
  expect(report).toMatchObject({ next: 'end', status: 'completed' });
  expect(report.words).toBe('Campaign, completed: 120 of 120 sent, 0 failed, 0 left out');
  const recipients = await world.recipients(id);
  expect(recipients).toHaveLength(120);
  expect(new Set(recipients.map(({ state, status }) => `${state} ${status}`))).toEqual(
    new Set(['sent sent']),
  );
  for (const { number } of people) expect(await world.received(number)).toHaveLength(1);
});
