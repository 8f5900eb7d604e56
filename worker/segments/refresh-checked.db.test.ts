/** Checks of contacts of whom one, or one segment, can't be brought up to date. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SegmentRules } from '../../core/segments/rules.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createPool, json, type Sql } from '../../platform/db/pool.ts';
import { routeContactEvents } from '../routing/route-contact-events.ts';
import { refreshCheckedContacts } from './refresh-checked.ts';
import { createOrganisation } from './testing/rows.ts';

let database: TestDatabase;
let sql: Sql;
let orgId: string;
let logged: Record<string, unknown>[] = [];
const log = pino(
  { level: 'error' },
  { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
);

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 4, applicationName: 'test' });
  orgId = await createOrganisation(database.sql);
  // Whatever is named here can't become a member, or its member.
  await database.sql.unsafe(`
    create table public.refused (id uuid);
    create function public.refuse_member() returns trigger language plpgsql security definer as $$
      begin
        if exists (select from public.refused r where r.id in (new.segment_id, new.contact_id)) then
          raise exception 'refused' using errcode = 'XX001';
        end if;
        return new;
      end $$;
    create trigger refuse before insert on public.segment_members for each row execute function public.refuse_member();`);
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});
beforeEach(async () => {
  await database.sql`delete from public.segments where org_id = ${orgId}`;
  await database.sql`delete from public.contacts where org_id = ${orgId}`;
  await database.sql`delete from private.segment_checks`;
  await database.sql`delete from public.refused`;
  logged = [];
});

const hasName: SegmentRules = { kind: 'all', of: [{ kind: 'name', op: 'is-not-empty' }] };
const isVip: SegmentRules = { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'vip' }] };

async function watched(rules: SegmentRules): Promise<string> {
  const id = randomUUID();
  await database.sql`
    insert into public.segments (id, org_id, name, rules) values (${id}, ${orgId}, ${id}, ${json(sql, rules)})`;
  await database.sql`select private.fill_segment(${id}, now())`;
  return id;
}

async function contact(): Promise<string> {
  const id = randomUUID();
  await database.sql`insert into public.contacts (id, org_id, name) values (${id}, ${orgId}, 'Anna')`;
  return id;
}

const refuse = (id: string) => database.sql`insert into public.refused values (${id})`;
const refresh = () => refreshCheckedContacts({ sql, log });
const membersOf = async (segmentId: string) => {
  const rows = await database.sql<{ id: string }[]>`
    select contact_id as id from public.segment_members where segment_id = ${segmentId} order by 1`;
  return rows.map(({ id }) => id);
};
const checksLeft = async () => (await database.sql`select from private.segment_checks`).length;

describe('what fails for good', () => {
  it('of one contact costs the other contacts nothing, and is logged by its ids', async () => {
    const segment = await watched(hasName);
    const contacts = [await contact(), await contact(), await contact()];
    await refuse(contacts[1]!);
    await refresh();
    expect(await membersOf(segment)).toEqual([contacts[0], contacts[2]].sort());
    expect(await checksLeft()).toBe(0);
    expect(logged).toMatchObject([
      { contactId: contacts[1], cause: 'XX001', failed: [{ segmentId: segment, cause: 'XX001' }] },
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/Anna|refused/);
  });

  it('of one segment costs the other segments nothing', async () => {
    const [broken, whole] = [await watched(hasName), await watched(hasName)];
    await refuse(broken);
    const contacts = [await contact(), await contact()].sort();
    await refresh();
    expect([await membersOf(broken), await membersOf(whole)]).toEqual([[], contacts]);
    const failed = [{ segmentId: broken, cause: 'XX001' }];
    expect(logged.map(({ failed: of }) => of)).toEqual([failed, failed]);
  });

  it('is not tried again before the contact changes', async () => {
    const segment = await watched(hasName);
    const anna = await contact();
    await refuse(anna);
    await refresh();
    await database.sql`delete from public.refused`;
    expect(await refresh()).toBe(false);
    expect(await membersOf(segment)).toEqual([]);
    await database.sql`update public.contacts set name = 'Ben' where id = ${anna}`;
    await refresh();
    expect(await membersOf(segment)).toEqual([anna]);
  });

  it('while events are routed is looked at as a check, as deep as the event was', async () => {
    const [broken, whole] = [await watched(isVip), await watched(isVip)];
    await refuse(broken);
    const anna = await contact();
    await sql.begin(async (tx) => {
      await tx`select set_config('parley.cause_depth', '3', true)`;
      await tx`update contacts set tags = '{vip}' where id = ${anna}`;
    });
    await sql.begin((tx) => routeContactEvents(tx));
    expect(await membersOf(whole)).toEqual([]);
    await refresh();
    expect([await membersOf(broken), await membersOf(whole)]).toEqual([[], [anna]]);
    const [event] = await database.sql`
      select cause_depth from public.contact_events where contact_id = ${anna} and kind = 'segment_entered'`;
    expect(event).toEqual({ cause_depth: 3 });
  });
});
