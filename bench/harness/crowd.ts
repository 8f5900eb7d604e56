/**
 * An organisation as large as they come, made by set-based SQL: everything that production has (triggers, foreign keys, indexes)
 * does its work. The same numbers make the same people, give or take a `random()`; times are spread over a year before now.
 */
import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { demo } from '../../platform/seed/demo.ts';

export interface CrowdSize {
  contacts: number;
  messages: number;
}

export interface Crowd extends CrowdSize {
  orgId: string;
  /** Its one member who isn't there for being assigned to. */
  memberId: string;
  flowId: string;
  campaignId: string;
  phoneNumberId: string;
  assigneeId: string;
}

export const SHORT_CROWD: CrowdSize = { contacts: 20_000, messages: 200_000 };
export const FULL_CROWD: CrowdSize = { contacts: 100_000, messages: 1_000_000 };

const FLOWS = 20;
const CAMPAIGNS = 12;

/**
 * Fills a new organisation in one transaction and analyses the tables. What happened to its contacts counts as routed already,
 * so that a running worker has nothing to do with them.
 * @param sql superuser
 * @param memberId a user who becomes its agent
 */
export async function gatherCrowd(
  sql: postgres.Sql,
  name: string,
  size: CrowdSize,
  memberId: string,
): Promise<Crowd> {
  const orgId = randomUUID();
  const crowd = await sql.begin(async (tx) => {
    await tx`select setseed(0.42), set_config('parley.wakes_flows', 'off', true)`;
    const seats = await openOffice(tx, orgId, name, memberId);
    await inviteContacts(tx, orgId, size);
    await talk(tx, orgId, size);
    await runFlows(tx, orgId);
    await tx`
      insert into contact_events (org_id, contact_id, kind, name, detail, created_at)
      select ${orgId}, c.id, case when random() < 0.7 then 'api_event' else 'goal' end,
        (array['order.paid', 'cart.left', 'signed-up', 'visited'])[1 + floor(random() * 4)::int], '{"amount": 12}',
        now() - random() * interval '365 days'
      from contacts c where c.org_id = ${orgId}`;
    return { ...size, orgId, memberId, ...seats };
  });
  await sql`vacuum analyze contacts, contact_identities, contact_events, consent_events, contact_fields, conversations, messages,
    flow_runs, flow_run_steps, flows, flow_versions, segments, org_members`;
  return crowd;
}

async function openOffice(tx: postgres.TransactionSql, orgId: string, name: string, memberId: string) {
  await tx`insert into organizations (id, name, slug) values (${orgId}, ${name}, ${`crowd-${orgId}`})`;
  await tx`insert into org_members (org_id, user_id, role) values (${orgId}, ${memberId}, 'agent')`;
  const numbers = await tx<{ id: string }[]>`
    with waba as (
      insert into waba_accounts (org_id, app_key, meta_waba_id, name) values (${orgId}, ${demo.appKey}, ${orgId}, 'Crowd')
      returning id)
    insert into phone_numbers (org_id, waba_account_id, meta_phone_number_id, display_phone_number)
    select ${orgId}, waba.id, ${orgId} || n, '+1 555 020 000' || n from waba, generate_series(1, 2) n returning id`;
  await tx`
    with made as (
      insert into flows (org_id, name, status, draft, draft_hash, published_version)
      select ${orgId}, 'Flow ' || n, 'paused', f.draft, f.draft_hash, 1
      from flows f, generate_series(1, ${FLOWS}) n where f.id = ${demo.flows.welcome} returning id, org_id, draft, draft_hash)
    insert into flow_versions (org_id, flow_id, number, doc, hash) select org_id, id, 1, draft, draft_hash from made`;
  await tx`
    update flows f set published_version_id = v.id, published_hash = v.hash
    from flow_versions v where v.flow_id = f.id and f.org_id = ${orgId}`;
  await tx`
    insert into segments (org_id, name, rules)
    select ${orgId}, 'Segment ' || n, '{"kind": "all", "of": [{"kind": "tag", "op": "has", "value": "vip"}]}'
    from generate_series(1, 200) n`;
  const [flow] = await tx<{ id: string }[]>`
    select id from flows where org_id = ${orgId} order by name limit 1`;
  return {
    flowId: flow!.id,
    phoneNumberId: numbers[0]!.id,
    campaignId: campaignId(orgId, 1),
    assigneeId: memberId,
  };
}

/** Campaigns have ids that can be computed: the organisation's, ending in the campaign's number. */
export function campaignId(orgId: string, n: number): string {
  return orgId.slice(0, 24) + String(n).padStart(12, '0');
}

async function inviteContacts(tx: postgres.TransactionSql, orgId: string, { contacts }: CrowdSize) {
  await tx`
    create temporary table guests on commit drop as
    select n, gen_random_uuid() as id, now() - (1 - n / ${contacts}::float8) * interval '730 days' as created_at,
      random() as a, random() as b, random() as c
    from generate_series(1, ${contacts}::int) n`;
  await tx`
    insert into contacts (id, org_id, name, locale, country, time_zone, tags, attributes, created_at)
    select id, ${orgId},
      case when a > 0.05 then
        (array['Anna', 'Ben', 'Carla', 'Deniz', 'Emma', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Luis', 'Mina', 'Nils',
          'Olga', 'Paulo', 'Rosa', 'Samir', 'Tessa', 'Umut'])[1 + n % 20] || ' ' ||
        (array['Abel', 'Becker', 'Costa', 'Duarte', 'Ergin', 'Fuchs', 'Garcia', 'Haas', 'Ivanov', 'Jansen', 'Kaya', 'Lopez',
          'Meyer', 'Novak', 'Okafor', 'Perez', 'Rossi', 'Silva', 'Tanaka', 'Weber'])[1 + n / 20 % 20] || ' ' || n end,
      (array['en_US', 'de', 'pt_BR', 'es', 'tr'])[1 + floor(b * b * 5)::int],
      (array['DE', 'BR', 'US', 'ES', 'TR'])[1 + floor(b * b * 5)::int], 'Europe/Berlin',
      array_remove(array[case when a < 0.02 then 'vip' end, case when b < 0.3 then 'newsletter' end,
        case when n % 1000 = 7 then 'rare' end, 'group-' || n % 50], null),
      jsonb_build_object('plan', (array['free', 'pro', 'team'])[1 + n % 3], 'age', 18 + n % 60, 'member', a < 0.5,
        'born', (date '1960-01-01' + n % 15000)::text),
      created_at
    from guests`;
  await tx`
    insert into contact_identities (org_id, kind, value, contact_id)
    select ${orgId}, k, case k when 'wa_id' then phone else '+' || phone end, id
    from (select id, '49' || (15000000000 + n * 7919::bigint % 1000000000)::text as phone from guests) g, unnest(array['wa_id', 'phone']) k`;
  await tx`
    insert into consent_events (org_id, contact_id, state, source, at)
    select ${orgId}, id, case when c < 0.5 then 'granted' else 'denied' end, 'import', created_at from guests where c < 0.6`;
  await tx`
    insert into consent_events (org_id, contact_id, purpose, state, source, at)
    select ${orgId}, id, 'utility', case when c < 0.1 then 'denied' else 'granted' end, 'import', created_at from guests where c < 0.3`;
}

/** Many people write little and a few write much; each has a conversation on the first number, one in ten on the second, too. */
async function talk(tx: postgres.TransactionSql, orgId: string, { contacts, messages }: CrowdSize) {
  await tx`
    create temporary table threads on commit drop as
    select gen_random_uuid() as id, g.id as contact_id, p.id as phone_number_id, g.n,
      row_number() over (partition by g.n order by p.display_phone_number) as k, random() as a, random() as b
    from guests g join phone_numbers p on p.org_id = ${orgId}
    where p.display_phone_number like '%1' or g.n % 10 = 0`;
  await tx`create index on threads (n) where k = 1`;
  await tx`
    create temporary table said on commit drop as
    select s.*, t.id as conversation_id, t.contact_id, t.phone_number_id
    from (
      select m, least(${contacts}, 1 + floor(${contacts}::int * power(random(), 2)))::int as n, random() as a, random() as b, random() as c,
        now() - (1 - m / ${messages}::float8) * interval '365 days' as at
      from generate_series(1, ${messages}::int) m) s
    join threads t on t.n = s.n and t.k = 1`;
  await tx`
    insert into conversations (id, org_id, contact_id, phone_number_id, mode, status, assignee_id, unread_count, last_inbound_at,
      window_expires_at, last_message_at, last_message_text, last_message_direction, created_at)
    select t.id, ${orgId}, t.contact_id, t.phone_number_id, case when t.a < 0.05 then 'human' else 'bot' end,
      (array['open', 'pending', 'snoozed', 'resolved'])[case when t.b < 0.2 then 1 when t.b < 0.25 then 2 when t.b < 0.26 then 3 else 4 end],
      case when t.a < 0.1 then (select user_id from org_members where org_id = ${orgId}) end,
      case when t.b < 0.1 then 1 else 0 end, s.inbound_at, s.inbound_at + interval '24 hours', s.at, 'See you then', 'inbound',
      coalesce(s.first_at, now() - interval '1 year')
    from threads t left join (
      select conversation_id, max(at) as at, min(at) as first_at, max(at) filter (where a < 0.45) as inbound_at
      from said group by 1) s on s.conversation_id = t.id`;
  await tx`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, wamid, status,
      status_rank, source, campaign_id, purpose, sent_at, delivered_at, read_at, failed_at, sent_by_peer_at, created_at)
    select encode(overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from at) * 1000)::bigint) from 3) from 1 for 6), 'hex')::uuid,
      ${orgId}, conversation_id, contact_id, phone_number_id, case when a < 0.45 then 'inbound' else 'outbound' end, 'text',
      jsonb_build_object('type', 'text', 'text', 'I would like to come on the ' || m || 'th, if that is possible'),
      'I would like to come on the ' || m || 'th, if that is possible',
      case when status <> 'queued' then 'wamid.' || ${orgId}::text || m end, status,
      case status when 'queued' then 0 when 'sent' then 30 when 'failed' then 40 when 'delivered' then 50 when 'read' then 60 else 0 end,
      source, case when source = 'campaign' then (left(${orgId}::text, 24) || lpad((1 + m * ${CAMPAIGNS}::bigint / ${messages + 1})::text, 12, '0'))::uuid end,
      case when a >= 0.45 then 'utility' end,
      case when status in ('sent', 'failed', 'delivered', 'read') then at end,
      case when status in ('delivered', 'read') then at + interval '2 seconds' end,
      case when status = 'read' then at + interval '10 minutes' end, case when status = 'failed' then at end,
      case when a < 0.45 then at end, at
    from (
      select *,
        case when a < 0.45 then 'received' when b < 0.02 then 'failed' when b < 0.1 then 'sent' when b < 0.4 then 'delivered'
          when b < 0.9999 then 'read' else 'queued' end as status,
        case when a < 0.45 then 'contact' when c < 0.4 then 'flow' when c < 0.7 then 'campaign' when c < 0.9 then 'agent' else 'api' end as source
      from said) said
    order by m`;
}

/** Half of the contacts went through a flow, a few are in one. */
async function runFlows(tx: postgres.TransactionSql, orgId: string) {
  await tx`
    create temporary table visits on commit drop as
    select gen_random_uuid() as id, t.id as conversation_id, t.contact_id, t.a, now() - random() * interval '365 days' as at,
      v.flow_id, v.id as version_id
    from threads t join (
      select *, row_number() over (order by flow_id) - 1 as i from flow_versions where org_id = ${orgId}
    ) v on v.i = t.n / 2 % ${FLOWS} where t.n % 2 = 0 and t.k = 1`;
  await tx`
    insert into flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, status, state, seq,
      current_node_id, workflow_id, started_at, ended_at)
    select id, ${orgId}, flow_id, version_id, contact_id, conversation_id, 'start', status, '{"wait": {"code": "http_failed"}}', 3,
      'ask', id, at, case when status in ('waiting', 'needsAttention') then null else at + interval '1 hour' end
    from (
      select *, case when a < 0.05 then 'waiting' when a < 0.055 then 'needsAttention' when a < 0.8 then 'completed'
        when a < 0.97 then 'exited' else 'failed' end as status
      from visits) v`;
  await tx`
    insert into flow_run_steps (run_id, n, org_id, seq, node_id, node_type, port, at)
    select v.id, n, ${orgId}, n, 'node-' || n, 'send-text', 'next', now() from visits v, generate_series(1, 3) n`;
}
