/** Which organisation a delivery belongs to: only assets that are connected through the app that posted it count. */
import type { KeyObject } from 'node:crypto';
import type { ConsentWord, OwnWords } from '../../core/messaging/consent-words.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { SuppressionKeys } from '../../platform/secrets/suppression.ts';

export interface ConnectedNumber {
  phoneNumberId: string;
  wabaAccountId: string;
  orgId: string;
  /** For the hashes of people's ids. */
  suppressionKey: KeyObject;
  consent: ConsentSettings;
}

/** What the organisation answers to STOP and START, and its own words for them. */
export interface ConsentSettings {
  words: OwnWords;
  replies: Record<ConsentWord, string | null>;
}

export interface ConnectedAccount {
  wabaAccountId: string;
  orgId: string;
}

interface AssetRow {
  appKey: string;
  metaWabaId: string;
  wabaAccountId: string;
  orgId: string;
  phoneNumberId: string | null;
  metaPhoneNumberId: string | null;
  consent: ConsentSettings;
}

const MAX_AGE_MS = 5_000;

export interface Assets {
  number(appKey: string, metaWabaId: string | null, metaPhoneNumberId: string | null): ConnectedNumber | null;
  account(appKey: string, metaWabaId: string | null): ConnectedAccount | null;
}

export type ReadAssets = (options?: { isFresh: boolean }) => Promise<Assets>;

/** All connected assets, kept for a few seconds: they change rarely and every item asks. `isFresh` looks again at once. */
export function createAssetCache(sql: Sql, keys: SuppressionKeys): ReadAssets {
  let assets: Assets | null = null;
  let readAtMs = 0;
  return async (options) => {
    if (assets === null || options?.isFresh || Date.now() - readAtMs > MAX_AGE_MS) {
      readAtMs = Date.now();
      const rows = await readAssets(sql);
      assets = index(rows, await keysOf(sql, keys, rows));
    }
    return assets;
  };
}

function readAssets(sql: Sql) {
  return sql<AssetRow[]>`
    select w.app_key as "appKey", w.meta_waba_id as "metaWabaId", w.id as "wabaAccountId", w.org_id as "orgId",
      p.id as "phoneNumberId", p.meta_phone_number_id as "metaPhoneNumberId",
      jsonb_build_object('words', jsonb_build_object('stop', coalesce(s.stop_words, '{}'), 'start', coalesce(s.start_words, '{}')),
        'replies', jsonb_build_object('stop', s.stop_reply, 'start', s.start_reply)) as consent
    from waba_accounts w left join phone_numbers p on p.waba_account_id = w.id left join consent_settings s on s.org_id = w.org_id`;
}

async function keysOf(sql: Sql, keys: SuppressionKeys, rows: AssetRow[]): Promise<Map<string, KeyObject>> {
  const opened = new Map<string, KeyObject>();
  for (const { orgId } of rows) if (!opened.has(orgId)) opened.set(orgId, await keys(sql, orgId));
  return opened;
}

function index(rows: AssetRow[], keys: Map<string, KeyObject>): Assets {
  const numbers = new Map(
    rows.map((row) => [`${row.appKey} ${row.metaWabaId} ${row.metaPhoneNumberId}`, row]),
  );
  const accounts = new Map(rows.map((row) => [`${row.appKey} ${row.metaWabaId}`, row]));
  return {
    number(appKey, metaWabaId, metaPhoneNumberId) {
      const row = numbers.get(`${appKey} ${metaWabaId} ${metaPhoneNumberId}`);
      if (!row?.phoneNumberId) return null;
      const { phoneNumberId, wabaAccountId, orgId, consent } = row;
      return { phoneNumberId, wabaAccountId, orgId, consent, suppressionKey: keys.get(orgId)! };
    },
    account: (appKey, metaWabaId) => accounts.get(`${appKey} ${metaWabaId}`) ?? null,
  };
}
