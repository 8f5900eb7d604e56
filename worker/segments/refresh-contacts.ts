/** A contact changed: which of the watched segments does it enter or leave by that? */
import { matches } from '../../core/segments/matches.ts';
import { rulesInside, segmentsNamedBy } from '../../core/segments/nesting.ts';
import { segmentRules, type SegmentRules } from '../../core/segments/rules.ts';
import type { Sql, Tx } from '../../platform/db/pool.ts';
import { loadSegmentFacts } from './facts.ts';

export interface RefreshOptions {
  /** Default: the clock of this machine. */
  now?: Date;
  /** How deep the event was that changed a contact, by the contact's id: its new events are as deep. Default 0. */
  causeDepths?: ReadonlyMap<string, number>;
  /** Default: all watched ones. */
  onlySegment?: string;
}

export interface SegmentChanges {
  entered: number;
  left: number;
}

/**
 * Looks at these contacts with the rules of every watched segment of their organisation, and writes who enters or leaves to
 * `segment_members` and, as `segment_entered` or `segment_left` with the segment's id for a name, to `contact_events`, which are
 * routed like all others. Part of the caller's transaction. Doing it again, or in two transactions at once, writes nothing twice.
 *
 * For changes of tags, attributes and consent, goals and events by API, and for what `private.segment_checks` names
 * (`refreshCheckedContacts`); calling it for `segment_entered` and `segment_left` is needless. What time alone changes is left to
 * `refreshSegments`.
 *
 * NOTE: call it once in a transaction, for all its contacts, and before locking a conversation or a run: it takes advisory locks
 * on the contacts (alone, in the order of their ids) and on the segments (shared), which are held to the end of the transaction.
 */
export async function refreshContactSegments(
  tx: Tx,
  contactIds: readonly string[],
  { now = new Date(), causeDepths, onlySegment }: RefreshOptions = {},
): Promise<SegmentChanges> {
  const ids = [...new Set(contactIds)].sort();
  const { watched, rulesById } = await loadSegments(tx, ids);
  const segments = watched.filter(({ id }) => onlySegment === undefined || id === onlySegment);
  if (segments.length === 0) return { entered: 0, left: 0 };
  await lock(tx, ids, segments);
  // Read after the locks: whoever had them before has committed what it saw.
  const contacts = await loadSegmentFacts(
    tx,
    ids,
    segments.flatMap(({ rules }) => rulesInside(rules, rulesById)),
  );
  const members = await membersOf(tx, ids);
  const entering: Membership[] = [];
  const leaving: Membership[] = [];
  for (const contact of contacts) {
    for (const segment of segments) {
      if (segment.orgId !== contact.orgId) continue;
      const membership = {
        orgId: contact.orgId,
        segmentId: segment.id,
        contactId: contact.id,
        causeDepth: causeDepths?.get(contact.id) ?? 0,
      };
      const isMember = members.has(`${segment.id}/${contact.id}`);
      const belongs = matches(segment.rules, {
        facts: contact,
        now,
        timeZone: segment.timeZone,
        segments: rulesById,
      });
      if (belongs && !isMember) entering.push(membership);
      if (!belongs && isMember) leaving.push(membership);
    }
  }
  return {
    entered: await enter(tx, entering, now),
    left: await leave(tx, leaving),
  };
}

/** Ids of the segments of the contact's organisation whose members are kept. */
export async function watchedSegmentsOf(sql: Sql | Tx, contactId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select s.id from segments s join contacts c on c.org_id = s.org_id
    where c.id = ${contactId} and s.members_since is not null order by s.id`;
  return rows.map(({ id }) => id);
}

interface WatchedSegment {
  id: string;
  orgId: string;
  timeZone: string;
  rules: SegmentRules;
}

interface KnownSegments {
  watched: WatchedSegment[];
  /** Of all segments that a watched one may name. */
  rulesById: ReadonlyMap<string, SegmentRules>;
}

/**
 * The watched segments of these contacts' organisations. Rules of a newer version, in them or in a segment that they name, can't be
 * read by this one: they are left to the processes that can.
 */
async function loadSegments(tx: Tx, contactIds: readonly string[]): Promise<KnownSegments> {
  const rows = await tx<
    { id: string; orgId: string; timeZone: string; rules: unknown; isWatched: boolean }[]
  >`
    select s.id, s.org_id as "orgId", o.time_zone as "timeZone", s.rules, s.members_since is not null as "isWatched"
    from segments s join organizations o on o.id = s.org_id
    where s.org_id in (
      select w.org_id from segments w where w.members_since is not null
        and w.org_id in (select c.org_id from contacts c where c.id = any(${contactIds as string[]}::uuid[])))
    order by s.id`;
  const rulesById = new Map<string, SegmentRules>();
  const unreadable = new Set<string>();
  for (const { id, rules } of rows) {
    const read = segmentRules.safeParse(rules);
    if (read.success) rulesById.set(id, read.data);
    else unreadable.add(id);
  }
  const watched = rows.flatMap(({ id, orgId, timeZone, isWatched }) => {
    const rules = rulesById.get(id);
    if (!isWatched || !rules) return [];
    const named = rulesInside(rules, rulesById).flatMap(segmentsNamedBy);
    return named.some((inner) => unreadable.has(inner)) ? [] : [{ id, orgId, timeZone, rules }];
  });
  return { watched, rulesById };
}

/** Two transactions that look at one contact take turns; `private.refresh_segment` waits for both, and both for it. */
async function lock(tx: Tx, contactIds: readonly string[], segments: readonly WatchedSegment[]) {
  await tx`
    select pg_advisory_xact_lock(hashtextextended('parley.segments_of:' || id, 0))
    from unnest(${contactIds as string[]}::text[]) id`;
  await tx`
    select pg_advisory_xact_lock_shared(hashtextextended('parley.segment:' || id, 0))
    from unnest(${segments.map(({ id }) => id)}::text[]) id`;
}

async function membersOf(tx: Tx, contactIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx<{ segmentId: string; contactId: string }[]>`
    select m.segment_id as "segmentId", m.contact_id as "contactId" from contacts c
      join segment_members m on m.org_id = c.org_id and m.contact_id = c.id
    where c.id = any(${contactIds as string[]}::uuid[])`;
  return new Set(rows.map(({ segmentId, contactId }) => `${segmentId}/${contactId}`));
}

interface Membership {
  orgId: string;
  segmentId: string;
  contactId: string;
  causeDepth: number;
}

async function enter(tx: Tx, entering: Membership[], now: Date): Promise<number> {
  if (entering.length === 0) return 0;
  const written = await tx`
    with looked as (select * from ${rowsOf(tx, entering)}),
    entered as (
      insert into segment_members (org_id, segment_id, contact_id, since)
      select l.org_id, l.segment_id, l.contact_id, ${now} from looked l
      on conflict do nothing returning segment_id, contact_id)
    insert into contact_events (org_id, contact_id, kind, name, cause_depth)
    select l.org_id, l.contact_id, 'segment_entered', l.segment_id::text, l.cause_depth
    from looked l join entered using (segment_id, contact_id)`;
  return written.count;
}

async function leave(tx: Tx, leaving: Membership[]): Promise<number> {
  if (leaving.length === 0) return 0;
  const written = await tx`
    with gone as (
      delete from segment_members m using ${rowsOf(tx, leaving)}
      where m.segment_id = l.segment_id and m.contact_id = l.contact_id
      returning m.org_id, m.segment_id, m.contact_id, l.cause_depth)
    insert into contact_events (org_id, contact_id, kind, name, cause_depth)
    select org_id, contact_id, 'segment_left', segment_id::text, cause_depth from gone`;
  return written.count;
}

function rowsOf(tx: Tx, memberships: Membership[]) {
  return tx`unnest(
    ${memberships.map(({ orgId }) => orgId)}::uuid[], ${memberships.map(({ segmentId }) => segmentId)}::uuid[],
    ${memberships.map(({ contactId }) => contactId)}::uuid[], ${memberships.map(({ causeDepth }) => causeDepth)}::smallint[]
  ) as l (org_id, segment_id, contact_id, cause_depth)`;
}
