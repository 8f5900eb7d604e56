/** A contact changed: which of the watched segments does it enter or leave by that? */
import { matches } from '../../core/segments/matches.ts';
import { segmentRules, type SegmentRules } from '../../core/segments/rules.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { loadSegmentFacts } from './facts.ts';

export interface RefreshOptions {
  /** Default: the clock of this machine. */
  now?: Date;
  /** How deep the event was that changed a contact, by the contact's id: its new events are as deep. Default 0. */
  causeDepths?: ReadonlyMap<string, number>;
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
 * For changes of tags, attributes and consent, goals and events by API; calling it for `segment_entered` and `segment_left` is
 * needless. What has no event (messages, names, time itself) is left to `refreshSegments`.
 *
 * NOTE: call it once in a transaction, for all its contacts, and before locking a conversation or a run: it takes advisory locks
 * on the contacts (alone, in the order of their ids) and on the segments (shared), which are held to the end of the transaction.
 */
export async function refreshContactSegments(
  tx: Tx,
  contactIds: readonly string[],
  { now = new Date(), causeDepths }: RefreshOptions = {},
): Promise<SegmentChanges> {
  const ids = [...new Set(contactIds)].sort();
  const segments = await watchedSegments(tx, ids);
  if (segments.length === 0) return { entered: 0, left: 0 };
  await lock(tx, ids, segments);
  // Read after the locks: whoever had them before has committed what it saw.
  const contacts = await loadSegmentFacts(
    tx,
    ids,
    segments.map(({ rules }) => rules),
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
      const belongs = matches(segment.rules, contact, now);
      if (belongs && !isMember) entering.push(membership);
      if (!belongs && isMember) leaving.push(membership);
    }
  }
  return {
    entered: await enter(tx, entering, now),
    left: await leave(tx, leaving),
  };
}

interface WatchedSegment {
  id: string;
  orgId: string;
  rules: SegmentRules;
}

/** Rules of a newer version, which this one can't read, are left to the processes that can. */
async function watchedSegments(tx: Tx, contactIds: readonly string[]): Promise<WatchedSegment[]> {
  const rows = await tx<{ id: string; orgId: string; rules: unknown }[]>`
    select s.id, s.org_id as "orgId", s.rules from segments s
    where s.members_since is not null
      and s.org_id in (select c.org_id from contacts c where c.id = any(${contactIds as string[]}::uuid[]))
    order by s.id`;
  return rows.flatMap((row) => {
    const rules = segmentRules.safeParse(row.rules);
    return rules.success ? { ...row, rules: rules.data } : [];
  });
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
