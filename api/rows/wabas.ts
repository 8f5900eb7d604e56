/** Table `waba_accounts` with its numbers. */
import type { Waba } from '../../core/api/wabas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { toTime, toTimeOrNull } from './time.ts';

interface WabaRow {
  id: string;
  app_key: string;
  meta_waba_id: string;
  name: string | null;
  status: string;
  is_sample: boolean;
  created_at: Date;
  token_set_at: Date | null;
  templates_read_at: Date | null;
  templates_error: string | null;
  templates_are_awaited: boolean;
  numbers: Waba['numbers'];
}

/** Of an organisation, the oldest first; with `wabaId` only that one. */
export async function findWabas(tx: Tx, orgId: string, wabaId?: string): Promise<Waba[]> {
  const rows = await tx<WabaRow[]>`
    select w.id, w.app_key, w.meta_waba_id, w.name, w.status, w.is_sample, w.created_at, w.templates_read_at,
      w.templates_error, ${areAwaited(tx)} as templates_are_awaited, private.access_token_set_at(${orgId}, w.id) as token_set_at,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'displayPhoneNumber', p.display_phone_number,
          'verifiedName', p.verified_name) order by p.display_phone_number)
        from public.phone_numbers p where p.org_id = w.org_id and p.waba_account_id = w.id), '[]') as numbers
    from public.waba_accounts w
    where w.org_id = ${orgId} ${wabaId === undefined ? tx`` : tx`and w.id = ${wabaId}`}
    order by w.created_at, w.id`;
  return rows.map((row) => ({
    id: row.id,
    metaWabaId: row.meta_waba_id,
    name: row.name,
    status: row.status,
    numbers: row.numbers,
    tokenSetAt: row.token_set_at && toTime(row.token_set_at),
    templatesReadAt: toTimeOrNull(row.templates_read_at),
    templatesError: row.templates_error,
    templatesAreAwaited: row.templates_are_awaited,
    webhookPath: `/webhooks/whatsapp/${row.app_key}`,
    isSample: row.is_sample,
    createdAt: toTime(row.created_at),
  }));
}

/** Nobody waits longer than this for an answer that may not come. */
const AWAITED_MINUTES = 10;

function areAwaited(tx: Tx) {
  return tx`coalesce(w.templates_error is null and w.templates_asked_at > greatest(w.templates_read_at,
    now() - make_interval(mins => ${AWAITED_MINUTES})), false)`;
}
