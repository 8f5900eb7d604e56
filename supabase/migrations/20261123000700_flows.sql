-- Flows, their published versions and the runs of people through them.

create table public.flows (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'archived')),
  draft jsonb not null,
  draft_rev int not null default 1,
  draft_hash text not null,
  published_version_id uuid,
  published_version int,
  published_hash text,
  -- The number to start on when no message chose one; null: the organisation's only number.
  phone_number_id uuid,
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  foreign key (org_id, phone_number_id) references public.phone_numbers (org_id, id)
);
alter table public.flows enable row level security;
create index flows_list on public.flows (org_id, updated_at desc, id desc);

-- Immutable: a run stays on the version it started with.
create table public.flow_versions (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null,
  flow_id uuid not null,
  number int not null,
  doc jsonb not null,
  hash text not null,
  note text,
  author_id uuid,
  created_at timestamptz not null default now(),
  unique (org_id, id),
  unique (flow_id, number),
  foreign key (org_id, flow_id) references public.flows (org_id, id) on delete cascade
);
alter table public.flow_versions enable row level security;
create trigger _100_immutable before update on public.flow_versions for each row execute function private.refuse_change();

-- The triggers of every live version, compiled when it was published; routing reads them by organisation.
create table public.flow_triggers (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null,
  flow_id uuid not null,
  flow_version_id uuid not null,
  node_id text not null,
  kind text not null,
  config jsonb not null,
  priority int not null default 0,
  reentry text not null check (reentry in ('always', 'whenIdle', 'once')),
  exit_on_reply boolean not null default false,
  foreign key (org_id, flow_id) references public.flows (org_id, id) on delete cascade,
  foreign key (org_id, flow_version_id) references public.flow_versions (org_id, id) on delete cascade
);
alter table public.flow_triggers enable row level security;
create index flow_triggers_routing on public.flow_triggers (org_id, kind, priority desc);

create table public.flow_runs (
  id uuid primary key,
  org_id uuid not null,
  flow_id uuid not null,
  flow_version_id uuid not null,
  contact_id uuid not null,
  conversation_id uuid not null,
  trigger_node_id text not null,
  cause_depth smallint not null default 0,
  exit_on_reply boolean not null default false,
  -- It has handed the conversation to people itself, and may finish what it says.
  handed_over boolean not null default false,
  status text not null default 'running'
    check (status in ('running', 'waiting', 'needsAttention', 'completed', 'exited', 'failed')),
  outcome text,
  state jsonb not null,
  -- The newest turn whose first transaction is committed, and what it answered: a turn that runs again gets this answer.
  seq int not null default 0,
  turn_result jsonb,
  -- Number of the next run_events row to consume.
  next_event int not null default 1,
  current_node_id text,
  waiting_for text,
  wake_at timestamptz,
  workflow_id text not null unique,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  foreign key (org_id, flow_id) references public.flows (org_id, id) on delete cascade,
  foreign key (org_id, flow_version_id) references public.flow_versions (org_id, id),
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade,
  foreign key (org_id, conversation_id) references public.conversations (org_id, id) on delete cascade
) with (fillfactor = 80);
alter table public.flow_runs enable row level security;
create index flow_runs_newest on public.flow_runs (org_id, started_at desc, id desc); -- run list
create index flow_runs_flow on public.flow_runs (flow_id, started_at desc, id desc);
create index flow_runs_contact on public.flow_runs (contact_id, flow_id); -- re-entry policy, contact panel
create index flow_runs_active on public.flow_runs (conversation_id) where ended_at is null; -- routing
create index flow_runs_active_by_flow on public.flow_runs (flow_id) where ended_at is null; -- counts in the flow list

-- What happened for a run, in the order it will be consumed. References only: the message itself is in messages.
create table private.run_events (
  run_id uuid not null references public.flow_runs (id) on delete cascade,
  n int not null,
  -- reply: the run owns it. observed: it only ends a run that stops when the person writes.
  kind text not null check (kind in ('started', 'reply', 'observed')),
  ref uuid,
  created_at timestamptz not null default now(),
  primary key (run_id, n),
  unique (run_id, kind, ref)
);
alter table private.run_events enable row level security;

-- One visit of a node.
create table public.flow_run_steps (
  run_id uuid not null,
  n int not null,
  org_id uuid not null,
  seq int not null,
  node_id text not null,
  node_type text not null,
  port text,
  problem text,
  message_ids uuid[] not null default '{}',
  at timestamptz not null,
  primary key (run_id, n),
  foreign key (org_id, run_id) references public.flow_runs (org_id, id) on delete cascade
);
alter table public.flow_run_steps enable row level security;

create policy select_viewer on public.flows for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_admin on public.flows for insert to app_user
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy update_admin on public.flows for update to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]))
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy select_viewer on public.flow_versions for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy select_viewer on public.flow_triggers for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy select_viewer on public.flow_runs for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy select_viewer on public.flow_run_steps for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));

grant select on public.flows, public.flow_versions, public.flow_triggers, public.flow_runs, public.flow_run_steps to app_user;
grant insert (id, org_id, name, draft, draft_hash, phone_number_id) on public.flows to app_user;
grant update (name, draft, draft_rev, draft_hash, phone_number_id) on public.flows to app_user;
-- NOTE: versions, triggers and a flow's published state change only through private.publish_flow; runs through the worker.
grant select on public.flows, public.flow_versions, public.flow_triggers to parley_worker;
grant select, insert, update on public.flow_runs, public.flow_run_steps, private.run_events to parley_worker;

create trigger _500_touch before update on public.flows for each row execute function private.touch_updated_at();
create trigger _500_touch before update on public.flow_runs for each row execute function private.touch_updated_at();

-- Publishes a checked document as the next version and makes its triggers the live ones. The caller compiled and validated
-- the document (core/flow); this checks role and revision, so that nobody publishes what they didn't see.
create function private.publish_flow(
  p_org_id uuid, p_flow_id uuid, p_draft_rev int, p_note text,
  p_triggers jsonb, p_priority int, p_reentry text, p_exit_on_reply boolean)
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
    insert into public.flow_triggers (org_id, flow_id, flow_version_id, node_id, kind, config, priority, reentry, exit_on_reply)
    select p_org_id, p_flow_id, v_version.id, t ->> 'nodeId', t ->> 'kind', t, p_priority, p_reentry, p_exit_on_reply
    from jsonb_array_elements(p_triggers) t;
    return v_version;
  end
  $$;
grant execute on function private.publish_flow(uuid, uuid, int, text, jsonb, int, text, boolean) to app_user;

-- An agent's message: checked for role, queued, and its workflow asked for, in one transaction.
create function private.create_agent_message(p_org_id uuid, p_conversation_id uuid, p_message_id uuid, p_content jsonb, p_text text, p_source text)
  returns public.messages
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_conversation public.conversations;
    v_message public.messages;
  begin
    if not (p_org_id = any (private.org_ids_for('agent'))) then
      raise exception 'sending needs the agent role' using errcode = 'PA002';
    end if;
    select * into v_conversation from public.conversations c where c.org_id = p_org_id and c.id = p_conversation_id for update;
    if v_conversation.id is null then return null; end if;
    insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text,
      status, status_rank, source, source_user_id, purpose)
    values (p_message_id, p_org_id, v_conversation.id, v_conversation.contact_id, v_conversation.phone_number_id, 'outbound',
      p_content ->> 'type', p_content, p_text, 'queued', 0, p_source, private.user_id(), 'service')
    returning * into v_message;
    update public.conversations c set last_message_at = v_message.created_at, last_message_text = left(p_text, 200),
      last_message_direction = 'outbound', unread_count = 0 where c.id = v_conversation.id;
    insert into private.outbox (topic, key, payload)
    values ('conversationOutbox', p_conversation_id::text, jsonb_build_object('orgId', p_org_id, 'messageId', p_message_id));
    return v_message;
  end
  $$;
grant execute on function private.create_agent_message(uuid, uuid, uuid, jsonb, text, text) to app_user;
