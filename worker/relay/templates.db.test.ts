/** What Meta tells about templates, from the delivery to the row that the gate and the editor look at. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { demo } from '../../platform/seed/demo.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

const NOON = Date.UTC(2026, 10, 20, 12) / 1_000;
let serial = 0;
const fresh = () => `template_${(serial += 1)}`;

/** @param minute of an hour on one day */
function tells(name: string, field: string, value: object, minute = 0) {
  const about = {
    message_template_id: 5_000 + minute,
    message_template_name: name,
    message_template_language: 'en-US',
  };
  const change = { field, value: { ...about, ...value } };
  const entry = [{ id: demo.metaWabaId, time: NOON + minute * 60, changes: [change] }];
  return world.rig.receive(JSON.stringify({ object: 'whatsapp_business_account', entry }));
}
const status = (name: string, event: string, minute = 0, more: object = {}) =>
  tells(
    name,
    'message_template_status_update',
    { event, message_template_category: 'MARKETING', ...more },
    minute,
  );
async function rowOf(name: string) {
  const [row] = await world.sql`
    select status, category, next_category as next, quality, rejected_reason as reason, advice from templates where name = ${name}`;
  return row;
}

describe('an event about a template', () => {
  it('counts at once: its state, why it was rejected, and what Meta advises', async () => {
    const name = fresh();
    await status(name, 'REJECTED', 1, {
      reason: 'INVALID_FORMAT',
      rejection_info: { reason: 'Floating parameters', recommendation: 'Say what they are' },
    });
    expect(await rowOf(name)).toMatchObject({
      ...{ status: 'REJECTED', category: 'MARKETING', reason: 'INVALID_FORMAT' },
      advice: 'Floating parameters\nSay what they are',
    });
    await status(name, 'APPROVED', 2, { reason: 'NONE' });
    expect(await rowOf(name)).toMatchObject({ status: 'APPROVED', reason: null, advice: null });
  });

  it.each(['REINSTATED', 'UNARCHIVED'])('%s means approved', async (event) => {
    const name = fresh();
    await status(name, event);
    expect(await rowOf(name)).toMatchObject({ status: 'APPROVED' });
  });

  it('is no news when a later one came before it', async () => {
    const name = fresh();
    await status(name, 'PAUSED', 10);
    await status(name, 'APPROVED', 5);
    expect(await rowOf(name)).toMatchObject({ status: 'PAUSED' });
  });

  it('tells its quality, its category, and the one that comes tomorrow', async () => {
    const name = fresh();
    await status(name, 'APPROVED', 1);
    await tells(name, 'message_template_quality_update', { new_quality_score: 'YELLOW' }, 2);
    await tells(
      name,
      'template_category_update',
      { new_category: 'UTILITY', correct_category: 'MARKETING', category_update_timestamp: NOON + 86_400 },
      3,
    );
    expect(await rowOf(name)).toMatchObject({ quality: 'YELLOW', category: 'UTILITY', next: 'MARKETING' });
    await tells(
      name,
      'template_category_update',
      { previous_category: 'UTILITY', new_category: 'MARKETING' },
      4,
    );
    expect(await rowOf(name)).toMatchObject({ category: 'MARKETING', next: null });
  });

  it('has the account’s templates read anew, whatever it says', async () => {
    const rows = [
      ...(await status(fresh(), 'APPROVED')),
      ...(await tells(fresh(), 'message_template_components_update', { message_template_element: 'Hello' })),
    ];
    expect(rows.map(({ topic, key, payload }) => ({ topic, key, payload }))).toEqual(
      Array.from({ length: 2 }, () => ({
        ...{ topic: 'templateSync', key: demo.wabaAccountId },
        payload: { orgId: demo.orgId, isUrgent: false },
      })),
    );
  });

  it('changes nothing when it comes twice', async () => {
    const name = fresh();
    await status(name, 'APPROVED', 1);
    expect(await status(name, 'APPROVED', 1)).toEqual([]);
  });
});
