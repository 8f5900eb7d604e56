/** The triggers of the database against the table of what is audited. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditSubjects } from '../../core/api/audit-subjects.ts';
import { tableAudits, type TableAudit } from '../../core/api/audited-tables.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { readTables } from './catalogue.ts';

let database: TestDatabase;
let sql: TestDatabase['sql'];
beforeAll(async () => {
  database = await createDatabase();
  ({ sql } = database);
});
afterAll(() => database.drop());

const isAudited = (audit: TableAudit) => 'subject' in audit;
const everything = ['delete', 'insert', 'update'];

it('every table of ours that people’s settings can be in is audited, or says why not', async () => {
  const tables = await readTables(sql);
  const ours = tables.filter(({ name, partitionOf }) => name.startsWith('public.') && partitionOf === null);
  const known = Object.keys(tableAudits).filter((name) => name.startsWith('public.'));
  expect(ours.map(({ name }) => name).sort()).toEqual(known.sort());
});

it('a table is audited for the commands and under the subject that are said here', async () => {
  const triggers = await sql<{ table: string; subject: string; commands: string[] }[]>`
    select c.relnamespace::regnamespace || '.' || c.relname as table, t.tgfoid::regproc::text as function,
      case when t.tgnargs = 0 then 'suppression' -- its trigger is its own
        else split_part(convert_from(decode(replace(encode(t.tgargs, 'hex'), '00', '01'), 'hex'), 'UTF8'), chr(1), 1) end as subject,
      array_remove(array[case when t.tgtype & 8 > 0 then 'delete' end, case when t.tgtype & 4 > 0 then 'insert' end,
        case when t.tgtype & 16 > 0 then 'update' end], null) as commands
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgfoid::regproc::text like 'private.record\_audit%' and t.tgenabled in ('O', 'A') and t.tgparentid = 0`;
  const found: Record<string, { subject: string; on: string[] }> = {};
  for (const { table, subject, commands } of triggers)
    found[table] = { subject, on: [...(found[table]?.on ?? []), ...commands].sort() };
  const said = Object.entries(tableAudits).flatMap(([table, audit]) =>
    isAudited(audit)
      ? [[table, { subject: audit.subject, on: [...(audit.on ?? everything)].sort() }] as const]
      : [],
  );
  expect(found).toEqual(Object.fromEntries(said));
});

it('a subject that people can look for is one of a table', () => {
  const subjects = Object.values(tableAudits).flatMap((audit) => (isAudited(audit) ? [audit.subject] : []));
  expect([...new Set(subjects)].sort()).toEqual(Object.keys(auditSubjects).sort());
});
