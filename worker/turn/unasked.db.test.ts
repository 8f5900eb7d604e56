/** What an operator sets in motion answers nobody: quiet hours hold it back, also when the person wrote last. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { json } from '../../platform/db/pool.ts';
import { createSteer } from './steer.ts';

/** In the night, and three days after the person wrote. */
const night = new Date(Math.floor(Date.now() / 86_400_000 + 3) * 86_400_000 + 3 * 3_600_000);
const morning = new Date(night.getTime() + 5 * 3_600_000).toISOString();

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  await world.publish(
    'Offer',
    {
      start: keyword('offer'),
      one: node('send-text', { text: 'One' }),
      two: node('send-text', { text: 'Two' }),
    },
    [
      ['start', 'next', 'one'],
      ['one', 'sent', 'two'],
    ],
    { quietHours: { from: '22:00', to: '08:00' } },
  );
});
afterAll(() => world?.stop());

it.each(['retryNode', 'skipNode'] as const)('a %s at night sends in the morning', async (action) => {
  const runId = await failed();
  await createSteer(world.sql)({ runId, action, key: action, now: night.toISOString() });
  expect(await world.makeTurn(runId, 2, night)).toMatchObject({ kind: 'wait', wakeAt: morning });
  expect(await textsOf(runId)).toEqual(['One']);
});

it('a move to another version at night sends in the morning', async () => {
  const runId = await failed();
  const wait = { kind: 'delay', nodeId: 'two', until: night.toISOString(), hold: 'moved' };
  await world.sql`
    update flow_runs set state = jsonb_set(state, '{wait}', ${json(world.sql, wait)}) where id = ${runId}`;
  expect(await world.makeTurn(runId, 2, night)).toMatchObject({ kind: 'wait', wakeAt: morning });
  expect(await textsOf(runId)).toEqual(['One']);
});

/** Its first message could not be sent, and somebody has to decide. */
async function failed() {
  const person = world.someone();
  const [runId] = await world.says(person, 'offer');
  const { id, conversationId } = await world.contactOf(person);
  await world.sql`update contacts set time_zone = 'UTC' where id = ${id}`;
  await world.sql`update conversations set window_expires_at = now() where id = ${conversationId}`;
  await world.makeTurn(runId!, 1);
  return runId!;
}

async function textsOf(runId: string) {
  const rows = await world.sql`select text from messages where flow_run_id = ${runId} order by ordinal`;
  return rows.map(({ text }) => text as string);
}
