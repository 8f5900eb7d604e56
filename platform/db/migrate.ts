import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';

const SUPABASE_DIR = fileURLToPath(new URL('../../supabase/', import.meta.url));

export type MigrationErrorCode =
  | 'migration_bad_name'
  | 'migration_unknown'
  | 'migration_changed'
  | 'migration_out_of_order'
  | 'migration_failed'
  | 'seed_refused'
  | 'seed_failed';

export class MigrationError extends Error {
  readonly code: MigrationErrorCode;

  constructor(code: MigrationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
    this.code = code;
  }
}

/**
 * Applies the SQL files of `dir` that the database doesn't know yet, in order, each in its own transaction.
 * Files are named `<digits>_<name>.sql` and noted in `supabase_migrations.schema_migrations`, as the Supabase
 * CLI does it: `supabase db push` and this function may take turns on one database. Several callers at once
 * wait for each other.
 * @param adminUrl owner's connection, direct or session mode: a transaction pooler can't hold the lock
 * @returns the file names applied now, in order
 * @throws MigrationError when a file fails (it leaves nothing behind), an applied one was edited, or the
 *   database is ahead of `dir`
 */
export async function migrate(
  adminUrl: string,
  dir: string = join(SUPABASE_DIR, 'migrations'),
): Promise<{ applied: string[] }> {
  const files = await readMigrations(dir);
  return withConnection(adminUrl, async (sql) => {
    // Held by the session, across the transactions of the files; ends with the connection.
    await sql`select pg_advisory_lock(hashtext('parley.migrate'))`;
    await ensureHistory(sql);
    const history = await readHistory(sql);
    const pending = checkHistory(files, history, dir);
    for (const file of pending) await apply(sql, file);
    return { applied: pending.map((file) => file.fileName) };
  });
}

/**
 * Runs `supabase/seed.sql`, the demo data for development, in one transaction. The file is written so that
 * repeating it changes nothing.
 * @throws MigrationError `seed_refused` when NODE_ENV is production, `seed_failed`
 */
export async function seed(adminUrl: string, file: string = join(SUPABASE_DIR, 'seed.sql')): Promise<void> {
  if (process.env.NODE_ENV === 'production') {
    throw new MigrationError('seed_refused', 'Demo data is never loaded while NODE_ENV is production.');
  }
  const script = await readFile(file, 'utf8');
  await withConnection(adminUrl, async (sql) => {
    try {
      await sql.begin((tx) => tx.unsafe(script));
    } catch (error) {
      throw new MigrationError('seed_failed', failure(file, script, error), { cause: error });
    }
  });
}

type MigrationFile = { version: string; name: string; fileName: string; script: string; sha256: string };
type HistoryRow = { version: string; name: string | null; sha256: string | null };

const FILE_NAME = /^(\d+)_([\w-]+)\.sql$/;

async function readMigrations(dir: string): Promise<MigrationFile[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  const files: MigrationFile[] = [];
  for (const fileName of names) {
    const [, version, name] = FILE_NAME.exec(fileName) ?? [];
    if (!version || !name) {
      throw new MigrationError(
        'migration_bad_name',
        `${fileName} is not named <digits>_<name>.sql: rename it.`,
      );
    }
    const twin = files.find((file) => file.version === version);
    if (twin) {
      throw new MigrationError(
        'migration_bad_name',
        `${twin.fileName} and ${fileName} have the same number: give the later one the next number.`,
      );
    }
    const script = await readFile(join(dir, fileName), 'utf8');
    // Git may rewrite line ends on check-out; that is not an edit.
    const sha256 = createHash('sha256').update(script.replaceAll('\r\n', '\n')).digest('hex');
    files.push({ version, name, fileName, script, sha256 });
  }
  return files;
}

async function ensureHistory(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (
      version text primary key,
      statements text[],
      name text
    );
    create table if not exists supabase_migrations.parley_checksums (
      version text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    );
  `);
}

async function readHistory(sql: postgres.Sql): Promise<HistoryRow[]> {
  return sql<HistoryRow[]>`
    select version, name, sha256
    from supabase_migrations.schema_migrations
    left join supabase_migrations.parley_checksums using (version)
    order by version`;
}

/** Compares folder and database; returns the files that are still to apply. */
function checkHistory(files: MigrationFile[], history: HistoryRow[], dir: string): MigrationFile[] {
  const known = new Map(files.map((file) => [file.version, file]));
  for (const row of history) {
    const file = known.get(row.version);
    if (!file) {
      throw new MigrationError(
        'migration_unknown',
        `The database has migration ${row.version}_${row.name ?? '?'}, which is not in ${dir}: ` +
          'it belongs to a newer Parley. Run that version, or reset the database.',
      );
    }
    // No checksum: the Supabase CLI applied it and keeps none.
    if (row.sha256 !== null && row.sha256 !== file.sha256) {
      throw new MigrationError(
        'migration_changed',
        `${file.fileName} was edited after it had been applied: restore it and put the change into a new file, ` +
          'or reset the database.',
      );
    }
  }
  const done = new Set(history.map((row) => row.version));
  const pending = files.filter((file) => !done.has(file.version));
  const newest = history.at(-1)?.version ?? '';
  const late = pending.find((file) => file.version < newest);
  if (late) {
    throw new MigrationError(
      'migration_out_of_order',
      `${late.fileName} comes before ${newest}, which is already applied: give it a higher number.`,
    );
  }
  return pending;
}

async function apply(sql: postgres.Sql, file: MigrationFile): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(file.script);
      await tx`
        insert into supabase_migrations.schema_migrations (version, name, statements)
        values (${file.version}, ${file.name}, ${[file.script]})`;
      await tx`
        insert into supabase_migrations.parley_checksums (version, sha256) values (${file.version}, ${file.sha256})`;
    });
  } catch (error) {
    throw new MigrationError('migration_failed', failure(file.fileName, file.script, error), {
      cause: error,
    });
  }
}

/** Postgres counts the place of an error in characters from the start; people count lines. */
function failure(fileName: string, script: string, error: unknown): string {
  if (!(error instanceof postgres.PostgresError)) return `${fileName} could not be run: ${String(error)}`;
  const line = error.position ? script.slice(0, Number(error.position)).split('\n').length : undefined;
  const place = line ? `${fileName}, line ${line}` : fileName;
  const extra = [error.detail, error.hint].filter(Boolean).join(' ');
  return `${place}: ${error.message} (${error.code})${extra ? ` ${extra}` : ''}`;
}

async function withConnection<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  // One connection: the advisory lock and the transactions must share a session.
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'parley-migrate' },
  });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
