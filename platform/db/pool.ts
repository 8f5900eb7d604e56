/** Postgres access by postgres.js: one pool a process, and the transaction types that the rest passes around. */
import postgres from 'postgres';

export type Sql = postgres.Sql<Types>;
/** An open transaction; functions that take it must be called inside `sql.begin`. */
export type Tx = postgres.TransactionSql<Types>;
export type Json = postgres.JSONValue;

/** bigint columns are small enough here (ids, counters) to be numbers. */
type Types = { bigint: number };

export interface PoolOptions {
  max: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** A statement that runs longer is cancelled. Not set behind a transaction pooler, which has its own. */
  statementTimeoutMs?: number;
  /**
   * Commits return before they are on disk: a crash of the database server may lose the last fraction of a second, in order and
   * whole transactions only. For work that is done again by itself when it is lost. Without effect behind a transaction pooler.
   */
  commitsLazily?: boolean;
  /** The URL leads to a pooler in transaction mode: no prepared statements, no session settings. */
  isTransactionPooler?: boolean;
}

/** Connects lazily: a database that is down makes queries fail, not the start. */
export function createPool(url: string, options: PoolOptions): Sql {
  return postgres(url, {
    max: options.max,
    idle_timeout: 60,
    connect_timeout: 5,
    prepare: !options.isTransactionPooler,
    onnotice: () => {},
    types: {
      bigint: {
        to: 20,
        from: [20],
        parse: (text: string) => Number(text),
        serialize: (n: number) => String(n),
      },
    },
    connection: {
      application_name: options.applicationName,
      ...(options.commitsLazily && !options.isTransactionPooler
        ? { synchronous_commit: 'off' as const }
        : {}),
      ...(options.statementTimeoutMs && !options.isTransactionPooler
        ? { statement_timeout: options.statementTimeoutMs }
        : {}),
    },
  });
}

/** jsonb parameter from a typed value: our interfaces are plain JSON, but TypeScript can't see that. */
export function json(sql: Sql | Tx, value: unknown): postgres.Parameter {
  return sql.json(value as Json);
}
