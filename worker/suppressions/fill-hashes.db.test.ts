import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createSuppressionKeys, suppressionHash } from '../../platform/secrets/suppression.ts';
import { demo } from '../../platform/seed/demo.ts';
import { fillIdentityHashes } from './fill-hashes.ts';

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 2, applicationName: 'test' });
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

it('gives every identity its hash, so that contacts from before show that they are suppressed', async () => {
  const keys = createSuppressionKeys(TEST_MASTER_KEY);
  const [seeded] = await sql<{ value: string; contactId: string }[]>`
    select value, contact_id as "contactId" from contact_identities where kind = 'phone' limit 1`;
  const hash = suppressionHash(await keys(sql, demo.orgId), seeded!.value);
  await sql`
    insert into suppressions (org_id, hash, hint) values (${demo.orgId}, decode(${hash}, 'hex'), 'x')`;
  while (await fillIdentityHashes(sql, keys));
  expect(await sql`select 1 from contact_identities where hash is null`).toHaveLength(0);
  const suppressed = await sql<{ id: string }[]>`select id from contacts where suppressed`;
  expect(suppressed.map(({ id }) => id)).toEqual([seeded!.contactId]);
});
