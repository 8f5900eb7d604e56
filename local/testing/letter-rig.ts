/** Deliveries that fail for a real reason, their dead letters, and the replay of those; the relay's loop is played by the test. */
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createLogger } from '../../platform/log.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';
import type { OutboxRow } from '../../worker/dispatcher/outbox.ts';
import { createAssetCache } from '../../worker/relay/numbers.ts';
import { processBatch } from '../../worker/relay/process-batch.ts';
import { replayLetters } from '../../worker/relay/replay.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { TEST_MASTER_KEY } from './provided.ts';
import { envelope, textWebhook } from './webhooks.ts';

export interface LetterRow {
  id: number;
  org_id: string | null;
  kind: string;
  cause: string;
  reference: Record<string, unknown>;
  state: string;
  reason: string | null;
  attempts: number;
  replayed_at: Date | null;
}

const LANES = Array.from({ length: 16 }, (_, lane) => lane);

export type LetterRig = Awaited<ReturnType<typeof startLetterRig>>;

export async function startLetterRig() {
  const log = createLogger('test', 'silent');
  const database: TestDatabase = await createDatabase();
  const sql: Sql = createPool(database.workerUrl, { max: 6, applicationName: 'letter rig' });
  const assets = () => createAssetCache(sql, createSuppressionKeys(TEST_MASTER_KEY));
  let serial = 0;
  const number = () => `1555777${String((serial += 1)).padStart(4, '0')}`;

  const rig = {
    database,
    sql,
    /** What the last replay gave to the dispatcher. */
    dispatched: [] as OutboxRow[],

    wamid: () => `wamid.letters-${(serial += 1)}`,

    /** Stores a delivery as the API does and works it through; its id. */
    async deliver(body: string): Promise<number> {
      const bytes = Buffer.from(body);
      const item = { appKey: 'default', lane: 3, priority: 0, headers: {}, start: 1, length: bytes.length };
      await database.sql`select private.store_webhooks(${database.sql.json([item])}, ${bytes})`;
      const deliveries = await sql<{ id: number; appKey: string; receivedAt: Date; body: Buffer }[]>`
        select id, app_key as "appKey", received_at as "receivedAt", body from private.webhook_events where state = 'pending'`;
      await processBatch(sql, log, assets(), [...deliveries]);
      return deliveries.at(-1)!.id;
    },

    /** A message that is stored. */
    async fineMessage() {
      const id = rig.wamid();
      await rig.deliver(textWebhook({ from: number(), wamid: id, text: 'fine' }));
      return { id };
    },

    /** A message that could not be stored, for a defect that is gone by now; with others beside it. */
    async failedMessage(text: string, fine: string[] = [], alsoFailing: string[] = []) {
      const [from, id] = [number(), rig.wamid()];
      const message = (wamid: string, body: string) => ({
        ...{ from, id: wamid, timestamp: String(Math.floor(Date.now() / 1000)), type: 'text' },
        text: { body },
      });
      const messages = [
        ...fine.map((other) => message(other, 'fine')),
        message(id, text),
        ...alsoFailing.map((other) => message(rig.wamid(), other)),
      ];
      const body = envelope({ messages });
      const delivery = await rig.withDefect('23514', () => rig.deliver(body));
      rig.dispatched = [];
      return { id, from, body, delivery, letter: await rig.newestLetter() };
    },

    /** While `work` goes on, the database refuses messages that begin with "breaks", and failures. */
    async withDefect<Result>(code: string, work: () => Promise<Result>): Promise<Result> {
      const { sql: admin } = database;
      await admin.unsafe(`
        create function private.test_defect() returns trigger language plpgsql as $$
        begin
          if new.text like 'breaks%' or new.status = 'failed' then raise exception 'no' using errcode = '${code}'; end if;
          return new;
        end $$;
        create trigger test_defect before insert or update on public.messages for each row execute function private.test_defect()`);
      try {
        return await work();
      } finally {
        await admin`drop function private.test_defect cascade`;
      }
    },

    async newestLetter(): Promise<LetterRow> {
      const [letter] = await sql<LetterRow[]>`select * from private.dead_letters order by id desc limit 1`;
      return letter!;
    },

    async letter(id: number): Promise<LetterRow> {
      const [letter] = await sql<LetterRow[]>`select * from private.dead_letters where id = ${id}`;
      return letter!;
    },

    /** As somebody asks for it, whatever its state. */
    async request(id: number): Promise<void> {
      rig.dispatched = [];
      await sql`
        update private.dead_letters set state = 'requested', requested_at = now(), settled_at = null, replayed_at = null, reason = null
        where id = ${id}`;
    },

    async replayAll(): Promise<void> {
      const dispatchSoon = (rows: OutboxRow[]) => void rig.dispatched.push(...rows);
      while (await replayLetters({ sql, log, dispatchSoon }, assets(), LANES));
    },

    async textsOf(wamid: string): Promise<string[]> {
      const rows = await sql<{ text: string }[]>`select text from messages where wamid = ${wamid}`;
      return rows.map(({ text }) => text);
    },

    async stop(): Promise<void> {
      await sql.end({ timeout: 1 });
      await database.drop();
    },
  };
  return rig;
}
