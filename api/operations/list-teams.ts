import { decodeCursor, nameCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { teamColumns, toTeam, type TeamRow } from '../rows/teams.ts';

export const listTeams = operation('listTeams', {
  async handle({ tx, params: { org }, query: { limit, cursor } }) {
    const after = decodeCursor(nameCursor, cursor);
    const rows = await tx<TeamRow[]>`
      select ${teamColumns(tx)} from public.teams t
      where t.org_id = ${org} ${after ? tx`and (t.name, t.id) > (${after[0]}, ${after[1]}::uuid)` : tx``}
      order by t.name, t.id limit ${limit + 1}`;
    return toPage(rows, limit, toTeam, (row) => [row.name, row.id]);
  },
});
