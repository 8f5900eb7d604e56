import type { TestDatabase } from './database.ts';
import { waitUntil } from '../process/wait.ts';

/**
 * Begins the first, stops it before it writes to a table, and begins the second, which goes as far as it can without the first. Then both
 * go on.
 * @param table only the first must write to it
 */
export async function inBetween<First, Second>(
  sql: TestDatabase['sql'],
  table: string,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  const both = await sql.begin(async (tx) => {
    await tx`lock table ${tx(table)} in exclusive mode`;
    const stopped = first();
    await waitUntil(async () => (await waiting(sql)) === 1, { what: 'the first to wait' });
    let isDone = false;
    const other = second().finally(() => (isDone = true));
    await waitUntil(async () => isDone || (await waiting(sql)) === 2, { what: 'the second to wait' });
    return { done: Promise.all([stopped, other]) };
  });
  return both.done;
}

async function waiting(sql: TestDatabase['sql']): Promise<number> {
  const rows = await sql`
    select distinct l.pid from pg_locks l join pg_stat_activity a using (pid)
    where not l.granted and a.datname = current_database()`;
  return rows.length;
}
