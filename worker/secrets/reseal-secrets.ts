/**
 * Seals anew what an older master key sealed, so that the older key can be thrown away. Each secret is one statement that changes
 * nothing when somebody has set a new value meanwhile, so several workers may do it at once.
 */
import type { Sql } from '../../platform/db/pool.ts';
import { currentSeal, openSecret, sealSecret, secretContext } from '../../platform/secrets/envelope.ts';

/** At a time; the next pass follows at once while there are more. */
const BATCH = 500;

interface SealedColumn {
  table: string;
  column: string;
  /** The columns that the context is made of, and how. */
  place: string[];
  contextOf(...place: string[]): string;
}

/** Every column that holds envelopes; a test holds the list against the database. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'private.meta_apps',
    column: 'app_secret',
    place: ['app_key'],
    contextOf: (appKey) => secretContext.appSecret(appKey),
  },
  {
    table: 'private.meta_apps',
    column: 'previous_app_secret',
    place: ['app_key'],
    contextOf: (appKey) => secretContext.appSecret(appKey),
  },
  {
    table: 'private.meta_apps',
    column: 'verify_token',
    place: ['app_key'],
    contextOf: (appKey) => secretContext.verifyToken(appKey),
  },
  {
    table: 'private.channel_credentials',
    column: 'envelope',
    place: ['org_id'],
    contextOf: (orgId) => secretContext.accessToken(orgId),
  },
  {
    table: 'private.suppression_keys',
    column: 'envelope',
    place: ['org_id'],
    contextOf: (orgId) => secretContext.suppressionKey(orgId),
  },
  {
    table: 'private.org_secrets',
    column: 'envelope',
    place: ['org_id', 'name'],
    contextOf: (orgId, name) => secretContext.orgSecret(orgId, name),
  },
  {
    table: 'private.webhook_secrets',
    column: 'envelope',
    place: ['org_id', 'endpoint_id'],
    contextOf: (orgId, endpointId) => secretContext.webhookSecret(orgId, endpointId),
  },
  {
    table: 'private.webhook_secrets',
    column: 'previous_envelope',
    place: ['org_id', 'endpoint_id'],
    contextOf: (orgId, endpointId) => secretContext.webhookSecret(orgId, endpointId),
  },
];

export interface ResealReport {
  resealed: number;
  /** Sealed by a key that isn't among ours, or damaged: their contexts, which name no secret. */
  unreadable: string[];
  /** There may be more of them. */
  hasMore: boolean;
}

/** @param masterKeys `PARLEY_MASTER_KEY`; its first key seals */
export async function resealSecrets(sql: Sql, masterKeys: string): Promise<ResealReport> {
  const report: ResealReport = { resealed: 0, unreadable: [], hasMore: false };
  for (const sealed of sealedColumns) {
    const { count, resealed } = await resealColumn(sql, masterKeys, sealed, report.unreadable);
    report.resealed += resealed;
    // Unreadable ones stay: they must not make us come back at once for ever.
    if (count === BATCH && resealed > 0) report.hasMore = true;
  }
  return report;
}

async function resealColumn(
  sql: Sql,
  masterKeys: string,
  { table, column, place, contextOf }: SealedColumn,
  unreadable: string[],
): Promise<{ count: number; resealed: number }> {
  const seal = currentSeal(masterKeys);
  const rows = await sql<{ place: string[]; envelope: Buffer }[]>`
    select ${sql(column)} as envelope, array[${sql.unsafe(place.map((name) => `${name}::text`).join(', '))}] as place
    from ${sql(table)}
    where ${sql(column)} is not null and substring(${sql(column)} from 1 for ${seal.length}) <> ${seal}
    limit ${BATCH}`;
  let resealed = 0;
  for (const { envelope, place: values } of rows) {
    const context = contextOf(...values);
    let secret: string;
    try {
      secret = openSecret(masterKeys, context, envelope);
    } catch {
      unreadable.push(context);
      continue;
    }
    const { count } = await sql`
      update ${sql(table)} set ${sql(column)} = ${sealSecret(masterKeys, context, secret)}
      where ${sql(column)} = ${envelope}`;
    resealed += count;
  }
  return { count: rows.length, resealed };
}
