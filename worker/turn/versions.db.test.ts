/** A published version stays as it was published: runs stand on it, and the audit log tells of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';

let world: FlowWorld;
let flowId: string;
beforeAll(async () => {
  world = await startFlowWorld();
  const nodes = { start: keyword('hi there'), say: node('send-text', { text: 'Hello' }) };
  ({ flowId } = await world.publish('Greets', nodes, [['start', 'next', 'say']]));
});
afterAll(() => world?.stop());

describe('a published version is never changed', () => {
  it.each([
    ['its document', sqlOf(`update flow_versions set doc = '{}'`)],
    ['its number', sqlOf('update flow_versions set number = 7')],
    ['its hash', sqlOf(`update flow_versions set hash = 'x'`)],
    ['by deletion', sqlOf('delete from flow_versions')],
  ])('%s, not even by the owner of the table', async (_, statement) => {
    await expect(world.database.sql.unsafe(statement, [flowId])).rejects.toMatchObject({ code: 'PA001' });
  });

  it('together with all others, not even by the owner of the table', async () => {
    const all = world.database.sql`truncate flow_versions cascade`;
    await expect(Promise.resolve(all)).rejects.toMatchObject({ code: 'PA001' });
  });

  it.each([sqlOf(`update flow_versions set doc = '{}'`), sqlOf('delete from flow_versions')])(
    'by the worker: %s',
    async (statement) => {
      await expect(world.sql.unsafe(statement, [flowId])).rejects.toMatchObject({ code: '42501' });
    },
  );
});

it('goes with the organisation it belongs to', async () => {
  const { sql } = world.database;
  const [org] = await sql<{ id: string }[]>`
    with org as (insert into organizations (name, slug) values ('Closes', 'closes') returning id),
      flow as (insert into flows (org_id, name, draft, draft_hash) select id, 'Flow', '{}', 'x' from org returning id, org_id)
    insert into flow_versions (org_id, flow_id, number, doc, hash) select org_id, id, 1, '{}', 'x' from flow
    returning org_id as id`;
  await sql`delete from organizations where id = ${org!.id}`;
  expect([...(await sql`select from flow_versions where org_id = ${org!.id}`)]).toEqual([]);
});

function sqlOf(words: string): string {
  return `${words} where flow_id = $1`;
}
