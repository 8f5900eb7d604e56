/** The contacts of an export, in pages by their ids: memory doesn't grow with their number. */
import type { ExportedContact } from '../../core/imports/export-cells.ts';
import type { ExportRequest } from '../../core/api/imports.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { contactsInSegment } from '../segments/contacts-in-segment.ts';
import type { Export } from './export.ts';

const PAGE = 1_000;

export async function countContacts(sql: Sql, { orgId, params }: Export): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ${
      params.segmentId === undefined
        ? sql`contacts c where ${inAudience(sql, orgId, params)}`
        : sql`segments s, private.contacts_in_segment(s.org_id, s.rules, now(), null, null)
            where s.org_id = ${orgId} and s.id = ${params.segmentId}`
    }`;
  return row!.count;
}

export async function* contactPages(sql: Sql, { orgId, params }: Export): AsyncGenerator<ExportedContact[]> {
  const now = new Date();
  let after: string | null = null;
  for (;;) {
    const where =
      params.segmentId === undefined
        ? sql`${inAudience(sql, orgId, params)} and ${after === null ? sql`true` : sql`c.id > ${after}`}`
        : sql`c.id = any(${await contactsInSegment(sql, { orgId, segmentId: params.segmentId, now, after, limit: PAGE })}::uuid[])`;
    const page: (ExportedContact & { id: string })[] = await sql<(ExportedContact & { id: string })[]>`
      select c.id, c.name, c.tags, c.attributes, c.marketing_consent as consent, c.country, c.locale, c.time_zone as "timeZone",
        c.created_at as "createdAt", (
          select ltrim(i.value, '+') from contact_identities i
          where i.org_id = c.org_id and i.contact_id = c.id and i.kind in ('wa_id', 'phone')
          order by i.kind desc, i.created_at limit 1) as phone
      from contacts c where ${where} order by c.id limit ${PAGE}`;
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)!.id;
  }
}

/** Names of all attributes that contacts have, or had. */
export async function attributeNames(sql: Sql, { orgId, params }: Export): Promise<string[]> {
  if (params.attributes !== 'all') return params.attributes;
  const rows = await sql<{ name: string }[]>`
    select distinct name from contact_fields where org_id = ${orgId} and kind = 'attribute' order by name limit 500`;
  return rows.map(({ name }) => name);
}

function inAudience(sql: Sql, orgId: string, { tag, search }: ExportRequest) {
  if (tag !== undefined) return sql`c.org_id = ${orgId} and c.tags @> array[${tag}]`;
  if (search === undefined) return sql`c.org_id = ${orgId}`;
  // As the contact list searches: name or digits.
  const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const digits = search.replaceAll(/\D/g, '');
  const byNumber = sql`exists (
    select from contact_identities i where i.org_id = c.org_id and i.contact_id = c.id and i.kind in ('wa_id', 'phone')
      and i.value like ${`%${digits}%`})`;
  return sql`c.org_id = ${orgId} and (c.name ilike ${pattern} ${digits.length >= 3 ? sql`or ${byNumber}` : sql``})`;
}
