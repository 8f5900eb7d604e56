-- Numbers of an organisation by the hour, counted from the rows themselves. Every row that changes marks its hour, the worker counts
-- marked hours anew: late statuses, merges and erasures are in the numbers as soon as they are in the rows, and counting twice, or
-- everything from the start, gives the same.

-- When a conversation was opened (it began, or the person came back after it was resolved) and when it was resolved: the row itself
-- knows only its present state.
create table public.conversation_changes (
  id bigint generated always as identity primary key,
  org_id uuid not null,
  conversation_id uuid not null,
  phone_number_id uuid not null,
  kind text not null check (kind in ('opened', 'resolved')),
  at timestamptz not null,
  foreign key (org_id, conversation_id) references public.conversations (org_id, id) on delete cascade
);
alter table public.conversation_changes enable row level security;
create index conversation_changes_conversation on public.conversation_changes (conversation_id, at desc); -- when it was opened last
create index conversation_changes_at on public.conversation_changes (org_id, at); -- counting an hour
create policy select_viewer on public.conversation_changes for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.conversation_changes to app_user, parley_worker;
-- NOTE: no insert, update or delete for anybody: the trigger below writes it, and it goes with its conversation.

create function private.note_conversation_change() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into public.conversation_changes (org_id, conversation_id, phone_number_id, kind, at)
    values (new.org_id, new.id, new.phone_number_id, case when new.status = 'resolved' and tg_op = 'UPDATE' then 'resolved' else 'opened' end,
      case when tg_op = 'UPDATE' then now() else new.created_at end);
    return null;
  end
  $$;
create trigger _500_opened after insert on public.conversations for each row execute function private.note_conversation_change();
create trigger _500_changes after update of status on public.conversations for each row
  when ((new.status = 'resolved') is distinct from (old.status = 'resolved')) execute function private.note_conversation_change();

insert into public.conversation_changes (org_id, conversation_id, phone_number_id, kind, at)
select c.org_id, c.id, c.phone_number_id, 'opened', c.created_at from public.conversations c;
insert into public.conversation_changes (org_id, conversation_id, phone_number_id, kind, at)
select c.org_id, c.id, c.phone_number_id, 'resolved', e.created_at
from public.contact_events e join public.conversations c on c.org_id = e.org_id and c.contact_id = e.contact_id and c.id::text = e.name
where e.kind = 'conversation_resolved';

-- One row is one hour of one number: as of now, of everything that happened in that hour. A message counts in the hour in which it
-- came to be, once, in the state that it has. No names, no ids of people.
create table public.analytics_hours (
  org_id uuid not null references public.organizations (id) on delete cascade,
  -- When the hour begins in the organisation's time zone: not all of them are whole hours away from each other.
  at timestamptz not null,
  -- Null: what belongs to no number.
  phone_number_id uuid,
  received int not null default 0,
  waiting int not null default 0,
  sent int not null default 0,
  delivered int not null default 0,
  read int not null default 0,
  failed int not null default 0,
  opened int not null default 0,
  resolved int not null default 0,
  new_contacts int not null default 0,
  opt_ins int not null default 0,
  opt_outs int not null default 0,
  runs_started int not null default 0,
  runs_completed int not null default 0,
  runs_exited int not null default 0,
  runs_failed int not null default 0,
  -- Counts by name. Failed messages by code, accepted templates by category, runs by `{flow}/{started|completed|exited|failed}`.
  failures jsonb not null default '{}',
  templates jsonb not null default '{}',
  runs jsonb not null default '{}',
  -- Counts by class of duration (private.duration_class), because medians can't be added up.
  people_replies jsonb not null default '{}',
  flow_replies jsonb not null default '{}',
  resolutions jsonb not null default '{}',
  unique nulls not distinct (org_id, at, phone_number_id),
  foreign key (org_id, phone_number_id) references public.phone_numbers (org_id, id) on delete cascade
);
alter table public.analytics_hours enable row level security;
create policy select_viewer on public.analytics_hours for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.analytics_hours to app_user, parley_worker;
-- NOTE: no insert, update or delete for anybody: private.count_hour writes it.

-- Counting an hour. By time first: an index that begins with the organisation looks good to the planner also where one of the contact's
-- is the right one (private.consent_state read the whole ledger by it).
-- Before the triggers: messages are written while these are built.
create index flow_runs_ended on public.flow_runs (ended_at, org_id) where ended_at is not null;
create index consent_events_at on public.consent_events (at, org_id);

-- What is to be counted anew: `at` is cut to a quarter of an hour. Without keys or indexes, and a mark may stand here many times: it is
-- written by every statement that changes a message, and two of them must not wait for each other.
create table private.analytics_marks (
  org_id uuid not null,
  at timestamptz not null
);
alter table private.analytics_marks enable row level security;
grant select on private.analytics_marks to parley_worker;

create function private.quarter_hour(p_at timestamptz) returns timestamptz
  language sql immutable set search_path = ''
  as $$ select date_bin('15 minutes', p_at, timestamptz '2020-01-01 00:00+00') $$;

-- Rows of the transition table; the argument names the column with the time.
create function private.mark_hours() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    case tg_argv[0]
      when 'at' then
        insert into private.analytics_marks (org_id, at) select distinct c.org_id, private.quarter_hour(c.at) from changed_rows c;
      when 'created_at' then
        insert into private.analytics_marks (org_id, at) select distinct c.org_id, private.quarter_hour(c.created_at) from changed_rows c;
    end case;
    return null;
  end
  $$;
create trigger _700_count_insert after insert on public.messages
  referencing new table as changed_rows for each statement execute function private.mark_hours('created_at');
create trigger _700_count_delete after delete on public.messages
  referencing old table as changed_rows for each statement execute function private.mark_hours('created_at');
create trigger _700_count_insert after insert on public.contacts
  referencing new table as changed_rows for each statement execute function private.mark_hours('created_at');
create trigger _700_count_delete after delete on public.contacts
  referencing old table as changed_rows for each statement execute function private.mark_hours('created_at');
create trigger _700_count_insert after insert on public.conversation_changes
  referencing new table as changed_rows for each statement execute function private.mark_hours('at');
create trigger _700_count_delete after delete on public.conversation_changes
  referencing old table as changed_rows for each statement execute function private.mark_hours('at');
create trigger _700_count_delete after delete on public.consent_events
  referencing old table as changed_rows for each statement execute function private.mark_hours('at');

create function private.mark_hours_of_messages() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    -- NOTE: queued and sending are one state here.
    insert into private.analytics_marks (org_id, at)
    select distinct n.org_id, private.quarter_hour(n.created_at)
    from new_rows n join old_rows o on o.id = n.id
    where (n.status <> o.status and (o.status, n.status) <> ('queued', 'sending'))
      or n.error_code is distinct from o.error_code or n.pricing is distinct from o.pricing;
    return null;
  end
  $$;
-- A join of two transition tables that nobody has statistics of (private.broadcast_message_changes has the same).
alter function private.mark_hours_of_messages() set enable_nestloop = off;
create trigger _700_count_update after update on public.messages
  referencing new table as new_rows old table as old_rows for each statement execute function private.mark_hours_of_messages();

-- Two conversations have become one: which answer was the first may be another now, all over it.
create function private.mark_hours_of_merge() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into private.analytics_marks (org_id, at)
    select distinct m.org_id, private.quarter_hour(m.created_at) from public.messages m
    where m.org_id = new.org_id and m.contact_id = new.contact_id;
    return null;
  end
  $$;
create trigger _700_count after insert on public.contact_merges for each row execute function private.mark_hours_of_merge();

-- An entry of the ledger counts when it changes what the one before it said: one that comes late changes what comes behind it.
create function private.mark_hours_of_consent() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into private.analytics_marks (org_id, at)
    select distinct n.org_id, private.quarter_hour(e.at)
    from new_rows n join public.consent_events e
      on e.org_id = n.org_id and e.contact_id = n.contact_id and e.purpose = n.purpose and e.at >= n.at;
    return null;
  end
  $$;
create trigger _700_count_insert after insert on public.consent_events
  referencing new table as new_rows for each statement execute function private.mark_hours_of_consent();

create function private.mark_hours_of_run() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_run public.flow_runs := case when tg_op = 'DELETE' then old else new end;
  begin
    insert into private.analytics_marks (org_id, at)
    select distinct v_run.org_id, private.quarter_hour(t)
    from unnest(array[v_run.started_at, v_run.ended_at, case when tg_op = 'UPDATE' then old.ended_at end]) t where t is not null;
    return null;
  end
  $$;
create trigger _700_count_insert after insert on public.flow_runs for each row execute function private.mark_hours_of_run();
create trigger _700_count_delete after delete on public.flow_runs for each row execute function private.mark_hours_of_run();
-- By row, because nearly every update changes nothing of this, and then `when` spares the call.
create trigger _700_count_update after update on public.flow_runs for each row
  when ((new.ended_at, new.conversation_id) is distinct from (old.ended_at, old.conversation_id)
    or (new.ended_at is not null and new.status <> old.status))
  execute function private.mark_hours_of_run();

-- Each class is a tenth longer than the one before: class n is from 1.1^n seconds on. What is read from it is right within 5 %
-- (core/analytics/durations.ts).
create function private.duration_class(p_from timestamptz, p_to timestamptz) returns text
  language sql immutable set search_path = ''
  as $$ select floor(ln(greatest(extract(epoch from p_to - p_from), 1)) / ln(1.1))::int::text $$;

-- Counts one hour of an organisation anew. Messages that a number brought with it from the phone (`history`) are older than the hour
-- in which they came, and count nowhere.
-- A first reply is the first message of people (or of a flow) after the person's first message since the conversation was opened. It
-- counts in the hour in which it was written, whatever became of it then.
create function private.count_hour(p_org_id uuid, p_from timestamptz) returns void
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_to timestamptz := p_from + interval '1 hour';
  begin
    -- Hours that begin at another minute are left from another time zone.
    delete from public.analytics_hours h
      where h.org_id = p_org_id and h.at > p_from - interval '1 hour' and h.at < v_to;
    insert into public.analytics_hours (org_id, at, phone_number_id, received, waiting, sent, delivered, read, failed, opened, resolved,
      new_contacts, opt_ins, opt_outs, runs_started, runs_completed, runs_exited, runs_failed,
      failures, templates, runs, people_replies, flow_replies, resolutions)
    with said as materialized (
      select m.conversation_id, m.phone_number_id, m.created_at, m.direction = 'outbound' as is_ours,
        case when m.direction = 'inbound' then 'received' when m.status = 'played' then 'read'
          when m.status in ('sent', 'delivered', 'read', 'failed') then m.status else 'waiting' end as state,
        case when m.status = 'failed' then coalesce(m.error_code, 'unknown') end as code,
        case when m.type = 'template' and m.status in ('sent', 'delivered', 'read', 'played')
          then lower(coalesce(m.pricing ->> 'category', m.purpose, 'unknown')) end as category,
        case when m.direction = 'inbound' then null when m.source = 'flow' then 'flow'
          when m.source in ('agent', 'phoneApp') then 'people' end as writer
      from public.messages m
      where m.org_id = p_org_id and m.created_at >= p_from and m.created_at < v_to and m.source <> 'history'
    ), spells as (
      select o.conversation_id, o.at as opened_at, coalesce(lead(o.at) over (partition by o.conversation_id order by o.at), v_to) as until
      from (select distinct s.conversation_id from said s where s.writer is not null) t
      cross join lateral (
        (select c.conversation_id, c.at from public.conversation_changes c
          where c.conversation_id = t.conversation_id and c.kind = 'opened' and c.at <= p_from order by c.at desc limit 1)
        union all
        (select c.conversation_id, c.at from public.conversation_changes c
          where c.conversation_id = t.conversation_id and c.kind = 'opened' and c.at > p_from and c.at < v_to)) o
    ), asked as (
      select s.*, q.created_at as asked_at from spells s cross join lateral (
        select m.created_at from public.messages m
        where m.conversation_id = s.conversation_id and m.created_at >= s.opened_at and m.created_at < s.until
          and m.direction = 'inbound' and m.source <> 'history' order by m.created_at limit 1) q
    ), answered as (
      select a.conversation_id, a.asked_at, s.phone_number_id, s.writer, min(s.created_at) as at
      from asked a join said s on s.conversation_id = a.conversation_id and s.writer is not null
        and s.created_at >= a.asked_at and s.created_at < a.until
      group by 1, 2, 3, 4
    ), durations as (
      select a.phone_number_id, a.writer as kind, private.duration_class(a.asked_at, a.at) as name
      from answered a
      where a.asked_at >= p_from or not exists (
        select from public.messages m
        where m.conversation_id = a.conversation_id and m.created_at >= a.asked_at and m.created_at < p_from
          and m.direction = 'outbound' and case when a.writer = 'flow' then m.source = 'flow' else m.source in ('agent', 'phoneApp') end)
      union all
      select c.phone_number_id, 'resolution', private.duration_class(o.at, c.at)
      from public.conversation_changes c cross join lateral (
        select b.at from public.conversation_changes b
        where b.conversation_id = c.conversation_id and b.kind = 'opened' and b.at <= c.at order by b.at desc limit 1) o
      where c.org_id = p_org_id and c.at >= p_from and c.at < v_to and c.kind = 'resolved'
    ), runs as (
      select v.phone_number_id, r.flow_id, r.kind
      from (
        select f.conversation_id, f.flow_id, 'started' as kind from public.flow_runs f
        where f.org_id = p_org_id and f.started_at >= p_from and f.started_at < v_to
        union all
        select f.conversation_id, f.flow_id, f.status from public.flow_runs f
        where f.org_id = p_org_id and f.ended_at is not null and f.ended_at >= p_from and f.ended_at < v_to) r
      join public.conversations v on v.id = r.conversation_id
    ), facts as (
      -- All of them as: number, kind, name (where the kind has some), count.
      select phone_number_id, state as kind, null as name, count(*) as n from said group by 1, 2
      union all select phone_number_id, 'failure', code, count(*) from said where code is not null and is_ours group by 1, 3
      union all select phone_number_id, 'template', category, count(*) from said where category is not null and is_ours group by 1, 3
      union all select c.phone_number_id, c.kind, null, count(*) from public.conversation_changes c
        where c.org_id = p_org_id and c.at >= p_from and c.at < v_to group by 1, 2
      union all select phone_number_id, kind, name, count(*) from durations group by 1, 2, 3
      union all select phone_number_id, 'run ' || kind, null, count(*) from runs group by 1, 2
      union all select phone_number_id, 'run', flow_id || '/' || kind, count(*) from runs group by 1, 3
      union all select null, 'contact', null, count(*) from public.contacts c
        where c.org_id = p_org_id and c.created_at >= p_from and c.created_at < v_to having count(*) > 0
      union all select null, 'consent ' || e.state, null, count(*) from public.consent_events e
        where e.org_id = p_org_id and e.at >= p_from and e.at < v_to and e.purpose = 'marketing' and e.state in ('granted', 'denied')
          and e.state is distinct from (select b.state from public.consent_events b
            where b.org_id = e.org_id and b.contact_id = e.contact_id and b.purpose = e.purpose and b.state <> 'requested'
              and (b.at, b.id) < (e.at, e.id)
            order by b.at desc, b.id desc limit 1)
        group by 2
    )
    select p_org_id, p_from, f.phone_number_id,
      coalesce(sum(f.n) filter (where f.kind = 'received'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'waiting'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'sent'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'delivered'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'read'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'failed'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'opened'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'resolved'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'contact'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'consent granted'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'consent denied'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'run started'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'run completed'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'run exited'), 0),
      coalesce(sum(f.n) filter (where f.kind = 'run failed'), 0),
      coalesce(jsonb_object_agg(f.name, f.n) filter (where f.kind = 'failure'), '{}'),
      coalesce(jsonb_object_agg(f.name, f.n) filter (where f.kind = 'template'), '{}'),
      coalesce(jsonb_object_agg(f.name, f.n) filter (where f.kind = 'run'), '{}'),
      coalesce(jsonb_object_agg(f.name, f.n) filter (where f.kind = 'people'), '{}'),
      coalesce(jsonb_object_agg(f.name, f.n) filter (where f.kind = 'flow'), '{}'),
      coalesce(jsonb_object_agg(f.name, f.n) filter (where f.kind = 'resolution'), '{}')
    from facts f group by f.phone_number_id;
  end
  $$;

-- Counts up to `p_limit` marked hours and says how many it was; null: it has only marked hours, of one organisation that is counted from
-- the start, which is enough for one statement. One at a time over all workers: whoever finds another at it answers 0.
-- A mark goes in the transaction that counts; what is written meanwhile has a mark of its own, for the next time.
create function private.count_marked_hours(p_limit int) returns int
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_org uuid;
    v_orgs uuid[];
    v_hours timestamptz[];
  begin
    if not pg_try_advisory_xact_lock(hashtextextended('parley.count_marked_hours', 0)) then return 0; end if;
    select k.org_id into v_org from private.analytics_marks k where k.at = '-infinity' limit 1;
    if v_org is not null then
      delete from private.analytics_marks k where k.org_id = v_org and k.at = '-infinity';
      perform private.mark_all_hours(v_org);
      return null;
    end if;
    select array_agg(m.org_id), array_agg(m.hour) into v_orgs, v_hours from (
      select distinct k.org_id, date_trunc('hour', k.at, o.time_zone) as hour
      -- NOTE: another recount may have been asked for since the look above.
      from private.analytics_marks k join public.organizations o on o.id = k.org_id where k.at > '-infinity' order by 2 desc limit p_limit) m;
    delete from private.analytics_marks k using unnest(v_orgs, v_hours) h (org_id, at), public.organizations o
      where h.org_id = k.org_id and o.id = k.org_id and h.at = date_trunc('hour', k.at, o.time_zone);
    delete from private.analytics_marks k where not exists (select from public.organizations o where o.id = k.org_id);
    perform private.count_hour(h.org_id, h.at) from unnest(v_orgs, v_hours) h (org_id, at);
    return coalesce(cardinality(v_hours), 0);
  end
  $$;

-- What an organisation had before is forgotten, and every hour in which something happened is marked. Cutting by the time zone is slow:
-- only what is left of the rows is cut so.
create function private.mark_all_hours(p_org_id uuid) returns void
  language plpgsql volatile set search_path = ''
  as $$
  begin
    delete from public.analytics_hours h where h.org_id = p_org_id;
    insert into private.analytics_marks (org_id, at)
    select distinct o.id, date_trunc('hour', q.at, o.time_zone) from (
      select distinct private.quarter_hour(f.at) as at from (
        select m.created_at as at from public.messages m where m.org_id = p_org_id
        union all select c.at from public.conversation_changes c where c.org_id = p_org_id
        union all select c.created_at from public.contacts c where c.org_id = p_org_id
        union all select e.at from public.consent_events e where e.org_id = p_org_id
        union all select r.started_at from public.flow_runs r where r.org_id = p_org_id
        union all select r.ended_at from public.flow_runs r where r.org_id = p_org_id and r.ended_at is not null) f) q
    join public.organizations o on o.id = p_org_id;
  end
  $$;

-- Has everything of an organisation counted anew, in the background.
create function private.recount(p_org_id uuid) returns void
  language sql volatile security definer set search_path = ''
  as $$ insert into private.analytics_marks (org_id, at) values (p_org_id, '-infinity') $$;
grant execute on function private.count_marked_hours(int), private.recount(uuid) to parley_worker;

-- Hours begin at another minute in another time zone.
create function private.recount_other_hours() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.recount(new.id);
    return null;
  end
  $$;
create trigger _500_hours after update of time_zone on public.organizations for each row
  when (new.time_zone <> old.time_zone) execute function private.recount_other_hours();

-- After the cascades, which mark what they delete: triggers go by name.
create function private.forget_marks() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    delete from private.analytics_marks k where k.org_id = old.id;
    return null;
  end
  $$;
create trigger _900_marks after delete on public.organizations for each row execute function private.forget_marks();

select private.recount(o.id) from public.organizations o;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
