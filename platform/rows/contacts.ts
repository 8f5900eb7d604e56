/** Table `contacts` with the phone from `contact_identities`. */
import type { Contact } from '../../core/api/schemas.ts';
import type { Sql, Tx } from '../db/pool.ts';
import { toTime } from './time.ts';

export interface ContactRow {
  id: string;
  name: string | null;
  phone: string | null;
  locale: string | null;
  country: string | null;
  time_zone: string | null;
  tags: string[];
  attributes: Record<string, unknown>;
  marketing_consent: Contact['marketingConsent'];
  utility_consent: Contact['utilityConsent'];
  suppressed: boolean;
  is_sample: boolean;
  created_at: Date;
  updated_at: Date;
  created_key: string;
}

/** For a query in which `contacts` is called `c`. */
export function contactColumns(tx: Sql | Tx) {
  return tx`
    c.id, c.name, ${contactPhone(tx)} as phone, c.locale, c.country, c.time_zone, c.tags, c.attributes,
    c.marketing_consent, c.utility_consent, c.suppressed, c.is_sample, c.created_at, c.updated_at, c.created_at::text as created_key`;
}

/** What Meta calls the person, else the phone somebody typed; digits only. For a query in which `contacts` is `c`. */
export function contactPhone(tx: Sql | Tx) {
  return tx`
    (select ltrim(i.value, '+') from public.contact_identities i
      where i.org_id = c.org_id and i.contact_id = c.id and i.kind in ('wa_id', 'phone')
      order by i.kind desc, i.seen_at desc limit 1)`; // 'wa_id' comes after 'phone' in the alphabet
}

export function toContact(row: ContactRow): Contact {
  return {
    id: row.id,
    name: row.name,
    phone: row.phone,
    locale: row.locale,
    country: row.country,
    timeZone: row.time_zone,
    tags: row.tags,
    attributes: row.attributes,
    marketingConsent: row.marketing_consent,
    utilityConsent: row.utility_consent,
    isSuppressed: row.suppressed,
    isSample: row.is_sample,
    createdAt: toTime(row.created_at),
    updatedAt: toTime(row.updated_at),
  };
}
