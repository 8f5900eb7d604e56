-- What the whole flow engine needs: triggers that listen to keys, runs that hear events, wait for calls and can be paused.

-- A trigger is looked up by what it listens to; its own code (core/flow) decides whether it fires.
alter table public.flow_triggers
  add column type text,
  add column keys text[] not null default '{}',
  add column data jsonb not null default '{}',
  add column specificity smallint not null default 0,
  add column interrupts boolean not null default false,
  add column rules jsonb;

update public.flow_triggers t set
  type = t.kind || '-trigger',
  keys = case t.kind when 'keyword' then array['message'] else array['tag_added:' || (t.config ->> 'tag')] end,
  data = t.config - 'kind' - 'nodeId',
  specificity = case t.kind when 'keyword' then 100 else 50 end,
  rules = jsonb_build_object('priority', t.priority, 'reentry', jsonb_build_object('kind', t.reentry), 'overlap', 'wait',
    'exitOn', jsonb_build_object('reply', t.exit_on_reply, 'tags', '[]'::jsonb, 'events', '[]'::jsonb, 'goals', '[]'::jsonb),
    'timeoutMs', null, 'quietHours', null, 'frequencyCap', null);

drop index public.flow_triggers_routing;
alter table public.flow_triggers
  drop column kind, drop column config, drop column reentry, drop column exit_on_reply,
  alter column type set not null,
  alter column rules set not null;
create index flow_triggers_by_key on public.flow_triggers using gin (keys); -- routing of contact events, sweeper
create index flow_triggers_by_org on public.flow_triggers (org_id, priority desc, specificity desc); -- routing of messages

-- The events a run wants to hear (EventKey of core/flow/events.ts), kept true by every turn.
alter table public.flow_runs
  add column listens_to text[] not null default '{}',
  add column paused_at timestamptz;
update public.flow_runs set listens_to = array['replied'] where exit_on_reply and ended_at is null;
alter table public.flow_runs drop column exit_on_reply;
create index flow_runs_listening on public.flow_runs (contact_id) where ended_at is null; -- routing of contact events
create index flow_runs_attention on public.flow_runs (org_id, started_at desc) where status = 'needsAttention'; -- operators' list
create index flow_runs_overdue on public.flow_runs (wake_at) where ended_at is null and wake_at is not null; -- sweeper

alter table private.run_events
  drop constraint run_events_kind_check,
  -- started, reply, observed: `ref` is a message. happened: an event of the contact. decision, stop, free: `detail` says more.
  add constraint run_events_kind_check
    check (kind in ('started', 'reply', 'observed', 'happened', 'decision', 'stop', 'free')),
  add column contact_event_id bigint,
  add column detail jsonb;
create unique index run_events_happened on private.run_events (run_id, contact_event_id) where contact_event_id is not null;
-- `detail.key` is the id of the command that asked for it, so that asking twice does it once.
create unique index run_events_commands on private.run_events (run_id, kind, (detail ->> 'key')) where detail ? 'key';

alter table public.contact_events
  drop constraint contact_events_kind_check,
  add constraint contact_events_kind_check check (kind in ('tag_added', 'tag_removed', 'attribute_changed', 'consent_changed',
    'segment_entered', 'segment_left', 'api_event', 'goal', 'conversation_resolved')),
  -- Values by name; personal, so an erasure removes the row.
  add column detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object');

-- HTTP requests and questions to a model that a run asked for: request and result stay here, a workflow carries ids only.
create table private.flow_calls (
  run_id uuid not null,
  ordinal int not null,
  org_id uuid not null,
  node_id text not null,
  request jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed')),
  attempt int not null default 0,
  result jsonb,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (run_id, ordinal),
  foreign key (org_id, run_id) references public.flow_runs (org_id, id) on delete cascade
) with (fillfactor = 80);
alter table private.flow_calls enable row level security;
grant select, insert, update, delete on private.flow_calls to parley_worker;

-- Opening times and time zone of the organisation, for business hours and for contacts whose zone isn't known.
alter table public.organizations
  add column time_zone text not null default 'UTC',
  add column business_hours jsonb;

drop function private.publish_flow(uuid, uuid, int, text, jsonb, int, text, boolean);
-- Publishes a checked document as the next version and makes its triggers the live ones. The caller compiled and validated
-- the document (core/flow); this checks role and revision, so that nobody publishes what they didn't see.
create function private.publish_flow(
  p_org_id uuid, p_flow_id uuid, p_draft_rev int, p_note text, p_triggers jsonb, p_rules jsonb)
  returns public.flow_versions
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_flow public.flows;
    v_version public.flow_versions;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'publishing needs the admin role' using errcode = 'PA002';
    end if;
    select * into v_flow from public.flows f where f.org_id = p_org_id and f.id = p_flow_id for update;
    if v_flow.id is null then return null; end if;
    if v_flow.draft_rev <> p_draft_rev then
      raise exception 'the draft has moved on to revision %', v_flow.draft_rev using errcode = 'PA003';
    end if;
    insert into public.flow_versions (org_id, flow_id, number, doc, hash, note, author_id)
    values (p_org_id, p_flow_id, coalesce(v_flow.published_version, 0) + 1, v_flow.draft, v_flow.draft_hash, p_note, private.user_id())
    returning * into v_version;
    update public.flows f set status = 'live', published_version_id = v_version.id, published_version = v_version.number,
      published_hash = v_version.hash where f.id = p_flow_id;
    delete from public.flow_triggers t where t.org_id = p_org_id and t.flow_id = p_flow_id;
    insert into public.flow_triggers (org_id, flow_id, flow_version_id, node_id, type, keys, data, specificity, interrupts, priority, rules)
    select p_org_id, p_flow_id, v_version.id, t ->> 'nodeId', t ->> 'type',
      array(select jsonb_array_elements_text(t -> 'keys')), t -> 'data', (t ->> 'specificity')::smallint,
      (t ->> 'interrupts')::boolean, (p_rules ->> 'priority')::int, p_rules
    from jsonb_array_elements(p_triggers) t;
    return v_version;
  end
  $$;
grant execute on function private.publish_flow(uuid, uuid, int, text, jsonb, jsonb) to app_user;

-- A message that didn't answer the person: what a flow's frequency cap counts.
alter table public.messages add column is_unasked boolean not null default false;
create index messages_unasked on public.messages (contact_id, created_at desc) where is_unasked; -- frequency cap
