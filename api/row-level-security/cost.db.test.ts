/** What the policies cost: who calls is asked once a statement, however many rows there are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createFixtures, type Fixtures } from '../testing/fixtures.ts';
import { as } from './callers.ts';
import { columnsOf, openCells } from './catalogue.ts';
import { fillEveryTable } from './fill.ts';

let database: TestDatabase;
let fixtures: Fixtures;
beforeAll(async () => {
  database = await createDatabase();
  fixtures = await createFixtures(database.sql);
  await fillEveryTable(database.sql, fixtures.ours);
});
afterAll(() => database.drop());

interface PlanNode {
  'Node Type': string;
  'Parent Relationship'?: string;
  Filter?: string;
  Plans?: PlanNode[];
  [key: string]: unknown;
}

const existing = openCells.filter(({ command }) => command !== 'insert');

describe.each(existing)('$command on $table', ({ table, command, access }) => {
  it('asks in an InitPlan, and no row calls a function', async () => {
    const text = {
      select: `select * from ${table}`,
      update: `update ${table} set ${columnsOf(access, 'update')[0]} = ${columnsOf(access, 'update')[0]}`,
      delete: `delete from ${table}`,
      insert: '',
    }[command];
    const [row] = await as(database.sql, fixtures, 'owner', (tx) =>
      tx.unsafe<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(`explain (verbose, format json) ${text}`),
    );
    const nodes = flatten(row!['QUERY PLAN'][0].Plan);
    const asking = nodes.filter((node) => JSON.stringify(node.Output ?? '').includes('org_ids_for'));
    expect(asking.map((node) => node['Parent Relationship'])).toContain('InitPlan');
    for (const node of nodes) {
      expect(node['Parent Relationship']).not.toBe('SubPlan');
      for (const [part, value] of Object.entries(node)) {
        if (/Filter|Cond/.test(part))
          expect([part, value]).toEqual([part, expect.not.stringMatching(/org_ids_for|SubPlan/)]);
      }
    }
  });
});

it('calls the helper once for thousands of rows', async () => {
  const { ours } = fixtures;
  await database.sql`
    insert into public.contacts (org_id, name) select ${ours.id}, 'Many ' || n from generate_series(1, 5000) n`;
  const calls = await as(database.sql, fixtures, 'owner', async (tx) => {
    await tx`reset role`;
    await tx`set local track_functions = 'all'`;
    await tx`set local role app_user`;
    const seen = await tx`select id from public.contacts`;
    expect(seen.length).toBeGreaterThan(5_000);
    const [counted] = await tx<{ calls: number }[]>`
      select calls::int from pg_stat_xact_user_functions where funcname = 'org_ids_for'`;
    return counted!.calls;
  });
  expect(calls).toBe(1);
});

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}
