import type { Sql } from 'postgres';

export type StoredMessage = {
  id: string;
  topic: string;
  event: string;
  /** JSON text. */
  payload: string;
  private: boolean;
};

const POLL_MS = 100;
const RETRY_MS = 1_000;
const PRUNE_MS = 60_000;

/**
 * Hands over the rows of realtime.messages as they are committed.
 *
 * It polls, because a NOTIFY for every row would make all writers of the database commit one after the other.
 * It doesn't page by time or id: a row with an older time may be committed later. Each row carries its
 * transaction's number, and each look asks for the rows whose transaction the snapshot of the last look could
 * not see: every row once, none lost, in whatever order they commit.
 *
 * Idle (nobody subscribed): only old rows are pruned. Active: from `watch()` to the last `unwatch()`.
 */
export class MessageFeed {
  readonly #sql: Sql;
  readonly #deliver: (messages: StoredMessage[]) => Promise<void>;
  readonly #log: (line: string) => void;
  #watchers = 0;
  #snapshot: string | undefined;
  #starting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pruneTimer: NodeJS.Timeout;
  #looking: Promise<void> = Promise.resolve();
  #isClosed = false;
  #isDown = false;

  /** @param deliver gets what was committed since the last look; the next look waits for it */
  constructor(sql: Sql, deliver: (messages: StoredMessage[]) => Promise<void>, log: (line: string) => void) {
    this.#sql = sql;
    this.#deliver = deliver;
    this.#log = log;
    this.#pruneTimer = setInterval(() => void this.#prune(), PRUNE_MS);
    this.#pruneTimer.unref();
  }

  /** Resolves when everything committed from now on will be delivered. */
  async watch(): Promise<void> {
    this.#watchers += 1;
    if (this.#snapshot !== undefined) return;
    this.#starting ??= this.#start().finally(() => (this.#starting = undefined));
    try {
      await this.#starting;
    } catch (error) {
      this.#watchers -= 1;
      throw error;
    }
  }

  unwatch(): void {
    this.#watchers -= 1;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#pruneTimer);
    clearTimeout(this.#timer);
    await this.#looking;
  }

  async #start(): Promise<void> {
    const [row] = await this.#sql<{ snapshot: string }[]>`select pg_current_snapshot()::text as snapshot`;
    this.#snapshot = row!.snapshot;
    this.#lookIn(POLL_MS);
  }

  #lookIn(delayMs: number): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#look();
    }, delayMs);
  }

  async #look(): Promise<void> {
    if (this.#watchers === 0) {
      this.#snapshot = undefined;
      return;
    }
    try {
      const rows = await this.#committedSince(this.#snapshot!);
      this.#snapshot = rows[0]!.snapshot;
      if (this.#isDown) this.#log('reading messages again');
      this.#isDown = false;
      const messages = rows.filter((row) => row.id !== null) as StoredMessage[];
      if (messages.length > 0) await this.#deliver(messages);
      this.#lookIn(POLL_MS);
    } catch (error) {
      // The snapshot stays: what was committed in between comes with the next look that works.
      if (!this.#isDown) this.#log(`can't read messages, trying again: ${String(error)}`);
      this.#isDown = true;
      this.#lookIn(RETRY_MS);
    }
  }

  /** Always at least one row, which carries the statement's own snapshot. */
  #committedSince(
    snapshot: string,
  ): Promise<({ snapshot: string } & { [K in keyof StoredMessage]: StoredMessage[K] | null })[]> {
    return this.#sql`
      select pg_current_snapshot()::text as snapshot,
             m.id, m.topic, m.event, coalesce(m.payload, '{}')::text as payload, m.private
      from (select 1) as one
      left join realtime.messages as m
        on m.txid >= pg_snapshot_xmin(${snapshot}::pg_snapshot)
       and not pg_visible_in_snapshot(m.txid, ${snapshot}::pg_snapshot)
       and m.extension = 'broadcast'
      order by m.inserted_at`;
  }

  async #prune(): Promise<void> {
    await this.#sql`
      delete from realtime.messages
      where inserted_at < (now() at time zone 'utc') - interval '10 minutes'`.catch((error: unknown) =>
      this.#log(`can't prune messages: ${String(error)}`),
    );
  }
}
