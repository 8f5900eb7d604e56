/** Events that could not be routed, and are routed once more after a replay of their dead letters. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { createLogger } from '../../platform/log.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';
import { demo } from '../../platform/seed/demo.ts';
import { createAssetCache } from '../relay/numbers.ts';
import { replayLetters } from '../relay/replay.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

it('starts the flow of an event that failed, once; before the reason is gone it fails again', async () => {
  const { sql } = world;
  await world.publish('Fails', { start: node('event-trigger', { name: 'fails', filters: [] }) }, []);
  const rules = (value: string) => world.database.sql`
    update flow_triggers set rules = ${value}::text::jsonb where flow_id = (select id from flows where name = 'Fails')`;
  await rules('{"reentry": {"kind": "after", "pauseMs": "soon"}}');
  await sql`
    insert into contact_events (org_id, contact_id, kind, name) values (${demo.orgId}, ${await world.contact()}, 'api_event', 'fails')`;
  expect(await world.settleEvents()).toEqual([]);

  await replay();
  expect(await world.settleEvents()).toEqual([]);
  expect(await letters()).toEqual([{ state: 'open', cause: '22P02', attempts: 2 }]);

  await rules('{"reentry": {"kind": "always"}}');
  await Promise.all([replay(), replay()]);
  expect(await world.settleEvents()).toHaveLength(1);
  expect(await world.settleEvents()).toEqual([]);
  expect(await world.runsOf('Fails')).toHaveLength(1);
  expect(await letters()).toEqual([{ state: 'replayed', cause: '22P02', attempts: 2 }]);
});

async function replay(): Promise<void> {
  const { sql } = world;
  await sql`
    update private.dead_letters set state = 'requested', requested_at = now() where kind = 'contact_event' and state = 'open'`;
  const assets = createAssetCache(sql, createSuppressionKeys(TEST_MASTER_KEY));
  while (await replayLetters({ sql, log: createLogger('test', 'silent'), dispatchSoon() {} }, assets, []));
}

async function letters() {
  return [
    ...(await world.sql`select state, cause, attempts from private.dead_letters where kind = 'contact_event'`),
  ];
}
