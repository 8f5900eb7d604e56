/** What the rules of segments look at, read for a few contacts at once. */
import { eventFactKey, type SegmentFacts } from '../../core/segments/matches.ts';
import { testsOf, type SegmentRules } from '../../core/segments/rules.ts';
import type { Tx } from '../../platform/db/pool.ts';

export interface ContactForSegments extends SegmentFacts {
  id: string;
  orgId: string;
}

/** @param rules what will be asked: other events than theirs are not looked up */
export async function loadSegmentFacts(
  tx: Tx,
  contactIds: readonly string[],
  rules: readonly SegmentRules[],
): Promise<ContactForSegments[]> {
  const tests = rules.flatMap(testsOf);
  const asksOutbound = tests.some((test) => test.kind === 'lastOutbound');
  const contacts = await tx<ContactRow[]>`
    select c.id, c.org_id as "orgId", c.name, c.country, c.locale, c.tags, c.attributes, c.marketing_consent as consent,
      c.created_at as "createdAt",
      (select max(v.last_inbound_at) from conversations v where v.org_id = c.org_id and v.contact_id = c.id) as "lastInboundAt",
      case when ${asksOutbound} then (
        select m.created_at from messages m
        where m.org_id = c.org_id and m.contact_id = c.id and m.direction = 'outbound'
          and m.status not in ('queued', 'sending', 'failed')
        order by m.created_at desc limit 1) end as "lastOutboundAt"
    from contacts c where c.id = any(${contactIds as string[]}::uuid[])`;
  const events = await loadEvents(
    tx,
    contacts,
    tests.filter((test) => test.kind === 'event'),
  );
  return contacts.map((contact) => ({
    ...contact,
    createdAt: contact.createdAt.toISOString(),
    lastInboundAt: contact.lastInboundAt?.toISOString() ?? null,
    lastOutboundAt: contact.lastOutboundAt?.toISOString() ?? null,
    events: Object.fromEntries(events.get(contact.id) ?? []),
  }));
}

type ContactRow = Omit<ContactForSegments, 'createdAt' | 'lastInboundAt' | 'lastOutboundAt' | 'events'> & {
  createdAt: Date;
  lastInboundAt: Date | null;
  lastOutboundAt: Date | null;
};

async function loadEvents(
  tx: Tx,
  contacts: readonly { id: string; orgId: string }[],
  asked: readonly { event: string; name: string }[],
): Promise<Map<string, [string, string][]>> {
  const found = new Map<string, [string, string][]>();
  if (asked.length === 0) return found;
  const rows = await tx<{ contactId: string; kind: string; name: string; at: Date }[]>`
    select e.contact_id as "contactId", e.kind, e.name, max(e.created_at) as at
    from contact_events e
      join unnest(${asked.map(({ event }) => event)}::text[], ${asked.map(({ name }) => name)}::text[]) as asked (kind, name)
        on e.kind = asked.kind and e.name = asked.name
    where e.org_id = any(${[...new Set(contacts.map(({ orgId }) => orgId))]}::uuid[])
      and e.contact_id = any(${contacts.map(({ id }) => id)}::uuid[])
      and e.kind in ('api_event', 'goal', 'tag_added')
    group by e.contact_id, e.kind, e.name`;
  for (const { contactId, kind, name, at } of rows) {
    const own = found.get(contactId) ?? [];
    found.set(contactId, own);
    own.push([eventFactKey(kind, name), at.toISOString()]);
  }
  return found;
}
