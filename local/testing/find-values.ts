/** A database searched for values of a person: in every column that can hold a text. */
import type { Sql } from 'postgres';

const SCHEMAS = ['public', 'private', 'storage'];

/**
 * Rows that hold one of the values as a word of its own, by table. Bytes count as the text that they are.
 *
 * @param sql as the database's owner
 */
export async function rowsWith(sql: Sql, values: string[]): Promise<Record<string, number>> {
  const tables = await sql<{ name: string; columns: string[] }[]>`
    select format('%I.%I', n.nspname, c.relname) as name, array_agg(case when t.typname = 'bytea'
      then format('encode(%I, ''escape'')', a.attname) else format('%I::text', a.attname) end) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where n.nspname = any(${SCHEMAS}) and c.relkind in ('r', 'p') and not c.relispartition
      and t.typname in ('text', 'citext', 'varchar', 'json', 'jsonb', 'bytea', '_text', '_jsonb', 'name')
    group by 1 order by 1`;
  const pattern = values.map((value) => `(^|[^[:alnum:]])${escape(value)}($|[^[:alnum:]])`).join('|');
  const places: Record<string, number> = {};
  for (const { name, columns } of tables) {
    const [row] = await sql.unsafe<{ n: number }[]>(
      `select count(*)::int as n from ${name} where concat_ws(' ', ${columns.join(', ')}) ~ $1`,
      [pattern],
    );
    if (row!.n > 0) places[name] = row!.n;
  }
  return places;
}

function escape(value: string): string {
  return value.replaceAll(/[^\p{L}\p{N} ]/gu, String.raw`\$&`);
}
