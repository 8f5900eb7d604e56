/** What merging one contact into another would do; `private.merge_contacts` does it, and a test compares the two. */
import type { MergePreview } from '../core/api/people.ts';
import type { Contact } from '../core/api/schemas.ts';
import { consentState, type ConsentEntry, type ConsentPurpose } from '../core/messaging/consent.ts';
import type { Tx } from '../platform/db/pool.ts';
import { identitiesOf } from './contact-identities.ts';

export async function previewMerge(tx: Tx, org: string, into: Contact, from: Contact): Promise<MergePreview> {
  const entries = await tx<ConsentEntry[]>`
    select e.purpose, e.state, e.at from public.consent_events e
    where e.org_id = ${org} and e.contact_id = any(
      private.ids_of_contact(${org}, ${into.id}) || private.ids_of_contact(${org}, ${from.id}))`;
  const [counts] = await tx<{ moved: number; joined: number; runs: number }[]>`
    select (select count(*)::int from public.flow_runs r
        where r.org_id = ${org} and r.contact_id = ${from.id} and r.ended_at is null) as runs,
      count(v.id) filter (where o.id is null)::int as moved, count(o.id)::int as joined
    from public.conversations v
    left join public.conversations o on o.org_id = v.org_id and o.contact_id = ${into.id} and o.phone_number_id = v.phone_number_id
    where v.org_id = ${org} and v.contact_id = ${from.id}`;
  const { moved, joined, runs } = counts!;
  const after = (purpose: ConsentPurpose) => consentState(entries, purpose);
  return {
    contact: {
      ...united(into, from),
      marketingConsent: after('marketing'),
      utilityConsent: after('utility'),
      isSuppressed: into.isSuppressed || from.isSuppressed,
    },
    dropped: droppedBy(into, from),
    identities: await identitiesOf(tx, org, [into.id, from.id]),
    consent: {
      marketing: { before: into.marketingConsent, after: after('marketing') },
      utility: { before: into.utilityConsent, after: after('utility') },
    },
    conversations: { moved, joined },
    activeRuns: runs,
  };
}

const profileFields = ['name', 'locale', 'country', 'timeZone'] as const;

/** The profile of both: what `into` has stays. */
function united(into: Contact, from: Contact): Contact {
  const profile = Object.fromEntries(profileFields.map((field) => [field, into[field] ?? from[field]]));
  return {
    ...into,
    ...profile,
    tags: [...new Set([...into.tags, ...from.tags])],
    attributes: { ...from.attributes, ...into.attributes },
  };
}

/** Values of `from` that give way to others of `into`. */
function droppedBy(into: Contact, from: Contact): MergePreview['dropped'] {
  const pairs = [
    ...profileFields.map((field) => ({ field: field, kept: into[field], dropped: from[field] })),
    ...Object.entries(from.attributes)
      .filter(([name]) => name in into.attributes)
      .map(([name, value]) => ({
        field: `attributes.${name}`,
        kept: scalar(into.attributes[name]),
        dropped: scalar(value),
      })),
  ];
  return pairs.filter(({ kept, dropped }) => kept !== null && dropped !== null && kept !== dropped);
}

function scalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
