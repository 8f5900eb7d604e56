import { decodeCursor, nameCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { selectMembers, toMember, type MemberRow } from '../rows/members.ts';

export const listMembers = operation('listMembers', {
  async handle({ tx, params: { org }, query: { limit, cursor } }) {
    const after = decodeCursor(nameCursor, cursor);
    const rows = await tx<MemberRow[]>`
      ${selectMembers(tx, org)}
      ${after ? tx`where (m.sort_name, m.user_id) > (${after[0]}, ${after[1]}::uuid)` : tx``}
      order by m.sort_name, m.user_id limit ${limit + 1}`;
    return toPage(rows, limit, toMember, (row) => [row.sort_name, row.user_id]);
  },
});
