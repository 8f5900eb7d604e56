/** Which organisation a delivery belongs to: only assets that are connected through the app that posted it count. */
import type { Sql } from '../../platform/db/pool.ts';

export interface ConnectedNumber {
  phoneNumberId: string;
  orgId: string;
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
}

const MAX_AGE_MS = 5_000;

export interface Assets {
  number(appKey: string, metaWabaId: string | null, metaPhoneNumberId: string | null): ConnectedNumber | null;
  account(appKey: string, metaWabaId: string | null): ConnectedAccount | null;
}

export type ReadAssets = (options?: { isFresh: boolean }) => Promise<Assets>;

/** All connected assets, kept for a few seconds: they change rarely and every item asks. `isFresh` looks again at once. */
export function createAssetCache(sql: Sql): ReadAssets {
  let assets: Assets | null = null;
  let readAtMs = 0;
  return async (options) => {
    if (assets === null || options?.isFresh || Date.now() - readAtMs > MAX_AGE_MS) {
      readAtMs = Date.now();
      assets = index(await readAssets(sql));
    }
    return assets;
  };
}

function readAssets(sql: Sql) {
  return sql<AssetRow[]>`
    select w.app_key as "appKey", w.meta_waba_id as "metaWabaId", w.id as "wabaAccountId", w.org_id as "orgId",
      p.id as "phoneNumberId", p.meta_phone_number_id as "metaPhoneNumberId"
    from waba_accounts w left join phone_numbers p on p.waba_account_id = w.id`;
}

function index(rows: AssetRow[]): Assets {
  const numbers = new Map(
    rows.map((row) => [`${row.appKey} ${row.metaWabaId} ${row.metaPhoneNumberId}`, row]),
  );
  const accounts = new Map(rows.map((row) => [`${row.appKey} ${row.metaWabaId}`, row]));
  return {
    number(appKey, metaWabaId, metaPhoneNumberId) {
      const row = numbers.get(`${appKey} ${metaWabaId} ${metaPhoneNumberId}`);
      return row?.phoneNumberId ? { phoneNumberId: row.phoneNumberId, orgId: row.orgId } : null;
    },
    account: (appKey, metaWabaId) => accounts.get(`${appKey} ${metaWabaId}`) ?? null,
  };
}
