import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { toApiKey, type ApiKeyRow } from '../rows/api-keys.ts';

export const listApiKeys = operation('listApiKeys', {
  async handle({ tx, params: { org }, query: { limit, cursor, status, actsFor } }) {
    const after = decodeCursor(timeCursor, cursor);
    const works = tx`and k.revoked_at is null and coalesce(k.expires_at > now(), true)`;
    const conditions = {
      active: tx`${works} and k.effective_role is not null`,
      stopped: tx`${works} and k.effective_role is null`,
      expired: tx`and k.revoked_at is null and k.expires_at <= now()`,
      revoked: tx`and k.revoked_at is not null`,
    };
    const rows = await tx<(ApiKeyRow & { created_key: string })[]>`
      select k.*, k.created_at::text as created_key from private.list_api_keys(${org}) k
      where true ${status ? conditions[status] : tx``} ${actsFor ? tx`and k.acts_for = ${actsFor}` : tx``}
        ${after ? tx`and (k.created_at, k.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by k.created_at desc, k.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toApiKey, (row) => [row.created_key, row.id]);
  },
});
