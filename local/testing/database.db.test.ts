import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { createDatabase } from './database.ts';

describe('createDatabase', () => {
  it('gives clones that do not see each other', async () => {
    const [one, two] = await Promise.all([createDatabase(), createDatabase()]);
    await one.sql`create table only_here (id int)`;
    const [row] = await two.sql`select to_regclass('only_here') as found`;
    expect(row).toEqual({ found: null });
    await Promise.all([one.drop(), two.drop()]);
  });

  it('lets api and worker log in under their own roles', async () => {
    const database = await createDatabase();
    for (const [url, role] of [
      [database.apiUrl, 'parley_api'],
      [database.workerUrl, 'parley_worker'],
    ] as const) {
      const sql = postgres(url, { max: 1 });
      expect(await sql`select current_user as role, current_database() as name`).toEqual([
        { role, name: database.name },
      ]);
      await sql.end();
    }
    await database.drop();
  });

  it('keeps the settings of the template database', async () => {
    const database = await createDatabase();
    const [row] = await database.sql`show search_path`;
    expect(row).toEqual({ search_path: '"$user", public, extensions' });
    await database.drop();
  });

  it('drops a database while somebody is connected', async () => {
    const database = await createDatabase();
    const other = postgres(database.adminUrl, { max: 1, onclose: () => {} });
    await other`select 1`;
    await database.drop();
    await expect(other`select 1`).rejects.toThrow();
    await other.end();
  });
});
