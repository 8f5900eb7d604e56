/** Deliveries and erasures as relay and workflow make them, for tests on a database. */
import { TEST_MASTER_KEY } from './provided.ts';
import type { TestDatabase } from './database.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { createLogger } from '../../platform/log.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';
import { demo } from '../../platform/seed/demo.ts';
import { createStorage } from '../../platform/storage/storage.ts';
import { createAssetCache } from '../../worker/relay/numbers.ts';
import { processBatch, type Delivery } from '../../worker/relay/process-batch.ts';
import { eraseSome } from '../../worker/erasure/erase-some.ts';

export interface ErasureWorld {
  /** Stores one delivery and applies what is pending. */
  receive(body: string): Promise<void>;
  /** As an admin of the demo organisation. */
  request(contactId: string): Promise<string>;
  /** Works on an erasure until it is complete. */
  erase(erasureId: string, slice?: number): Promise<void>;
  /** Null when nobody has the number. */
  contactOf(phone: string): Promise<string | null>;
}

/** @param sql as the worker logs in */
export function erasureWorld({ sql: admin }: TestDatabase, sql: Sql): ErasureWorld {
  const log = createLogger('test', 'silent');
  const keys = createSuppressionKeys(TEST_MASTER_KEY);
  const storage = createStorage({ url: undefined, secretKey: undefined });
  return {
    async receive(body) {
      await admin`
        insert into private.webhook_events (app_key, lane, priority, body, sha256)
        values ('default', 0, 0, ${Buffer.from(body)}, sha256(${Buffer.from(body)}))`;
      const deliveries = await sql<Delivery[]>`
        select id, app_key as "appKey", received_at as "receivedAt", body from private.webhook_events
        where state = 'pending' and erased_at is null order by id`;
      if (deliveries.length > 0) await processBatch(sql, log, createAssetCache(sql, keys), [...deliveries]);
    },
    request: (contactId) =>
      admin.begin(async (tx) => {
        const [owner] = await tx<{ id: string }[]>`
          select user_id as id from org_members where org_id = ${demo.orgId} and role in ('owner', 'admin') limit 1`;
        await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: owner!.id })}, true)`;
        const [row] = await tx<{ id: string }[]>`
          select id from private.request_erasure(${demo.orgId}, ${contactId}, 'request')`;
        return row!.id;
      }),
    async erase(id, slice) {
      for (let n = 0; !(await eraseSome({ sql, storage, keys }, { orgId: demo.orgId, id }, slice)); n += 1)
        if (n > 500) throw new Error('The erasure does not come to its end.');
    },
    async contactOf(phone) {
      const [row] = await admin<{ id: string }[]>`
        select contact_id as id from contact_identities where org_id = ${demo.orgId} and kind = 'wa_id' and value = ${phone}`;
      return row?.id ?? null;
    },
  };
}
