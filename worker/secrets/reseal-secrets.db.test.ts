import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { openSecret, sealSecret, secretContext } from '../../platform/secrets/envelope.ts';
import { resealSecrets, sealedColumns } from './reseal-secrets.ts';

const newKey = () => randomBytes(32).toString('base64');
const OLD = newKey();
const NEW = newKey();
const BOTH = `${NEW},${OLD}`;

let database: TestDatabase;
let sql: Sql;
const orgId = randomUUID();

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 2, applicationName: 'test' });
  const admin = database.sql;
  // What the demo data has sealed under another key still would only be in the way.
  await admin`delete from private.channel_credentials`;
  await admin`update private.meta_apps set
    app_secret = ${sealSecret(OLD, secretContext.appSecret('default'), 'app')},
    previous_app_secret = ${sealSecret(OLD, secretContext.appSecret('default'), 'app before')},
    verify_token = ${sealSecret(OLD, secretContext.verifyToken('default'), 'verify')}
    where app_key = 'default'`;
  await admin`delete from private.meta_apps where app_key <> 'default' and not exists (
    select from waba_accounts w where w.app_key = meta_apps.app_key)`;
  await admin`insert into organizations (id, name, slug) values (${orgId}, 'Sealed', 'sealed')`;
  await admin`
    insert into private.org_secrets (org_id, name, envelope)
    values (${orgId}, 'crm', ${sealSecret(OLD, secretContext.orgSecret(orgId, 'crm'), 'crm value')})`;
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

async function crm(): Promise<Buffer> {
  const [row] = await sql<
    { envelope: Buffer }[]
  >`select envelope from private.org_secrets where org_id = ${orgId}`;
  return row!.envelope;
}

it('knows every column of the database that holds an envelope for longer than a day', async () => {
  const columns = await database.sql<{ name: string }[]>`
    select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
    where data_type = 'bytea' and table_schema in ('public', 'private')
      and column_name !~ '(hash|sha256|body)$' and table_name not in ('idempotency_keys', 'erased_messages') order by 1`;
  const known = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  expect(columns.map(({ name }) => name)).toEqual(known.sort());
});

it('seals everything under the new key, so that the old one can go', async () => {
  const report = await resealSecrets(sql, BOTH);
  expect(report.resealed).toBeGreaterThanOrEqual(1);
  expect(openSecret(NEW, secretContext.orgSecret(orgId, 'crm'), await crm())).toBe('crm value');
  expect(await resealSecrets(sql, BOTH)).toMatchObject({ resealed: 0, hasMore: false });
});

it('leaves what it can’t open as it is, and names its place', async () => {
  const stranger = sealSecret(newKey(), secretContext.orgSecret(orgId, 'crm'), 'x');
  await database.sql`update private.org_secrets set envelope = ${stranger} where org_id = ${orgId}`;
  const report = await resealSecrets(sql, BOTH);
  expect(report.unreadable).toContain(`org_secret:${orgId}:crm`);
  expect(report.hasMore).toBe(false);
  expect((await crm()).equals(stranger)).toBe(true);
});
