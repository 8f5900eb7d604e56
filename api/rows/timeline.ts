/**
 * What happened to a contact, from four tables in one order: by time, then by table, then by id, newest first. Each table is asked by
 * its own index for no more than a page, from behind the cursor, so that a long history costs no more than a short one.
 */
import { z } from 'zod';
import type { TimelineItem, TimelineKind } from '../../core/api/people.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { decodeCursor } from '../cursor.ts';
import { toTime } from './time.ts';

export interface TimelineRow {
  source: number;
  key: string;
  at: Date;
  at_key: string;
  item: Record<string, unknown>;
}

const timelineCursor = z.tuple([
  z.string().regex(/^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/),
  z.int().min(1).max(5),
  z.string().max(40),
]);

export interface TimelinePage {
  org: string;
  contactId: string;
  kind: TimelineKind | undefined;
  cursor: string | undefined;
  limit: number;
}

interface Source {
  kind: TimelineKind;
  /** Which time and which key of the table the order goes by. */
  at: string;
  key: string;
  keyType: 'bigint' | 'uuid';
  from: (tx: Tx, page: TimelinePage) => ReturnType<Tx>;
  item: string;
}

/** NOTE: names and expressions of this list are put into the statement as they are; nothing of a request is in it. */
const sources: readonly Source[] = [
  {
    kind: 'message',
    at: 'm.created_at',
    key: 'm.id',
    keyType: 'uuid',
    from: (tx, { org, contactId }) =>
      tx`public.messages m where m.org_id = ${org} and m.contact_id = ${contactId}`,
    item: `jsonb_build_object('kind', 'message', 'messageId', m.id, 'conversationId', m.conversation_id, 'direction', m.direction,
      'type', m.type, 'text', m.text, 'status', m.status, 'source', m.source)`,
  },
  {
    kind: 'consent',
    at: 'e.at',
    key: 'e.id',
    keyType: 'bigint',
    from: (tx, { org, contactId }) => tx`public.consent_events e where e.org_id = ${org}
      and e.contact_id = any(private.ids_of_contact(${org}, ${contactId}))`,
    item: `jsonb_build_object('kind', 'consent', 'purpose', e.purpose, 'state', e.state, 'source', e.source, 'actor', e.actor)`,
  },
  {
    kind: 'flow',
    at: 'r.ended_at',
    key: 'r.id',
    keyType: 'uuid',
    from: (
      tx,
      { org, contactId },
    ) => tx`public.flow_runs r join public.flows f on f.org_id = r.org_id and f.id = r.flow_id
      where r.org_id = ${org} and r.contact_id = ${contactId} and r.ended_at is not null`,
    item: `jsonb_build_object('kind', 'flow', 'runId', r.id, 'flowId', r.flow_id, 'flowName', f.name, 'what', 'ended',
      'outcome', coalesce(r.outcome, r.status))`,
  },
  {
    kind: 'event',
    at: 'e.created_at',
    key: 'e.id',
    keyType: 'bigint',
    // A change of consent is in the ledger itself.
    from: (tx, { org, contactId }) => tx`public.contact_events e
      where e.org_id = ${org} and e.contact_id = ${contactId} and e.kind <> 'consent_changed'`,
    item: `jsonb_strip_nulls(jsonb_build_object('kind', 'event', 'what', e.kind, 'name', case when e.kind like 'segment%' then
        coalesce((select s.name from public.segments s where s.org_id = e.org_id and s.id::text = e.name), e.name) else e.name end,
      'value', e.detail -> 'value', 'previous', e.detail -> 'previous'))`,
  },
  {
    kind: 'flow',
    at: 'r.started_at',
    key: 'r.id',
    keyType: 'uuid',
    from: (
      tx,
      { org, contactId },
    ) => tx`public.flow_runs r join public.flows f on f.org_id = r.org_id and f.id = r.flow_id
      where r.org_id = ${org} and r.contact_id = ${contactId}`,
    item: `jsonb_build_object('kind', 'flow', 'runId', r.id, 'flowId', r.flow_id, 'flowName', f.name, 'what', 'started', 'outcome', null)`,
  },
];

/** At most `limit + 1` rows. */
export async function readTimeline(tx: Tx, page: TimelinePage): Promise<TimelineRow[]> {
  const after = decodeCursor(timelineCursor, page.cursor);
  const parts = sources.flatMap((source, index) => {
    if (page.kind !== undefined && page.kind !== source.kind) return [];
    const number = index + 1;
    const [at, key] = [tx.unsafe(source.at), tx.unsafe(source.key)];
    return tx`(
      select ${number}::int as source, ${key}::text as key, ${at} as at, ${at}::text as at_key, ${tx.unsafe(source.item)} as item
      from ${source.from(tx, page)} ${after ? tx`and ${behind(tx, source, number, after)}` : tx``}
      order by ${at} desc, ${key} desc limit ${page.limit + 1})`;
  });
  const union = parts.flatMap((part, index) => (index === 0 ? part : tx`union all ${part}`));
  return tx<TimelineRow[]>`
    select * from (${union}) entries order by at desc, source, length(key) desc, key desc limit ${page.limit + 1}`;
}

/** Rows of one table that come after the entry that the last page ended with. */
function behind(tx: Tx, source: Source, number: number, [at, last, key]: z.infer<typeof timelineCursor>) {
  const [column, keyColumn] = [tx.unsafe(source.at), tx.unsafe(source.key)];
  if (number < last) return tx`${column} < ${at}::text::timestamptz`;
  if (number > last) return tx`${column} <= ${at}::text::timestamptz`;
  return tx`(${column}, ${keyColumn}) < (${at}::text::timestamptz, ${key}::text::${tx.unsafe(source.keyType)})`;
}

export function toTimelineItem({ source, key, at, item }: TimelineRow): TimelineItem {
  return { id: `${source}:${key}`, at: toTime(at), ...item } as TimelineItem;
}
