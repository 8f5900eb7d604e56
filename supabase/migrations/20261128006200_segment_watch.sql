-- Watched segments hear of what changes their members: by what they look at, contact by contact, and by time at every sweep.

-- What a segment's rules look at, those of the segments in it included: messages, conversations, runs, contacts; `time` when its
-- members change although nothing happens. Kept by a trigger; the triggers below ask for it at every change.
alter table public.segments add column looks_at text[] not null default '{}';
create index segments_watched on public.segments (org_id) where members_since is not null; -- every change of a contact

-- Contacts whose segments have to be looked at again: written with the change, in its transaction, and taken by the worker.
create table private.segment_checks (
  id bigint generated always as identity primary key,
  org_id uuid not null,
  contact_id uuid not null,
  created_at timestamptz not null default now()
);
alter table private.segment_checks enable row level security;
-- NOTE: no policy and no grant for app_user; triggers write it, the worker takes from it.
grant select, update, delete on private.segment_checks to parley_worker; -- update: to lock what it takes

-- Of a tree that was expanded.
create function private.segment_topics(p_part jsonb) returns text[]
  language sql immutable set search_path = ''
  as $$
    select coalesce(array_agg(distinct topic order by topic), '{}')
    from jsonb_path_query(p_part, 'strict $.** ? (@.type() == "object" && exists(@.kind))') test,
      unnest(case
          when test ->> 'kind' in ('messages', 'lastMessage', 'campaign', 'lastOutbound') then array['messages']
          when test ->> 'kind' in ('conversation', 'lastInbound') then array['conversations']
          when test ->> 'kind' = 'flow' then array['runs']
          when test ->> 'kind' in ('name', 'locale', 'country', 'phone') then array['contacts']
          else '{}'::text[] end
        || case when test ? 'days' or test ? 'replyDays' or test ->> 'type' = 'window' then array['time'] else '{}' end) topic
  $$;

-- Segments that these rules name, and those in turn.
create function private.segments_inside(p_org_id uuid, p_rules jsonb) returns setof uuid
  language sql stable set search_path = ''
  as $$
    with recursive named as (
      select (found #>> '{}')::uuid as id
      from jsonb_path_query(p_rules, 'strict $.** ? (@.type() == "object" && @.kind == "segment").segmentId') found
      union
      select (found #>> '{}')::uuid
      from named join public.segments s on s.org_id = p_org_id and s.id = named.id,
        jsonb_path_query(s.rules, 'strict $.** ? (@.type() == "object" && @.kind == "segment").segmentId') found)
    select id from named
  $$;

-- Nobody could say who belongs to a segment that is in itself.
create function private.check_segment() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if new.id in (select private.segments_inside(new.org_id, new.rules)) then
      raise exception 'the segment is in itself' using errcode = 'PA060';
    end if;
    begin
      new.looks_at := private.segment_topics(private.expand_segments(new.org_id, new.rules));
    exception when sqlstate 'PA004' or data_exception then
      if new.rules @? 'strict $.** ? (@.type() == "object" && @.kind == "segment")' then
        raise exception 'too many segments in one another' using errcode = 'PA061';
      end if;
      new.looks_at := '{time}'; -- rules of a newer version: the sweep names them
    end;
    return new;
  end
  $$;
create trigger _200_check before insert or update of rules on public.segments for each row execute function private.check_segment();
update public.segments set rules = rules;

-- Makes the list of members anew, without events: watching begins, or the rules are others now.
create or replace function private.fill_segment(p_segment_id uuid, p_now timestamptz) returns void
  language plpgsql volatile set search_path = '' set jit = off
  as $$
  declare
    v_segment public.segments;
  begin
    select * into v_segment from public.segments s where s.id = p_segment_id;
    v_segment.rules := private.expand_segments(v_segment.org_id, v_segment.rules);
    delete from public.segment_members m where m.segment_id = p_segment_id;
    execute 'insert into public.segment_members (org_id, segment_id, contact_id, since)'
      || ' select c.org_id, $4, c.id, $3 from public.contacts c where c.org_id = $2 and ' || private.segment_condition(v_segment.rules)
      || ' on conflict do nothing'
      using v_segment.rules, v_segment.org_id, p_now, p_segment_id;
    update public.segments s set members_since = p_now, looks_at = private.segment_topics(v_segment.rules) where s.id = p_segment_id;
  end
  $$;

-- Brings the list of a watched segment up to date, at most `p_limit` each way, with an event for each that enters or leaves.
-- The lock keeps those out who look at single contacts meanwhile (worker/segments): they hold it shared.
create or replace function private.refresh_segment(p_segment_id uuid, p_now timestamptz, p_limit int)
  returns table (entered int, "left" int)
  language plpgsql volatile set search_path = '' set jit = off
  as $$
  declare
    v_segment public.segments;
  begin
    perform pg_advisory_xact_lock(hashtextextended('parley.segment:' || p_segment_id, 0));
    select * into v_segment from public.segments s where s.id = p_segment_id and s.members_since is not null;
    if v_segment.id is null then
      return query select 0, 0;
      return;
    end if;
    v_segment.rules := private.expand_segments(v_segment.org_id, v_segment.rules);
    return query execute
      'with matching as materialized (
        select c.id from public.contacts c where c.org_id = $2 and ' || private.segment_condition(v_segment.rules) || '),
      entered as (
        insert into public.segment_members (org_id, segment_id, contact_id, since)
        select $2, $4, x.id, $3 from matching x
        where not exists (select from public.segment_members m where m.segment_id = $4 and m.contact_id = x.id) limit $5
        on conflict do nothing returning contact_id),
      gone as (
        delete from public.segment_members m where m.segment_id = $4 and m.contact_id in (
          select old.contact_id from public.segment_members old where old.segment_id = $4
            and not exists (select from matching x where x.id = old.contact_id) limit $5)
        returning contact_id),
      events as (
        insert into public.contact_events (org_id, contact_id, kind, name)
        select $2, contact_id, ''segment_entered'', $4::text from entered
        union all select $2, contact_id, ''segment_left'', $4::text from gone)
      select (select count(*)::int from entered), (select count(*)::int from gone)'
      using v_segment.rules, v_segment.org_id, p_now, p_segment_id, p_limit;
  end
  $$;

-- Rules changed: of every segment that this one is in, too. The members of watched ones are made anew, without events.
create or replace function private.refill_segment() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_segment public.segments;
  begin
    for v_segment in
      select * from public.segments s
      where s.org_id = new.org_id and (s.id = new.id or new.id in (select private.segments_inside(s.org_id, s.rules)))
      order by s.id
    loop
      begin
        v_segment.rules := private.expand_segments(v_segment.org_id, v_segment.rules);
      exception when sqlstate 'PA004' then
        raise exception 'too many segments in one another' using errcode = 'PA061';
      end;
      if v_segment.members_since is not null then
        perform private.fill_segment(v_segment.id, now());
      end if;
    end loop;
    return null;
  end
  $$;
drop trigger _500_refill on public.segments;
create trigger _500_refill after update of rules on public.segments for each row
  when (old.rules is distinct from new.rules) execute function private.refill_segment();

-- A segment that is gone is false wherever it is named.
create function private.refuse_segment_delete() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if exists (select from public.organizations o where o.id = old.org_id) and exists (
      select from public.segments s where s.org_id = old.org_id and s.id <> old.id
        and old.id in (select private.segments_inside(s.org_id, s.rules))) then
      raise exception 'another segment names it' using errcode = 'PA062';
    end if;
    return old;
  end
  $$;
create trigger _200_named before delete on public.segments for each row execute function private.refuse_segment_delete();

-- What happened to contacts that some watched segment of theirs looks at. The topic is the trigger's argument.
create function private.note_segment_checks() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into private.segment_checks (org_id, contact_id)
    select distinct n.org_id, n.contact_id from new_rows n
    where exists (select from public.segments s
      where s.org_id = n.org_id and s.members_since is not null and tg_argv[0] = any (s.looks_at));
    return null;
  end
  $$;
create trigger _600_segments_on_insert after insert on public.messages
  referencing new table as new_rows for each statement execute function private.note_segment_checks('messages');
create trigger _600_segments_on_insert after insert on public.conversations
  referencing new table as new_rows for each statement execute function private.note_segment_checks('conversations');
create trigger _600_segments_on_insert after insert on public.flow_runs
  referencing new table as new_rows for each statement execute function private.note_segment_checks('runs');
create trigger _600_segments_on_insert after insert on public.contact_identities
  referencing new table as new_rows for each statement execute function private.note_segment_checks('contacts');

create function private.note_segment_checks_of_statuses() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into private.segment_checks (org_id, contact_id)
    select distinct n.org_id, n.contact_id from new_rows n join old_rows o on o.id = n.id
    where n.status <> o.status and n.status <> 'sending' and exists (select from public.segments s
      where s.org_id = n.org_id and s.members_since is not null and 'messages' = any (s.looks_at));
    return null;
  end
  $$;
create trigger _600_segments_on_update after update on public.messages
  referencing new table as new_rows old table as old_rows for each statement execute function private.note_segment_checks_of_statuses();

-- NOTE: tags, attributes and consent have events of their own, which are routed past the segments. A new contact may have none.
create function private.note_segment_checks_of_contacts() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into private.segment_checks (org_id, contact_id)
    select n.org_id, n.id from new_rows n
    where exists (select from public.segments s where s.org_id = n.org_id and s.members_since is not null);
    return null;
  end
  $$;
create trigger _600_segments_on_insert after insert on public.contacts
  referencing new table as new_rows for each statement execute function private.note_segment_checks_of_contacts();

-- By row, because nearly every update changes nothing of this, and then `when` spares the call.
create function private.note_segment_check() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if not exists (select from public.segments s
      where s.org_id = new.org_id and s.members_since is not null and tg_argv[0] = any (s.looks_at)) then return null; end if;
    if tg_argv[0] = 'contacts' then
      insert into private.segment_checks (org_id, contact_id) values (new.org_id, new.id);
    else
      insert into private.segment_checks (org_id, contact_id) values (new.org_id, new.contact_id);
    end if;
    return null;
  end
  $$;
create trigger _600_segments_on_update after update on public.conversations for each row
  when ((new.status, new.mode, new.assignee_id is null, new.unread_count > 0, new.window_expires_at, new.last_inbound_at, new.contact_id)
    is distinct from
    (old.status, old.mode, old.assignee_id is null, old.unread_count > 0, old.window_expires_at, old.last_inbound_at, old.contact_id))
  execute function private.note_segment_check('conversations');
create trigger _600_segments_on_update after update on public.flow_runs for each row
  when ((new.status, new.ended_at) is distinct from (old.status, old.ended_at)) execute function private.note_segment_check('runs');
create trigger _600_segments_on_update after update on public.contacts for each row
  when ((new.name, new.locale, new.country) is distinct from (old.name, old.locale, old.country))
  execute function private.note_segment_check('contacts');

grant execute on function private.segment_topics(jsonb), private.segments_inside(uuid, jsonb) to parley_worker;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
