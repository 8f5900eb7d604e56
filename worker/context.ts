/** What the worker's parts are given instead of reaching for it. */
import type { CloudApi } from '../platform/whatsapp/cloud-api.ts';
import type { Logger } from '../platform/log.ts';
import type { Sql } from '../platform/db/pool.ts';
import type { SuppressionKeys } from '../platform/secrets/suppression.ts';
import type { OutboxRow } from './dispatcher/outbox.ts';

export interface WorkerContext {
  sql: Sql;
  /**
   * For what is done again when a crash of the database loses it: the relay's batches (their deliveries are still pending then), turns
   * that the next one finds unfinished (worker/turn/save.ts makes the others durable), steps of campaigns (the next look finds them
   * undone), accepted sends (their claim is durable and becomes `unknown`). Never for the claim itself.
   */
  lazySql: Sql;
  cloudApi: CloudApi;
  log: Logger;
  masterKey: string;
  /** Opened once in a process: relay, gate, chores and erasures ask for the same few. */
  suppressionKeys: SuppressionKeys;
  /** Hands rows that were just committed to the dispatcher; they are leased to this process. */
  dispatchSoon(rows: OutboxRow[]): void;
}
