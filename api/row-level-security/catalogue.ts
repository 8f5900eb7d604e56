/** What a database says about our tables, for the tests that hold it against `core/api/table-access.ts`. */
import type postgres from 'postgres';
import { permissions, type Permission } from '../../core/api/permissions.ts';
import type { Role } from '../../core/api/schemas.ts';
import { tableAccess, type Command, type TableAccess } from '../../core/api/table-access.ts';

export const commands = ['select', 'insert', 'update', 'delete'] as const satisfies Command[];

export interface CataloguedTable {
  /** By schema and name. */
  name: string;
  hasRowSecurity: boolean;
  /** Of a partition: the table it belongs to. */
  partitionOf: string | null;
}

export function readTables(sql: postgres.Sql): Promise<CataloguedTable[]> {
  return sql<CataloguedTable[]>`
    select c.relnamespace::regnamespace || '.' || c.relname as name, c.relrowsecurity as "hasRowSecurity",
      (select p.relnamespace::regnamespace || '.' || p.relname from pg_inherits i join pg_class p on p.oid = i.inhparent
        where i.inhrelid = c.oid) as "partitionOf"
    from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'f')
    order by 1`;
}

/** The column by which a table's rows belong to an organisation; null: they belong to none. */
export async function orgColumnOf(sql: postgres.Sql, table: string): Promise<string | null> {
  if (table === 'public.organizations') return 'id';
  const found = await sql`
    select from pg_attribute where attrelid = ${table}::regclass and attname = 'org_id' and not attisdropped`;
  return found.length > 0 ? 'org_id' : null;
}

/** Null: the command is refused to everybody. */
export function needsOf(access: TableAccess, command: Command): Permission | null {
  const cell = access[command];
  return cell === undefined ? null : typeof cell === 'string' ? cell : cell.needs;
}

export function leastRoleOf(permission: Permission): Role {
  return permissions[permission].role;
}

export function columnsOf(access: TableAccess, command: 'insert' | 'update'): readonly string[] {
  return access[command]?.columns ?? [];
}

/** Every table and command that people may use at all. */
export const openCells = Object.entries(tableAccess).flatMap(([table, access]) =>
  commands.flatMap((command) => {
    const needs = needsOf(access, command);
    return needs === null ? [] : [{ table, command, access, needs }];
  }),
);
