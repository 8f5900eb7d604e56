/**
 * A hosted project has a REST door that we can't take away. Behind it is nothing, whoever knocks: not even when somebody shows it the
 * schema `private`, or when the project hands new tables to everybody.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openRestDoor, type RestDoor } from '../../local/supabase/rest-door.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createGenerousDatabase } from '../../local/testing/generous-database.ts';
import { createFixtures, JWT_SECRET } from '../testing/fixtures.ts';
import { readTables } from './catalogue.ts';

const PUBLISHABLE_KEY = 'publishable-key';
const SECRET_KEY = 'secret-key';

const databases = {
  'a plain Postgres': createDatabase,
  'a project that hands new tables to everybody': createGenerousDatabase,
};

// The door writes every refusal to the console.
beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterAll(() => void vi.restoreAllMocks());

describe.each(Object.entries(databases))('at the REST door of %s', (_, create) => {
  let database: Pick<TestDatabase, 'adminUrl' | 'sql' | 'drop'>;
  let door: RestDoor;
  let knocking: Record<string, Record<string, string>>;

  beforeAll(async () => {
    database = await create();
    const { ours } = await createFixtures(database.sql);
    // The door works: what is granted goes through it.
    await database.sql`create table public.open_door (id int primary key)`;
    await database.sql`insert into public.open_door values (1)`;
    await database.sql`grant select on public.open_door to anon, authenticated, service_role`;
    door = openRestDoor({
      databaseUrl: database.adminUrl,
      jwtSecret: JWT_SECRET,
      publishableKey: PUBLISHABLE_KEY,
      secretKey: SECRET_KEY,
      schemas: ['public', 'private'],
    });
    knocking = {
      anon: { apikey: PUBLISHABLE_KEY },
      'a signed-in owner': { apikey: PUBLISHABLE_KEY, authorization: `Bearer ${ours.users.owner.token}` },
      'the secret key': { apikey: SECRET_KEY },
    };
  });
  afterAll(async () => {
    await door.close();
    await database.drop();
  });

  it('everybody gets what was granted to them', async () => {
    for (const headers of Object.values(knocking)) {
      const response = await door.fetch('/open_door?select=*', { headers });
      expect(await response.json()).toEqual([{ id: 1 }]);
    }
  });

  it('nobody reads, adds, changes or removes a row of any table of ours', { timeout: 120_000 }, async () => {
    // Partitions by themselves aren't shown by this door; grants.db.test.ts looks at theirs.
    const tables = (await readTables(database.sql)).filter(
      ({ name, partitionOf }) => name !== 'public.open_door' && partitionOf === null,
    );
    const answers: Record<string, string[]> = {};
    for (const { name } of tables) {
      const [schema, table] = name.split('.') as [string, string];
      const [column] = await database.sql<{ name: string }[]>`
        select attname as name from pg_attribute where attrelid = ${name}::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum limit 1`;
      for (const [who, key] of Object.entries(knocking)) {
        const headers = {
          ...key,
          'accept-profile': schema,
          'content-profile': schema,
          'content-type': 'application/json',
        };
        const everyRow = `/${table}?${column!.name}=not.is.null`;
        const tries: [string, RequestInit][] = [
          [`/${table}?select=*`, { headers }],
          [`/${table}`, { headers, method: 'POST', body: JSON.stringify({ [column!.name]: null }) }],
          [everyRow, { headers, method: 'PATCH', body: JSON.stringify({ [column!.name]: null }) }],
          [everyRow, { headers, method: 'DELETE' }],
        ];
        const codes = await Promise.all(tries.map(([path, init]) => codeOf(path, init)));
        codes.forEach((code, n) => (answers[code] ??= []).push(`${who} ${tries[n]![1].method} ${name}`));
      }
    }
    expect(Object.keys(answers)).toEqual(['42501']);
    expect(answers['42501']).toHaveLength(tables.length * 12);
  });

  it(
    'nobody calls a function of ours, but a member hears which live topics are theirs',
    { timeout: 60_000 },
    async () => {
      const functions = await database.sql<{ name: string; parameters: string[] }[]>`
      select p.proname as name, coalesce(p.proargnames[1:p.pronargs], '{}') as parameters from pg_proc p
      where p.pronamespace = 'private'::regnamespace and p.prorettype <> 'trigger'::regtype`;
      const open: string[] = [];
      for (const { name, parameters } of functions) {
        const body = JSON.stringify(Object.fromEntries(parameters.map((parameter) => [parameter, null])));
        for (const [who, key] of Object.entries(knocking)) {
          const headers = { ...key, 'content-profile': 'private', 'content-type': 'application/json' };
          const code = await codeOf(`/rpc/${name}`, { headers, method: 'POST', body });
          if (code !== '42501') open.push(`${who}: ${name} ${code}`);
        }
      }
      expect(open).toEqual(['a signed-in owner: my_org_topics 200']);
    },
  );

  /** The Postgres error that the door tells of, or the status of its answer. */
  async function codeOf(path: string, init: RequestInit): Promise<string> {
    const response = await door.fetch(path, init);
    const text = await response.text();
    if (response.ok) return String(response.status);
    return (JSON.parse(text) as { code?: string }).code ?? String(response.status);
  }
});
