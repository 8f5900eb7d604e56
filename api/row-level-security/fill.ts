/** Rows in every table that people may see, so that no check passes because a table is empty. */
import { randomBytes, randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { TestOrg } from '../testing/fixtures.ts';

/** What the fixtures leave out. A new table that people may see needs a row here. */
export async function fillEveryTable(sql: postgres.Sql, org: TestOrg): Promise<void> {
  const { id, contactId, conversationId } = org;
  const [flow, version, run] = [randomUUID(), randomUUID(), randomUUID()];
  const team = randomUUID();
  await sql`insert into public.teams (id, org_id, name) values (${team}, ${id}, 'T')`;
  await sql`insert into public.team_members (org_id, team_id, user_id) values (${id}, ${team}, ${org.users.agent.id})`;
  await sql`
    insert into public.org_invitations (id, org_id, email, role, token_hash, nonce, invited_by, expires_at)
    values (${randomUUID()}, ${id}, 'x@fixture.test', 'agent', ${randomBytes(32)}, ${randomUUID()}, ${org.users.admin.id}, now() + interval '1 day')`;
  await sql`
    insert into public.contact_merges (org_id, merged_contact_id, contact_id, cause, merged_by)
    values (${id}, ${randomUUID()}, ${contactId}, 'people', 'system')`;
  await sql`
    with other as (insert into public.contacts (org_id) values (${id}) returning id)
    insert into public.dismissed_duplicates (org_id, contact_id, other_id)
    select ${id}, least(id, ${contactId}), greatest(id, ${contactId}) from other`;
  await sql`
    insert into public.suppressions (org_id, hash, hint) values (${id}, decode(repeat('00', 32), 'hex'), '+1…00')`;
  await sql`insert into public.consent_settings (org_id) values (${id})`;
  await sql`
    insert into public.attribute_definitions (org_id, key, label, type) values (${id}, 'size', 'Size', 'text')`;
  await sql`update public.contacts set tags = '{lead}' where id = ${contactId}`; // writes contact_events
  await sql`
    insert into public.consent_events (org_id, contact_id, state, source, at)
    values (${id}, ${contactId}, 'granted', 'form', now())`;
  await sql`insert into public.analytics_hours (org_id, at) values (${id}, '2026-01-01T00:00:00Z')`;
  await sql`insert into public.retention_rules (org_id, kind, days) values (${id}, 'runs', 90)`;
  await sql`insert into public.flows (id, org_id, name, draft, draft_hash) values (${flow}, ${id}, 'F', '{}', 'x')`;
  await sql`
    with segment as (
      insert into public.segments (org_id, name, rules) values (${id}, 'S', '{"kind":"all","of":[]}') returning id)
    insert into public.segment_members (org_id, segment_id, contact_id, since)
    select ${id}, id, ${contactId}, now() from segment`;
  await sql`
    insert into public.flow_versions (id, org_id, flow_id, number, doc, hash)
    values (${version}, ${id}, ${flow}, 1, '{}', 'x')`;
  await sql`
    insert into public.flow_triggers (org_id, flow_id, flow_version_id, node_id, type, rules)
    values (${id}, ${flow}, ${version}, 'n', 'keyword-trigger', '{}')`;
  await sql`
    insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id,
      state, workflow_id)
    values (${run}, ${id}, ${flow}, ${version}, ${contactId}, ${conversationId}, 'n', '{}', ${run})`;
  await sql`
    insert into public.flow_run_steps (run_id, n, org_id, seq, node_id, node_type, at)
    values (${run}, 1, ${id}, 1, 'n', 'exit', now())`;
  await sql`
    insert into public.conversation_notes (org_id, conversation_id, text, author_kind, author_id)
    values (${id}, ${conversationId}, 'x', 'flow', ${run})`;
  await sql`
    insert into public.flow_jobs (id, org_id, flow_id, kind, dedupe_key, created_by)
    values (${randomUUID()}, ${id}, ${flow}, 'exit', 'x', 'x')`;
  await sql`
    insert into public.imports (id, org_id, file_name, source, columns, mapping, total, created_by)
    values (${randomUUID()}, ${id}, 'x.csv', '{}', '{Phone}', '{}', 1, 'x')`;
  await sql`
    insert into public.exports (id, org_id, file_name, params, format, created_by)
    values (${randomUUID()}, ${id}, 'x.csv', '{}', 'csv', 'x')`;
  await sql`
    with endpoint as (
      insert into public.webhook_endpoints (org_id, url, events) values (${id}, 'https://x.test/', '{contact.erased}') returning id)
    insert into public.webhook_deliveries (org_id, endpoint_id, type) select ${id}, id, 'endpoint.test' from endpoint`;
  await sql`
    insert into public.media_files (id, org_id, kind, content_type, byte_size, sha256, file_name, is_kept)
    values (${randomUUID()}, ${id}, 'image', 'image/png', 1, '00', 'a.png', true)`;
  await sql`
    with campaign as (insert into public.campaigns (org_id, name, doc) values (${id}, 'C', '{}') returning id)
    insert into public.campaign_recipients (org_id, campaign_id, contact_id, send_at)
    select ${id}, id, ${contactId}, now() from campaign`;
  await sql`
    insert into public.erasures (org_id, contact_id, reason, requested_by) values (${id}, ${randomUUID()}, 'request', 'x')`;
}

/**
 * Of a table into which people insert: what a copy of a row must have anew, as SQL, so that no unique key stands in the way. An `id`
 * is always made anew.
 */
export const freshValues: Readonly<Record<string, Record<string, string>>> = {
  'public.contact_identities': { value: `'+' || floor(random() * 1e12)::bigint` },
  'public.consent_events': { at: 'clock_timestamp()' },
  'public.attribute_definitions': { key: `'k' || floor(random() * 1e12)::bigint` },
  'public.suppressions': { hash: `sha256(gen_random_uuid()::text::bytea)` },
  'public.teams': { name: 'gen_random_uuid()::text' },
  'public.team_members': {
    user_id:
      '(select m.user_id from public.org_members m where m.org_id = r.org_id and m.user_id <> r.user_id limit 1)',
  },
  'public.retention_rules': { kind: `'deliveries'` },
  'public.segments': { name: 'gen_random_uuid()::text' },
};
