/** People of an audience, with all that decides whether and what they get: one query for many. */
import type { CampaignPerson } from '../../core/campaigns/message.ts';
import type { CampaignDelivery } from '../../core/campaigns/document.ts';
import type { Sql, Tx } from '../db/pool.ts';

export interface LoadedPerson extends CampaignPerson {
  waId: string | null;
  bsuid: string | null;
}

/** In no order; those who are gone are left out. Works with the caller's own rights. */
export async function loadPeople(
  sql: Sql | Tx,
  orgId: string,
  contactIds: readonly string[],
  { frequencyCap }: Pick<CampaignDelivery, 'frequencyCap'>,
  now: Date,
): Promise<LoadedPerson[]> {
  const capSince = new Date(now.getTime() - (frequencyCap?.periodMs ?? 0));
  const rows = await sql<
    (Omit<LoadedPerson, 'contact' | 'hasRecipient' | 'consent'> &
      Omit<CampaignPerson['contact'], 'phone'> & {
        phone: string | null;
        marketing: CampaignPerson['consent']['marketing'];
        utility: CampaignPerson['consent']['utility'];
      })[]
  >`
    select c.id, c.name, c.locale, c.time_zone as "timeZone", c.tags, c.attributes, c.country, c.suppressed,
      c.marketing_consent as marketing, c.utility_consent as utility, ids.phone, ids.wa_id as "waId", ids.bsuid,
      ${
        frequencyCap === null
          ? sql`0`
          : sql`(select count(*)::int from (select from messages m where m.contact_id = c.id and m.is_unasked and m.status <> 'failed'
              and m.created_at > ${capSince} limit ${frequencyCap.max}) u)`
      } as "unaskedSends"
    from contacts c
    cross join lateral (
      select (array_agg(i.value order by i.seen_at desc, i.value) filter (where i.kind = 'wa_id'))[1] as phone,
        coalesce(
          (array_agg(i.value order by i.seen_at desc, i.value) filter (where i.kind = 'wa_id'))[1],
          (array_agg(ltrim(i.value, '+') order by i.seen_at desc) filter (where i.kind = 'phone'))[1]) as wa_id,
        (array_agg(i.value order by i.seen_at desc) filter (where i.kind = 'bsuid'))[1] as bsuid
      from contact_identities i where i.org_id = c.org_id and i.contact_id = c.id
    ) ids
    where c.org_id = ${orgId} and c.id = any(${contactIds as string[]}::uuid[])`;
  return rows.map(({ country, suppressed, marketing, utility, waId, bsuid, unaskedSends, ...contact }) => ({
    contact,
    ...{ country, suppressed, unaskedSends, waId, bsuid },
    consent: { marketing, utility },
    hasRecipient: waId !== null || bsuid !== null,
  }));
}

/** As SQL: those who are meant by these ids, which may be of contacts that became others. */
export function currentContacts(sql: Sql | Tx, orgId: string, contactIds: readonly string[]) {
  if (contactIds.length === 0) return sql`'{}'::uuid[]`;
  return sql`array(select private.current_contact(${orgId}, id) from unnest(${contactIds as string[]}::uuid[]) id)`;
}
