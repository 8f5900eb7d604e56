import { decodeCursor, idCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { findTemplate, templateColumns, toTemplate, type TemplateRow } from '../rows/templates.ts';

export const listTemplates = operation('listTemplates', {
  async handle({ tx, params, query: { status, category, language, wabaId, search, cursor, limit } }) {
    const after = decodeCursor(idCursor, cursor);
    const words = search?.toLowerCase();
    const rows = await tx<TemplateRow[]>`
      select ${templateColumns(tx)} from public.templates t
      where t.org_id = ${params.org}
        ${status === undefined ? tx`and t.status <> 'DELETED'` : tx`and t.status = ${status}`}
        ${category === undefined ? tx`` : tx`and t.category = ${category}`}
        ${language === undefined ? tx`` : tx`and t.language = ${language}`}
        ${wabaId === undefined ? tx`` : tx`and t.waba_account_id = ${wabaId}`}
        ${
          words
            ? tx`and (strpos(t.name, ${words}) > 0 or exists (
                select from jsonb_array_elements(t.components) c where strpos(lower(c ->> 'text'), ${words}) > 0))`
            : tx``
        }
        ${
          after
            ? tx`and (t.name, t.id) > (select o.name, o.id from public.templates o where o.org_id = ${params.org} and o.id = ${after[0]})`
            : tx``
        }
      order by t.name, t.id limit ${limit + 1}`;
    return toPage(rows, limit, toTemplate, (row) => [row.id]);
  },
});

export const getTemplate = operation('getTemplate', {
  handle: ({ tx, params: { org, template } }) => findTemplate(tx, org, template),
});
