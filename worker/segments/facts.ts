/** What the rules of segments look at, read for a few contacts at once. */
import type { ConversationFact, MessageFact, RunFact, SegmentFacts } from '../../core/segments/facts.ts';
import { testsOf, type SegmentRules } from '../../core/segments/rules.ts';
import type { SegmentTest, TestKind } from '../../core/segments/tests.ts';
import type { Tx } from '../../platform/db/pool.ts';

export interface ContactForSegments extends SegmentFacts {
  id: string;
  orgId: string;
}

type Row = Pick<SegmentFacts, 'name' | 'country' | 'locale' | 'tags' | 'attributes'> & {
  id: string;
  orgId: string;
  consent: SegmentFacts['consent'];
  createdAt: Date;
  lastInboundAt: Date | null;
  lastOutboundAt: Date | null;
};
type OfContact<Fact> = Fact & { contactId: string };

/** @param rules what will be asked, those of segments in segments included: what they don't look at is not read */
export async function loadSegmentFacts(
  tx: Tx,
  contactIds: readonly string[],
  rules: readonly SegmentRules[],
): Promise<ContactForSegments[]> {
  const tests = rules.flatMap(testsOf);
  const asks = (...kinds: TestKind[]) => tests.some(({ kind }) => kinds.includes(kind));
  const contacts = await tx<Row[]>`
    select c.id, c.org_id as "orgId", c.name, c.country, c.locale, c.tags, c.attributes, jsonb_build_object('marketing', c.marketing_consent, 'utility', c.utility_consent) as consent,
      c.created_at as "createdAt",
      (select max(v.last_inbound_at) from conversations v where v.org_id = c.org_id and v.contact_id = c.id) as "lastInboundAt",
      case when ${asks('lastOutbound')} then (
        select m.created_at from messages m
        where m.org_id = c.org_id and m.contact_id = c.id and m.direction = 'outbound'
          and m.status not in ('queued', 'sending', 'failed')
        order by m.created_at desc limit 1) end as "lastOutboundAt"
    from contacts c where c.id = any(${contactIds as string[]}::uuid[])`;
  const here: Here = {
    orgIds: [...new Set(contacts.map(({ orgId }) => orgId))],
    ids: contacts.map(({ id }) => id),
  };
  const phones = asks('phone') ? await loadPhones(tx, here) : [];
  const events = await loadEvents(tx, here, tests);
  const conversations = asks('conversation') ? await loadConversations(tx, here) : [];
  const messages = asks('messages', 'lastMessage', 'campaign') ? await loadMessages(tx, here) : [];
  const runs = asks('flow') ? await loadRuns(tx, here) : [];
  const goals = asks('flow') ? await loadGoals(tx, here) : [];
  const of = {
    phones: byContact(phones),
    events: byContact(events),
    conversations: byContact(conversations),
    messages: byContact(messages),
    runs: byContact(runs),
    goals: byContact(goals),
  };
  return contacts.map(({ createdAt, lastInboundAt, lastOutboundAt, ...contact }) => ({
    ...contact,
    createdAt: createdAt.toISOString(),
    lastInboundAt: lastInboundAt?.toISOString() ?? null,
    lastOutboundAt: lastOutboundAt?.toISOString() ?? null,
    phones: (of.phones.get(contact.id) ?? []).map(({ phone }) => phone),
    events: of.events.get(contact.id) ?? [],
    conversations: of.conversations.get(contact.id) ?? [],
    messages: of.messages.get(contact.id) ?? [],
    runs: of.runs.get(contact.id) ?? [],
    goals: of.goals.get(contact.id) ?? [],
  }));
}

/** Contacts and their organisations: indexes begin with the organisation. */
interface Here {
  orgIds: string[];
  ids: string[];
}

function byContact<Fact extends { contactId: string }>(facts: readonly Fact[]): Map<string, Fact[]> {
  return Map.groupBy(facts, ({ contactId }) => contactId);
}

function loadPhones(tx: Tx, { orgIds, ids }: Here) {
  return tx<OfContact<{ phone: string }>[]>`
    select i.contact_id as "contactId", ltrim(i.value, '+') as phone from contact_identities i
    where i.org_id = any(${orgIds}::uuid[]) and i.contact_id = any(${ids}::uuid[]) and i.kind in ('wa_id', 'phone')`;
}

async function loadEvents(tx: Tx, { orgIds, ids }: Here, tests: readonly SegmentTest[]) {
  const asked = tests.filter((test) => test.kind === 'event');
  if (asked.length === 0) return [];
  return tx<OfContact<SegmentFacts['events'][number]>[]>`
    select e.contact_id as "contactId", e.kind as event, e.name, ${rfc3339(tx, 'e.created_at')} as at
    from contact_events e
    where e.org_id = any(${orgIds}::uuid[]) and e.contact_id = any(${ids}::uuid[])
      and e.kind in ('api_event', 'goal', 'tag_added') and (e.kind, e.name) in (
        select * from unnest(${asked.map(({ event }) => event)}::text[], ${asked.map(({ name }) => name)}::text[]))`;
}

function loadConversations(tx: Tx, { orgIds, ids }: Here) {
  return tx<OfContact<ConversationFact>[]>`
    select v.contact_id as "contactId", v.phone_number_id as "phoneNumberId", v.status, v.mode,
      v.assignee_id is not null as "isAssigned", v.unread_count > 0 as "isUnread",
      ${rfc3339(tx, 'v.window_expires_at')} as "windowExpiresAt"
    from conversations v where v.org_id = any(${orgIds}::uuid[]) and v.contact_id = any(${ids}::uuid[])`;
}

function loadMessages(tx: Tx, { orgIds, ids }: Here) {
  return tx<OfContact<MessageFact>[]>`
    select m.contact_id as "contactId", m.status, m.source, m.campaign_id as "campaignId", ${rfc3339(tx, 'm.created_at')} as at
    from messages m where m.org_id = any(${orgIds}::uuid[]) and m.contact_id = any(${ids}::uuid[])
    order by m.created_at desc, m.id desc`;
}

function loadRuns(tx: Tx, { orgIds, ids }: Here) {
  return tx<OfContact<RunFact>[]>`
    select r.contact_id as "contactId", r.flow_id as "flowId", r.status, ${rfc3339(tx, 'r.started_at')} as "startedAt",
      ${rfc3339(tx, 'r.ended_at')} as "endedAt"
    from flow_runs r where r.org_id = any(${orgIds}::uuid[]) and r.contact_id = any(${ids}::uuid[])`;
}

function loadGoals(tx: Tx, { orgIds, ids }: Here) {
  return tx<OfContact<SegmentFacts['goals'][number]>[]>`
    select e.contact_id as "contactId", e.name, e.detail ->> 'flowId' as "flowId", ${rfc3339(tx, 'e.created_at')} as at
    from contact_events e
    where e.org_id = any(${orgIds}::uuid[]) and e.contact_id = any(${ids}::uuid[]) and e.kind = 'goal'`;
}

/** A time as the rules read it; there may be thousands, so that no date is made of each first. */
function rfc3339(tx: Tx, column: string) {
  return tx`to_char(${tx(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
