/** A row of every kind in an organisation, so that every path of the API has something to find. */
import { randomBytes, randomUUID } from 'node:crypto';
import { newCampaignDoc } from '../../core/campaigns/document.ts';
import { roleOrder as roles } from '../../core/api/permissions.ts';
import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../../core/flow/document.ts';
import { edgesFrom, sampleNode } from '../../core/flow/samples/build.ts';
import { createUser } from './fixtures.ts';
import type { TestApi } from './test-api.ts';

/** Ids by the name of the path's parameter. */
export type Paths = Record<string, string>;

/** Whoever is put into it gets one text. */
export const greeting: FlowDoc = {
  schemaVersion: FLOW_SCHEMA_VERSION,
  nodes: {
    start: sampleNode('manual-trigger', 0, 0, {}),
    greet: sampleNode('send-text', 0, 0, { text: 'Hello' }),
  },
  edges: edgesFrom([['start', 'next', 'greet']]),
  variables: {},
  rules: defaultRules,
  notes: {},
};

const everybody = { kind: 'all', of: [] };

/** Makes the rows. A few ids are of rows that `restorePaths` makes. */
export async function createPaths(api: TestApi, which: 'ours' | 'theirs'): Promise<Paths> {
  const { id: org, contactId, conversationId, users } = api[which];
  const flow = await api.call('createFlow', {
    token: users.admin.token,
    params: { org },
    body: { name: 'Flow', draft: { ...greeting } },
  });
  const run = randomUUID();
  const version = randomUUID();
  const job = randomUUID();
  const { sql } = api.database;
  await sql`
    insert into public.flow_versions (id, org_id, flow_id, number, doc, hash)
    values (${version}, ${org}, ${flow.id}, 1, ${sql.json(flow.draft as never)}, 'x')`;
  await sql`
    insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id,
      state, workflow_id, status, ended_at)
    values (${run}, ${org}, ${flow.id}, ${version}, ${contactId}, ${conversationId}, 'start', '{}', ${run}, 'completed', now())`;
  await sql`
    insert into public.flow_jobs (id, org_id, flow_id, kind, dedupe_key, created_by)
    values (${job}, ${org}, ${flow.id}, 'exit', ${job}, 'test')`;
  const [{ id: key } = { id: '' }] = await sql<{ id: string }[]>`
    insert into public.api_keys (org_id, name, key_hash, role)
    values (${org}, 'Spare', sha256(${org}::uuid::text::bytea), 'viewer') returning id`;
  await sql`
    update public.flows set status = 'live', published_version = 1, published_version_id = ${version} where id = ${flow.id}`;
  const [file, written] = [randomUUID(), randomUUID()];
  await sql`
    insert into public.imports (id, org_id, file_name, file_path, rejected_path, source, columns, mapping, total, created_by)
    values (${file}, ${org}, 'x.csv', 'x', 'x', '{}', '{Phone}', '{}', 1, 'test')`;
  await sql`
    insert into public.exports (id, org_id, file_name, file_path, params, format, created_by)
    values (${written}, ${org}, 'x.csv', 'x', '{}', 'csv', 'test')`;
  const letter = randomUUID();
  await sql`
    insert into private.dead_letters (uid, org_id, kind, cause, reference)
    values (${letter}, ${org}, 'outbox', 'ServiceError', ${sql.json({ topic: 'flowRun', key: run, payload: { orgId: org, flowId: flow.id } })})`;
  const erasure = randomUUID();
  await sql`
    insert into public.erasures (id, org_id, contact_id, reason, requested_by)
    values (${erasure}, ${org}, ${randomUUID()}, 'request', 'test')`;
  const [endpoint, delivery] = [randomUUID(), randomUUID()];
  await fillWebhook(api, { org, endpoint, delivery });
  const segment = randomUUID();
  await sql`insert into public.segments (id, org_id, name, rules) values (${segment}, ${org}, 'All', ${sql.json(everybody)})`;
  const campaign = randomUUID();
  await fillCampaign(api, { org, campaign, contact: contactId });
  const [waba] = await sql<{ id: string }[]>`select id from public.waba_accounts where org_id = ${org}`;
  const [template] = await sql<{ id: string }[]>`
    select id from public.templates where org_id = ${org} order by name limit 1`;
  const [member, invitation, team] = [await createUser(sql, 'member'), randomUUID(), randomUUID()];
  await sql`insert into public.org_members (org_id, user_id, role) values (${org}, ${member.id}, 'viewer')`;
  await sql`
    insert into public.org_invitations (id, org_id, email, role, token_hash, nonce, expires_at)
    values (${invitation}, ${org}, 'invited@fixture.test', 'agent', ${randomBytes(32)}, ${randomUUID()}, now() + interval '1 day')`;
  await sql`insert into public.teams (id, org_id, name) values (${team}, ${org}, 'Team')`;
  const media = randomUUID();
  await sql`
    insert into public.media_files (id, org_id, kind, content_type, byte_size, sha256, file_name, is_kept)
    values (${media}, ${org}, 'image', 'image/png', 1, '00', 'a.png', true)`;
  const message = randomUUID();
  const itsFile = { status: 'stored', contentType: 'image/png', byteSize: 1, sha256: '00', fileName: null };
  await sql`
    insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, status, status_rank,
      source, media)
    select ${message}, org_id, id, contact_id, phone_number_id, 'inbound', 'image', '{}', 'received', 0, 'contact', ${sql.json(itsFile)}
    from public.conversations where id = ${conversationId}`;
  return {
    org,
    message,
    note: randomUUID(),
    media,
    member: member.id,
    invitation,
    team,
    segment,
    campaign,
    waba: waba!.id,
    template: template!.id,
    other: randomUUID(),
    third: randomUUID(),
    suppression: randomUUID(),
    attribute: randomUUID(),
    phone: which === 'ours' ? '15550109100' : '15550109200',
    name: `secret_of_${which}`,
    contact: contactId,
    conversation: conversationId,
    flow: flow.id,
    run,
    job,
    key,
    import: file,
    export: written,
    erasure,
    letter,
    endpoint,
    delivery,
    number: '1',
    before: '1',
    after: '1',
  };
}

/** Brings back what operations have deleted or moved on, for people and keys of our own organisation. */
export async function restorePaths(api: TestApi, paths: Paths): Promise<void> {
  const { org, segment, name, flow, contact, other, suppression, attribute, phone } = paths as Record<
    'org' | 'segment' | 'name' | 'flow' | 'contact' | 'other' | 'suppression' | 'attribute' | 'phone',
    string
  >;
  const { sql } = api.database;
  await sql`
    insert into public.segments (id, org_id, name, rules) values (${segment}, ${org}, 'All', ${sql.json(everybody)})
    on conflict do nothing`;
  await sql`
    insert into private.org_secrets (org_id, name, envelope) values (${org}, ${name}, decode(repeat('00', 40), 'hex'))
    on conflict do nothing`;
  await sql`
    update public.flows set status = 'live', draft_rev = 1, draft = ${sql.json(greeting as never)} where id = ${flow}`;
  const { member, invitation, team } = paths;
  await sql`
    insert into public.org_members (org_id, user_id, role) values (${org}, ${member!}, 'viewer')
    on conflict on constraint org_members_pkey do update set role = 'viewer'`;
  for (const role of roles) {
    await sql`
      insert into public.org_members (org_id, user_id, role) values (${org}, ${api.ours.users[role].id}, ${role}) on conflict do nothing`;
  }
  await sql`delete from public.webhook_endpoints where org_id = ${org} and id <> ${paths.endpoint!}`;
  await fillWebhook(api, paths);
  await fillCampaign(api, paths);
  await sql`update public.org_invitations set revoked_at = null, accepted_at = null, mail_number = 1 where id = ${invitation!}`;
  await sql`insert into public.teams (id, org_id, name) values (${team!}, ${org}, 'Team') on conflict do nothing`;
  await sql`update public.exports set status = 'queued', ended_at = null where org_id = ${org}`;
  await sql`update private.dead_letters set state = 'open', requested_at = null, settled_at = null where org_id = ${org}`;
  await sql`
    insert into public.media_files (id, org_id, kind, content_type, byte_size, sha256, file_name, is_kept)
    values (${paths.media!}, ${org}, 'image', 'image/png', 1, '00', 'a.png', true) on conflict do nothing`;
  await sql`update public.templates set status = 'APPROVED' where org_id = ${org}`;
  await sql`delete from public.contact_merges where org_id = ${org}`;
  await sql`delete from public.erasures where org_id = ${org} and contact_id = ${contact}`;
  await sql`insert into public.contacts (id, org_id) values (${other}, ${org}) on conflict do nothing`;
  await sql`insert into public.contacts (id, org_id) values (${paths.third!}, ${org}) on conflict do nothing`;
  await sql`delete from public.dismissed_duplicates where org_id = ${org}`;
  await sql`
    insert into public.dismissed_duplicates (org_id, contact_id, other_id)
    values (${org}, least(${contact}::uuid, ${other}::uuid), greatest(${contact}::uuid, ${other}::uuid))`;
  await sql`
    insert into public.contact_identities (org_id, kind, value, contact_id)
    values (${org}, 'phone', ${`+${phone}`}, ${contact}) on conflict do nothing`;
  await sql`
    insert into public.suppressions (id, org_id, hash, hint)
    values (${suppression}, ${org}, decode(repeat('00', 32), 'hex'), '+1…00') on conflict do nothing`;
  await sql`delete from public.attribute_definitions where org_id = ${org} and key = 'size'`;
  await sql`
    insert into public.attribute_definitions (id, org_id, key, label, type) values (${attribute}, ${org}, 'x', 'X', 'text')
    on conflict do nothing`;
  const { conversation, note } = paths;
  // Of somebody else: only an admin deletes it, and nobody changes it.
  await sql`
    insert into public.conversation_notes (id, org_id, conversation_id, text, author_kind, author_id)
    values (${note!}, ${org}, ${conversation!}, 'x', 'user', ${api.ours.users.agent.id}) on conflict do nothing`;
  await sql`delete from public.contact_identities where org_id = ${org} and value like '%15550109001'`;
  await sql`delete from public.suppressions where org_id = ${org} and id <> ${suppression}`;
  await sql`update public.contacts set tags = '{old}' where id = ${contact}`;
  // Made by the loop itself, once a name.
  await sql`delete from public.teams where org_id = ${org} and name = 'Support'`;
  await sql`delete from public.segments where org_id = ${org} and name = 'New'`;
}

async function fillWebhook({ database: { sql } }: TestApi, paths: Paths): Promise<void> {
  const { org, endpoint, delivery } = paths as Record<'org' | 'endpoint' | 'delivery', string>;
  await sql`
    insert into public.webhook_endpoints (id, org_id, url, events)
    values (${endpoint}, ${org}, 'https://hooks.fixture.test/', '{contact.erased}')
    on conflict (id) do update set enabled = true`;
  await sql`
    insert into private.webhook_secrets (endpoint_id, org_id, envelope)
    values (${endpoint}, ${org}, decode(repeat('00', 40), 'hex')) on conflict do nothing`;
  await sql`
    insert into public.webhook_deliveries (id, org_id, endpoint_id, type)
    values (${delivery}, ${org}, ${endpoint}, 'endpoint.test') on conflict do nothing`;
}

/** A sound draft with somebody in it; who started it before was nobody of the organisation. */
async function fillCampaign({ database: { sql } }: TestApi, paths: Paths): Promise<void> {
  const { org, campaign, contact } = paths as Record<'org' | 'campaign' | 'contact', string>;
  const doc = newCampaignDoc();
  doc.audience.include = [{ kind: 'contacts', contactIds: [contact] }];
  doc.variants[0]!.template = { name: 'reminder', language: 'en', header: [], body: ['you'] };
  await sql`
    insert into public.campaigns (id, org_id, name, phone_number_id, doc)
    select ${campaign}, ${org}, 'Sale', id, ${sql.json(doc)} from public.phone_numbers where org_id = ${org}
    on conflict (id) do update set doc = excluded.doc, ended_at = null`;
  await sql`
    insert into public.campaign_recipients (org_id, campaign_id, contact_id, send_at)
    values (${org}, ${campaign}, ${contact}, now()) on conflict do nothing`;
}
