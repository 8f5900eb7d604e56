import { decodeCursor, nameCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { toTemplate, type TemplateRow } from '../rows/templates.ts';

export const listTemplates = operation('listTemplates', {
  async handle({ tx, params, query }) {
    const after = decodeCursor(nameCursor, query.cursor);
    const rows = await tx<TemplateRow[]>`
      select t.id, t.name, t.language, t.status, t.category, t.components
      from public.templates t
      where t.org_id = ${params.org}
        ${query.status === undefined ? tx`` : tx`and t.status = ${query.status}`}
        ${after ? tx`and (t.name, t.id) > (${after[0]}, ${after[1]}::uuid)` : tx``}
      order by t.name, t.id limit ${query.limit + 1}`;
    return toPage(rows, query.limit, toTemplate, (row) => [row.name, row.id]);
  },
});
