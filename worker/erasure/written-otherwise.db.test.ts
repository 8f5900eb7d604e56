/** A person in what was kept of requests and imports: formatted numbers, e-mail addresses, full names. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { erasureWorld, type ErasureWorld } from '../../local/testing/erasure-world.ts';
import { rowsWith } from '../../local/testing/find-values.ts';
import { textWebhook } from '../../local/testing/webhooks.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';

const org = demo.orgId;
const PHONE = '15557770004';
const NAME = 'Zaphod Canary';
const EMAIL = 'Canary@mail.test';

let database: TestDatabase;
let sql: Sql;
let world: ErasureWorld;
let importId: string;

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 4, applicationName: 'test' });
  world = erasureWorld(database, sql);
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

describe('with a person goes', () => {
  it.each([
    ['a number as people write it', { cells: ['+1 (555) 777-0004', 'x'] }],
    ['a number without its country', { cells: ['0555 777 0004'] }],
    ['an e-mail address', { cells: ['', EMAIL.toLowerCase()] }],
    ['a full name', { name: NAME.toUpperCase() }],
  ])('the kept answer with %s', async (_, answer) => {
    const key = await keptAnswer(answer);
    await erase();
    expect(await answerOf(key)).toEqual({ code: 'erased' });
  });

  it.each([
    ['a name and an e-mail address', ['', NAME, EMAIL.toLowerCase()]],
    ['a name in two cells', ['Zaphod', 'Canary', '']],
    ['an e-mail address in its sender’s form', [`Z. <${EMAIL}>`]],
  ])('the refused row with %s', async (_, cells) => {
    await rejectedRow(cells);
    await erase();
    expect(await rejectedRows()).toEqual([]);
  });

  it('what names them in an import: of its file’s name and of its headers', async () => {
    await rejectedRow([]);
    await database.sql`
      update imports set file_name = 'zaphod_canary 555-777-0004.csv', columns = ${['Phone', 'Zaphod Canary', EMAIL]},
        mapping = ${database.sql.json({ columns: [{ kind: 'phone' }, { kind: 'attribute', name: NAME }, { kind: 'ignore' }], tags: [] })}
      where id = ${importId}`;
    await erase();
    expect(await importRow()).toEqual({
      fileName: 'erased',
      columns: ['Phone', 'erased', 'erased'],
      mapping: { columns: [{ kind: 'phone' }, { kind: 'ignore' }, { kind: 'ignore' }], tags: [] },
    });
    expect(await rowsWith(database.sql, ['zaphod_canary', NAME, EMAIL])).toEqual({});
  });
});

describe('with a person stays', () => {
  it.each([
    ['a longer number that theirs is a part of', { cells: ['+44 1555 777 0004 12', '915557770004123'] }],
    [
      'the address of somebody else that theirs ends',
      { cells: ['j.canary@mail.test', 'canary@mail.test.example'] },
    ],
    ['an id that holds such digits', { id: 'a5557770004', other: '5557770004b' }],
  ])('the kept answer with %s', async (_, answer) => {
    const key = await keptAnswer(answer);
    await erase();
    expect(await answerOf(key)).toEqual(answer);
  });

  it.each([
    ['somebody of the same first name', ['', 'Zaphod', 'z@mail.test'], NAME],
    ['somebody of the same name, when it is a single one', ['', 'Zaphod'], 'Zaphod'],
  ])('the refused row of %s', async (_, cells, name) => {
    await rejectedRow(cells);
    await erase(name);
    expect(await rejectedRows()).toEqual([cells]);
  });

  it('an import of others as it is', async () => {
    await rejectedRow([]);
    const before = await importRow();
    await erase();
    expect(await importRow()).toEqual(before);
  });
});

async function erase(name = NAME): Promise<void> {
  await world.receive(textWebhook({ from: PHONE, wamid: `wamid.${randomUUID()}`, text: 'Hello', name }));
  const contactId = (await world.contactOf(PHONE))!;
  await database.sql`update contacts set attributes = ${database.sql.json({ email: EMAIL, age: 3 })} where id = ${contactId}`;
  await world.erase(await world.request(contactId));
}

async function keptAnswer(answer: Record<string, string | string[]>): Promise<string> {
  const key = randomUUID();
  await database.sql`
    insert into private.idempotency_keys (org_id, caller, key, request_hash, status, answer)
    values (${org}, 'x', ${key}, ${randomBytes(32)}, 200, ${database.sql.json(answer)})`;
  return key;
}

async function answerOf(key: string): Promise<unknown> {
  const [row] = await database.sql<{ answer: unknown }[]>`
    select answer from private.idempotency_keys where key = ${key}`;
  return row!.answer;
}

async function rejectedRow(cells: string[]): Promise<void> {
  importId = randomUUID();
  await database.sql`
    insert into imports (id, org_id, file_name, source, columns, mapping, total, created_by)
    values (${importId}, ${org}, 'people of Zaphod.csv', '{}', '{Phone,Zaphod}', '{"columns": [{"kind": "phone"}, {"kind": "ignore"}]}', 1, 'x')`;
  await database.sql`
    insert into private.import_rejects (org_id, import_id, line, cells, reason) values (${org}, ${importId}, 1, ${cells}, 'x')`;
}

async function rejectedRows(): Promise<string[][]> {
  const rows = await database.sql<{ cells: string[] }[]>`
    select cells from private.import_rejects where import_id = ${importId}`;
  return rows.map(({ cells }) => cells);
}

async function importRow() {
  const [row] = await database.sql`
    select file_name as "fileName", columns, mapping from imports where id = ${importId}`;
  return row;
}
