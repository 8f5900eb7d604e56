-- What triggers beyond keywords and tags need: events with their data, events by API, schedules and dates.

-- Old and new value travel with the event, so that a trigger can ask for a change from one value to another.
create or replace function private.record_contact_events() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_old_tags text[] := case when tg_op = 'UPDATE' then old.tags else '{}' end;
    v_old_attributes jsonb := case when tg_op = 'UPDATE' then old.attributes else '{}' end;
  begin
    insert into public.contact_events (org_id, contact_id, kind, name, cause_depth, detail)
    select new.org_id, new.id, e.kind, e.name, private.cause_depth(), e.detail
    from (
      select 'tag_added' as kind, t as name, '{}'::jsonb as detail from unnest(new.tags) t where t <> all (v_old_tags)
      union all
      select 'tag_removed', t, '{}' from unnest(v_old_tags) t where t <> all (new.tags)
      union all
      select 'attribute_changed', k, jsonb_build_object(
          'value', private.scalar(new.attributes -> k), 'previous', private.scalar(v_old_attributes -> k))
        from jsonb_object_keys(v_old_attributes || new.attributes) k
        where v_old_attributes -> k is distinct from new.attributes -> k
    ) e;
    return null;
  end
  $$;

-- Data of events are scalars: anything else becomes its text.
create function private.scalar(p_value jsonb) returns jsonb
  language sql immutable set search_path = ''
  as $$ select case when jsonb_typeof(p_value) in ('object', 'array') then to_jsonb(p_value::text) else coalesce(p_value, 'null') end $$;

-- The newest entry by its own time decides, whatever order entries arrive in; a change of the state is an event.
create or replace function private.project_consent() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_state text;
    v_previous text;
  begin
    select e.state into v_state from public.consent_events e
      where e.contact_id = new.contact_id and e.purpose = 'marketing' order by e.at desc, e.id desc limit 1;
    select c.marketing_consent into v_previous from public.contacts c where c.id = new.contact_id for no key update;
    if v_state is distinct from v_previous then
      update public.contacts c set marketing_consent = v_state where c.id = new.contact_id;
      insert into public.contact_events (org_id, contact_id, kind, name, cause_depth, detail)
      values (new.org_id, new.contact_id, 'consent_changed', new.purpose, private.cause_depth(),
        jsonb_build_object('value', v_state, 'previous', v_previous));
    end if;
    return null;
  end
  $$;

-- People closed the conversation: runs that wait for that go on.
create function private.record_resolved() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into public.contact_events (org_id, contact_id, kind, name, cause_depth)
    values (new.org_id, new.contact_id, 'conversation_resolved', new.id::text, private.cause_depth());
    return null;
  end
  $$;
create trigger _500_resolved after update of status on public.conversations for each row
  when (new.status = 'resolved' and old.status is distinct from 'resolved') execute function private.record_resolved();

-- Events by API. The same key again is the same event; two names or two contacts may use one key.
alter table public.contact_events add column dedupe_key text check (length(dedupe_key) between 1 and 255);
create unique index contact_events_once on public.contact_events (contact_id, kind, name, dedupe_key) where dedupe_key is not null;

create function private.record_api_event(p_org_id uuid, p_contact_id uuid, p_name text, p_detail jsonb, p_key text)
  returns table (id bigint, created_at timestamptz, is_new boolean)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('agent'))) then
      raise exception 'reporting an event needs the agent role' using errcode = 'PA002';
    end if;
    if not exists (select from public.contacts c where c.org_id = p_org_id and c.id = p_contact_id) then return; end if;
    return query
      insert into public.contact_events as e (org_id, contact_id, kind, name, detail, dedupe_key)
      values (p_org_id, p_contact_id, 'api_event', p_name, p_detail, p_key)
      on conflict (contact_id, kind, name, dedupe_key) where dedupe_key is not null do nothing
      returning e.id, e.created_at, true;
    if not found then
      return query select e.id, e.created_at, false from public.contact_events e
        where e.contact_id = p_contact_id and e.kind = 'api_event' and e.name = p_name and e.dedupe_key = p_key;
    end if;
  end
  $$;
grant execute on function private.record_api_event(uuid, uuid, text, jsonb, text) to app_user;

-- The campaign that a message belongs to, for triggers on its answers.
alter table public.messages add column campaign_id uuid;

create index flow_triggers_interrupting on public.flow_triggers (org_id) where interrupts; -- routing of every message

create index contacts_time_zone on public.contacts (org_id, (coalesce(time_zone, ''))); -- dates due where it is that time of day

-- Until when a schedule or a date trigger has been looked at; kept over new versions of its flow.
create table private.trigger_clocks (
  org_id uuid not null,
  flow_id uuid not null,
  node_id text not null,
  checked_until timestamptz not null,
  primary key (flow_id, node_id),
  foreign key (org_id, flow_id) references public.flows (org_id, id) on delete cascade
);
alter table private.trigger_clocks enable row level security;
grant select, insert, update, delete on private.trigger_clocks to parley_worker;

-- Which dates of which contacts have been acted upon: once, however often they are looked at.
create table private.trigger_occurrences (
  org_id uuid not null,
  flow_id uuid not null,
  node_id text not null,
  contact_id uuid not null,
  -- The date itself or its anniversary.
  day date not null,
  created_at timestamptz not null default now(),
  primary key (flow_id, node_id, contact_id, day),
  foreign key (org_id, flow_id) references public.flows (org_id, id) on delete cascade,
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade
);
alter table private.trigger_occurrences enable row level security;
create index trigger_occurrences_contact on private.trigger_occurrences (org_id, contact_id); -- erasure
create index trigger_occurrences_age on private.trigger_occurrences (created_at); -- forgetting
grant select, insert, delete on private.trigger_occurrences to parley_worker;
-- NOTE: neither table has a policy or a grant for app_user: they are the sweeper's memory.

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
