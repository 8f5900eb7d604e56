/** The random contacts as rows. Not used by the product. */
import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { RandomContact } from './random-contacts.ts';
import { campaignIds, flowIds, NOW, phoneNumberIds } from './vocabulary.ts';

/**
 * Rows of an organisation with a number; answers with its id.
 * @param sql superuser
 * @param isAsked the organisation of the rules' ids: it has the flows and both numbers that they name
 */
export async function createOrganisation(
  sql: postgres.Sql,
  name = 'Segments',
  { isAsked = false, timeZone = 'UTC' } = {},
): Promise<string> {
  const orgId = randomUUID();
  await sql`insert into public.organizations (id, name, slug, time_zone) values (${orgId}, ${name}, ${`s-${orgId}`}, ${timeZone})`;
  await sql`
    with waba as (
      insert into public.waba_accounts (org_id, meta_waba_id, name, app_key) values (${orgId}, ${orgId}, 'W', 'default')
      returning id)
    insert into public.phone_numbers (id, org_id, waba_account_id, meta_phone_number_id, display_phone_number)
    select number, ${orgId}, waba.id, number::text, '+1' from waba, unnest(${isAsked ? phoneNumberIds : [randomUUID()]}::uuid[]) number`;
  if (isAsked) {
    for (const flowId of flowIds) {
      await sql`
        insert into public.flows (id, org_id, name, draft, draft_hash) values (${flowId}, ${orgId}, 'F', '{}', 'x')`;
      await sql`
        insert into public.flow_versions (org_id, flow_id, number, doc, hash) values (${orgId}, ${flowId}, 1, '{}', 'x')`;
    }
  }
  return orgId;
}

/** Into the organisation of the rules' ids. */
export async function insertContacts(
  sql: postgres.Sql,
  orgId: string,
  contacts: readonly RandomContact[],
): Promise<string[]> {
  const numbers = await sql<{ id: string }[]>`
    select id from public.phone_numbers where org_id = ${orgId} order by id`;
  const memberId = randomUUID();
  await sql`insert into auth.users (id, email) values (${memberId}, ${`${memberId}@fixture.test`})`;
  await sql`insert into public.org_members (org_id, user_id, role) values (${orgId}, ${memberId}, 'agent')`;
  const ids: string[] = [];
  for (const [nth, contact] of contacts.entries()) {
    const contactId = randomUUID();
    ids.push(contactId);
    await sql`
      insert into public.contacts (id, org_id, name, country, locale, tags, attributes, marketing_consent, utility_consent,
        created_at)
      values (${contactId}, ${orgId}, ${contact.name}, ${contact.country}, ${contact.locale}, ${contact.tags},
        ${sql.json(contact.attributes as postgres.JSONValue)}, ${contact.consent.marketing}, ${contact.consent.utility},
        ${contact.createdAt})`;
    await sql`delete from public.contact_events where contact_id = ${contactId}`; // what the insert itself made
    if (contact.phone) {
      await sql`
        insert into public.contact_identities (org_id, kind, value, contact_id)
        values (${orgId}, 'phone', ${`+${contact.phone}${nth}`}, ${contactId}), (${orgId}, 'bsuid', ${`49${nth}`}, ${contactId})`;
    }
    for (const talk of contact.conversations) {
      if (!numbers[talk.number]) continue;
      await sql`
        insert into public.conversations (org_id, contact_id, phone_number_id, status, mode, assignee_id, unread_count,
          last_inbound_at, window_expires_at)
        values (${orgId}, ${contactId}, ${numbers[talk.number]!.id}, ${talk.status}, ${talk.mode},
          ${talk.isAssigned ? memberId : null}, ${talk.unread}, ${talk.inboundAt}, ${talk.windowExpiresAt})`;
    }
    await sql`
      insert into public.conversations (org_id, contact_id, phone_number_id, created_at)
      select ${orgId}, ${contactId}, ${numbers[0]!.id}, ${NOW} where ${contact.messages.length + contact.runs.length} > 0
      on conflict (phone_number_id, contact_id) do nothing`;
    for (const { at, status, source, campaign } of contact.messages) {
      await sql`
        insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status,
          status_rank, source, campaign_id, created_at)
        select ${randomUUID()}, ${orgId}, v.id, ${contactId}, v.phone_number_id,
          ${status === 'received' ? 'inbound' : 'outbound'}, 'text', ${status}, 0, ${source},
          ${campaign === null ? null : campaignIds[campaign]!}, ${at}
        from public.conversations v where v.contact_id = ${contactId} limit 1`;
    }
    for (const { flow, status, startedAt, endedAt } of contact.runs) {
      await sql`
        insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id,
          status, state, workflow_id, started_at, ended_at)
        select r.id, ${orgId}, f.flow_id, f.id, ${contactId}, v.id, 't', ${status}, '{}', r.id, ${startedAt},
          ${status === 'waiting' ? null : endedAt}
        from (select gen_random_uuid() as id) r, public.flow_versions f, public.conversations v
        where f.org_id = ${orgId} and f.flow_id = ${flowIds[flow]!} and v.contact_id = ${contactId} limit 1`;
    }
    for (const { kind, name, flow, at } of contact.events) {
      await sql`
        insert into public.contact_events (org_id, contact_id, kind, name, detail, created_at, routed_at)
        values (${orgId}, ${contactId}, ${kind}, ${name}, ${sql.json(kind === 'goal' ? { flowId: flowIds[flow]! } : {})}, ${at}, ${at})`;
    }
  }
  return ids;
}
