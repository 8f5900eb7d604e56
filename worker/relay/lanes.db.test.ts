/** The relay as a running part: lanes, take-over, and deliveries that can't be applied. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../../local/demo.ts';
import { waitUntil } from '../../local/process/wait.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { statusWebhook, textWebhook } from '../../local/testing/webhooks.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createLogger } from '../../platform/log.ts';
import { createCloudApi } from '../../platform/whatsapp/cloud-api.ts';
import { startRelay, type Relay } from './relay.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';

let database: TestDatabase;
let sql: Sql;
let serial = 0;
const running: Relay[] = [];

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 6, applicationName: 'test' });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()));
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

describe('the relay', () => {
  it('takes its lanes again when the session that held them is lost', async () => {
    await start();
    await deliver(textWebhook({ from: '15554440001', wamid: wamid(), text: 'before' }));
    await database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley relay lanes' and datname = current_database()`;
    await waitUntil(async () => (await lanesHeld()) === 16, { timeoutMs: 10_000 });
    await deliver(textWebhook({ from: '15554440001', wamid: wamid(), text: 'after' }));
    const texts = await sql`select text from messages where text in ('before', 'after') order by text`;
    expect(texts.map(({ text }) => text as string)).toEqual(['after', 'before']);
  });

  it('leaves its lanes to a standby within five seconds', async () => {
    const first = await start();
    await start();
    await first.stop();
    await deliver(textWebhook({ from: '15554440002', wamid: wamid(), text: 'to the standby' }), 5_000);
  });

  it('dead-letters the one status that can’t be stored and keeps what came with it', async () => {
    await start();
    const tooLongForAnIndex = `wamid.${randomBytes(6_000).toString('base64')}`;
    await deliver(
      statusWebhook([
        { wamid: tooLongForAnIndex, status: 'sent', to: '15554440003' },
        { wamid: 'wamid.fine', status: 'sent', to: '15554440003' },
      ]),
    );
    expect(await sql`select 1 from private.message_status_events where wamid = 'wamid.fine'`).toHaveLength(1);
    expect(
      await sql`select 1 from private.dead_letters where kind = 'webhook_status' and cause = '54000'`,
    ).toHaveLength(1);
  });

  it('keeps a delivery that is not JSON as a dead letter with its cause', async () => {
    await start();
    await deliver('this is not JSON');
    expect(await sql`select 1 from private.dead_letters where cause = 'not_json'`).toHaveLength(1);
  });
});

describe('a delivery that is replayed', () => {
  it('does what could not be done before, for example because its number was not connected yet', async () => {
    await start();
    const id = wamid();
    const body = textWebhook({ from: '15554440004', wamid: id, text: 'early' });
    await database.sql`update phone_numbers set meta_phone_number_id = 'not yet'`;
    await deliver(body);
    expect(await sql`select 1 from messages where wamid = ${id}`).toHaveLength(0);
    await database.sql`update phone_numbers set meta_phone_number_id = ${DEMO.phoneNumberId}`;
    await database.sql`
      update private.webhook_events set state = 'pending'
      where id in (select webhook_event_id from private.dead_letters where cause = 'foreign_asset')`;
    await waitUntil(async () => (await sql`select 1 from messages where wamid = ${id}`).length === 1, {
      timeoutMs: 10_000,
    });
  });
});

describe('a dead letter that somebody wants to have tried again', () => {
  it('is replayed by the relay that holds the lane of its delivery', async () => {
    const id = wamid();
    await start();
    await database.sql.unsafe(`
      create function private.test_defect() returns trigger language plpgsql as $$
      begin
        if new.text = 'defective' then raise exception 'no' using errcode = '23514'; end if;
        return new;
      end $$;
      create trigger test_defect before insert on public.messages for each row execute function private.test_defect()`);
    await deliver(textWebhook({ from: '15554440005', wamid: id, text: 'defective' }));
    await database.sql`drop function private.test_defect cascade`;
    await database.sql`
      update private.dead_letters set state = 'requested', requested_at = now() where kind = 'webhook_message' and cause = '23514'`;
    await waitUntil(async () => (await sql`select 1 from messages where wamid = ${id}`).length === 1, {
      timeoutMs: 10_000,
    });
  });
});

async function start(): Promise<Relay> {
  const relay = startRelay(
    {
      sql,
      lazySql: sql,
      log: createLogger('test', 'silent'),
      cloudApi: createCloudApi('http://127.0.0.1:9', 'v25.0'),
      masterKey: TEST_MASTER_KEY,
      suppressionKeys: createSuppressionKeys(TEST_MASTER_KEY),
      dispatchSoon() {},
    },
    database.workerUrl,
  );
  running.push(relay);
  await waitUntil(() => relay.isReady(), { timeoutMs: 10_000 });
  return relay;
}

/** Stores a delivery as the API does and waits until the relay is done with it. */
async function deliver(body: string, timeoutMs = 10_000) {
  const bytes = Buffer.from(body);
  const item = { appKey: 'default', lane: 3, priority: 0, headers: {}, start: 1, length: bytes.length };
  await database.sql`select private.store_webhooks(${database.sql.json([item])}, ${bytes})`;
  await waitUntil(
    async () => (await sql`select 1 from private.webhook_events where state = 'pending'`).length === 0,
    { timeoutMs },
  );
}

async function lanesHeld(): Promise<number> {
  const [row] = await database.sql`
    select count(*)::int as n from pg_locks where locktype = 'advisory' and classid = ${0x70726c79}
      and database = (select oid from pg_database where datname = current_database())`;
  return row!.n as number;
}

const wamid = () => `wamid.lanes-${(serial += 1)}`;
