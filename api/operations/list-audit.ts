import { z } from 'zod';
import type { Tx } from '../../platform/db/pool.ts';
import { decodeCursor, postgresTime, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { auditColumns, toAuditEntry, type AuditRow } from '../rows/audit.ts';

/** A search finds at most this many entries, the newest. */
const MAX_SEARCH_HITS = 1_000;

const entryCursor = z.tuple([postgresTime, z.int().positive()]);

export const listAudit = operation('listAudit', {
  async handle({ tx, params: { org }, query }) {
    const { limit, actorId, subject, action, subjectId, contactId, from, to, search } = query;
    const after = decodeCursor(entryCursor, query.cursor);
    const rows = await tx<AuditRow[]>`
      select ${auditColumns(tx)}
      from public.audit_log a left join public.audit_details d on d.audit_id = a.id and d.at = a.at
      where a.org_id = ${org}
        ${actorId ? tx`and a.actor_id = ${actorId}` : tx``}
        ${subject ? tx`and a.subject = ${subject}` : tx``}
        ${action ? tx`and a.action = ${action}` : tx``}
        ${subjectId ? tx`and a.subject_id = ${subjectId}` : tx``}
        ${contactId ? tx`and a.contact_id = ${contactId}` : tx``}
        ${from ? tx`and a.at >= ${from}::text::timestamptz` : tx``}
        ${to ? tx`and a.at < ${to}::text::timestamptz` : tx``}
        ${search ? tx`and (a.id, a.at) in (select id, at from private.search_audit(${org}, ${search}, ${MAX_SEARCH_HITS}))` : tx``}
        ${after ? tx`and (a.at, a.id) < (${after[0]}::text::timestamptz, ${after[1]}::bigint)` : tx``}
      order by a.at desc, a.id desc limit ${limit + 1}`;
    const names = await findNames(tx, org, rows);
    return toPage(
      rows,
      limit,
      (row) => toAuditEntry(row, names),
      (row) => [row.at_key, row.id],
    );
  },
});

/** Of the people, keys and flows that entries name by their ids. */
async function findNames(tx: Tx, org: string, rows: readonly AuditRow[]): Promise<Map<string, string>> {
  const people = rows.flatMap((row) => [row.actor_id, row.subject === 'member' ? row.subject_id : null]);
  const flows = rows.map((row) => (row.subject === 'flowVersion' ? row.subject_id : null));
  const jobs = rows.map((row) => (row.subject === 'flowJob' ? row.subject_id : null));
  const ids = (list: (string | null)[]) => [...new Set(list.filter((id) => id !== null))];
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from private.audit_names(${org}, ${ids(people)}::uuid[])
    union all
    select id, name from public.flows where org_id = ${org} and id = any (${ids(flows)}::uuid[])
    union all
    select j.id, f.name from public.flow_jobs j join public.flows f on f.id = j.flow_id
    where j.org_id = ${org} and j.id = any (${ids(jobs)}::uuid[])`;
  return new Map(found.map(({ id, name }) => [id, name]));
}
