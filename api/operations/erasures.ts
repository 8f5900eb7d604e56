import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { erasureColumns, toErasure, type ErasureRow } from '../rows/erasures.ts';

export const eraseContact = operation('eraseContact', {
  async handle({ tx, params, body }) {
    const [row] = await tx<ErasureRow[]>`
      select ${erasureColumns(tx)} from private.request_erasure(${params.org}, ${params.contact}, ${body.reason}) e
      where e.id is not null`;
    if (!row) throw new ApiError('not_found');
    return toErasure(row);
  },
});

export const listErasures = operation('listErasures', {
  async handle({ tx, params: { org }, query: { limit, cursor } }) {
    const after = decodeCursor(timeCursor, cursor);
    const rows = await tx<ErasureRow[]>`
      select ${erasureColumns(tx)} from public.erasures e where e.org_id = ${org}
        ${after ? tx`and (e.created_at, e.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by e.created_at desc, e.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toErasure, (row) => [row.created_key, row.id]);
  },
});

export const getErasure = operation('getErasure', {
  async handle({ tx, params }) {
    const [row] = await tx<ErasureRow[]>`
      select ${erasureColumns(tx)} from public.erasures e where e.org_id = ${params.org} and e.id = ${params.erasure}`;
    if (!row) throw new ApiError('not_found');
    return toErasure(row);
  },
});
