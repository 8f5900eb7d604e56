import { decodeCursor, nameCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { segmentColumns, toSegment, type SegmentRow } from '../rows/segments.ts';

export const listSegments = operation('listSegments', {
  async handle({ tx, params, query }) {
    const { limit } = query;
    const after = decodeCursor(nameCursor, query.cursor);
    const rows = await tx<SegmentRow[]>`
      select ${segmentColumns(tx)} from public.segments s
      where s.org_id = ${params.org} ${after ? tx`and (s.name, s.id) > (${after[0]}, ${after[1]}::uuid)` : tx``}
      order by s.name, s.id limit ${limit + 1}`;
    return toPage(rows, limit, toSegment, (row) => [row.name, row.id]);
  },
});
