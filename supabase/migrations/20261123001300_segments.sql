-- Segments: which contacts belong together, as a tree of tests (core/segments/rules.ts), and who is in those that flows watch.

create table public.segments (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  rules jsonb not null check (jsonb_typeof(rules) = 'object'),
  -- Set while a published flow or an active run names the segment: since then segment_members is kept. Null: nobody watches, and
  -- members are found by asking all contacts.
  members_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  unique (org_id, name)
);
alter table public.segments enable row level security;

-- Who was in a watched segment when it was looked at last. Entering and leaving is written to contact_events in the same
-- transaction; the members found when watching begins, or when the rules are changed, enter without an event.
create table public.segment_members (
  org_id uuid not null,
  segment_id uuid not null,
  contact_id uuid not null,
  since timestamptz not null,
  primary key (segment_id, contact_id),
  foreign key (org_id, segment_id) references public.segments (org_id, id) on delete cascade,
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade
);
alter table public.segment_members enable row level security;
create index segment_members_contact on public.segment_members (org_id, contact_id); -- segments of one contact

create policy select_viewer on public.segments for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_admin on public.segments for insert to app_user
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy update_admin on public.segments for update to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]))
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy delete_admin on public.segments for delete to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy select_viewer on public.segment_members for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));

grant select, delete on public.segments to app_user;
grant insert (id, org_id, name, rules) on public.segments to app_user;
grant update (name, rules) on public.segments to app_user;
grant select on public.segment_members to app_user;
-- NOTE: members_since and the members are the worker's and the triggers': nobody joins a segment by hand.
grant select, update (members_since) on public.segments to parley_worker;
grant select, insert, delete on public.segment_members to parley_worker;

create trigger _500_touch before update of name, rules on public.segments
  for each row execute function private.touch_updated_at();

-- "Happened in the last days", for one contact and for all.
create index contact_events_happened on public.contact_events (org_id, kind, name, contact_id, created_at)
  where kind in ('api_event', 'goal', 'tag_added');

-- One part of a tree as a condition on `contacts c`. The text is put together from the words below and from numbers of places;
-- values are never in it: it reads them out of parameter $1, the tree itself. $2 is the organisation, $3 the time.
-- NOTE: core/segments/matches.ts answers the same question for one contact; a test compares the two.
create function private.segment_part(p_part jsonb, p_path text, p_depth int) returns text
  language plpgsql immutable set search_path = ''
  as $$
  declare
    v_kind text := p_part ->> 'kind';
    v_op text := p_part ->> 'op';
    v_value text := format('($1 #>> %L)', '{' || p_path || ',value}');
    v_since text := format('($3 - make_interval(hours => 24 * ($1 #>> %L)::int))', '{' || p_path || ',days}');
    v_today text := '($3 at time zone ''UTC'')::date';
    v_days text := format('($1 #>> %L)::int', '{' || p_path || ',days}');
    v_attribute text := format('(c.attributes -> ($1 #>> %L))', '{' || p_path || ',name}');
    v_text text;
    v_from text;
    v_at text;
    v_sql text;
  begin
    if v_kind in ('all', 'any') then
      if p_depth > 3 or jsonb_typeof(p_part -> 'of') is distinct from 'array' or jsonb_array_length(p_part -> 'of') = 0 then
        raise exception 'not a group of segment rules at %', p_path using errcode = 'PA004';
      end if;
      select '(' || string_agg(
          private.segment_part(part, concat_ws(',', nullif(p_path, ''), 'of', n - 1), p_depth + 1),
          case v_kind when 'all' then ' and ' else ' or ' end order by n) || ')'
        into v_sql
        from jsonb_array_elements(p_part -> 'of') with ordinality parts (part, n);
      return v_sql;
    end if;

    case v_kind
      when 'tag' then
        v_sql := case v_op
          when 'has' then format('c.tags @> array[%s]', v_value)
          when 'has-not' then format('not c.tags @> array[%s]', v_value)
          when 'is-empty' then 'c.tags = ''{}'''
          when 'is-not-empty' then 'c.tags <> ''{}''' end;
      when 'name' then v_text := 'c.name';
      when 'locale' then v_text := 'c.locale';
      when 'country' then
        v_sql := format('coalesce(c.country, '''') = any (array(select jsonb_array_elements_text($1 #> %L)))', '{' || p_path || ',values}');
        v_sql := case v_op when 'is-one-of' then v_sql when 'is-none-of' then 'not ' || v_sql end;
      when 'consent' then
        v_sql := case v_op
          when 'is' then format('c.marketing_consent = %s', v_value)
          when 'is-not' then format('c.marketing_consent <> %s', v_value) end;
      when 'created' then
        v_sql := case v_op
          when 'in-last-days' then format('c.created_at > %s', v_since)
          when 'more-than-days-ago' then format('c.created_at <= %s', v_since) end;
      when 'lastInbound' then
        v_from := 'exists (select from public.conversations v where v.org_id = $2 and v.contact_id = c.id and v.last_inbound_at';
        v_at := v_from || ' is not null)';
        v_from := v_from || format(' > %s)', v_since);
      when 'lastOutbound' then
        v_at := 'exists (select from public.messages v where v.org_id = $2 and v.contact_id = c.id and v.direction = ''outbound'''
          || ' and v.status not in (''queued'', ''sending'', ''failed'')';
        v_from := v_at || format(' and v.created_at > %s)', v_since);
        v_at := v_at || ')';
      when 'event' then
        v_sql := case when p_part ->> 'event' in ('api_event', 'goal', 'tag_added') then format(
          'exists (select from public.contact_events v where v.org_id = $2 and v.contact_id = c.id and v.kind = %L and v.name = ($1 #>> %L) and v.created_at > %s)',
          p_part ->> 'event', '{' || p_path || ',name}', v_since) end;
        v_sql := case v_op when 'happened' then v_sql when 'not-happened' then 'not ' || v_sql end;
      when 'attribute' then
        if v_op = 'is-empty' then
          v_sql := format('coalesce(%s #>> ''{}'', '''') = ''''', v_attribute);
        elsif v_op = 'is-not-empty' then
          v_sql := format('%s #>> ''{}'' <> ''''', v_attribute);
        else
          case p_part ->> 'type'
            when 'text' then
              v_text := format('case jsonb_typeof(%1$s) when ''number'' then case when %1$s::numeric = trunc(%1$s::numeric)'
                ' and abs(%1$s::numeric) <= 9007199254740991 then trunc(%1$s::numeric)::text end'
                ' when ''string'' then %1$s #>> ''{}'' when ''boolean'' then %1$s #>> ''{}'' end', v_attribute);
            when 'number' then
              v_at := format('case jsonb_typeof(%1$s) when ''number'' then case when abs(%1$s::numeric) < 1e300 then %1$s::numeric::float8 end'
                ' when ''string'' then case when %1$s #>> ''{}'' ~ ''^[+-]?[0-9]{1,15}([.][0-9]{1,15})?$'' then (%1$s #>> ''{}'')::float8 end end',
                v_attribute);
              v_sql := v_at || case v_op
                when 'is' then ' = ' when 'is-not' then ' is distinct from ' when 'greater-than' then ' > '
                when 'at-least' then ' >= ' when 'less-than' then ' < ' when 'at-most' then ' <= ' end || v_value || '::float8';
            when 'boolean' then
              v_at := format('case when jsonb_typeof(%1$s) in (''boolean'', ''string'') then'
                ' case lower((%1$s #>> ''{}'') collate "C") when ''true'' then true when ''false'' then false end end', v_attribute);
              v_sql := v_at || case v_op when 'is' then ' = ' when 'is-not' then ' is distinct from ' end || v_value || '::boolean';
            when 'date' then
              v_at := format('case when jsonb_typeof(%1$s) = ''string'' and %1$s #>> ''{}'' ~ ''^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}($|[T ])'''
                ' and pg_input_is_valid(left(%1$s #>> ''{}'', 10), ''date'') then left(%1$s #>> ''{}'', 10)::date end', v_attribute);
              v_sql := case v_op
                when 'is' then format('%s = %s::date', v_at, v_value)
                when 'is-not' then format('%s is distinct from %s::date', v_at, v_value)
                when 'before' then format('%s < %s::date', v_at, v_value)
                when 'after' then format('%s > %s::date', v_at, v_value)
                when 'in-last-days' then format('%s between %s - %s and %2$s', v_at, v_today, v_days)
                when 'more-than-days-ago' then format('%s < %s - %s', v_at, v_today, v_days)
                when 'in-next-days' then format('%s between %s and %2$s + %s', v_at, v_today, v_days)
                when 'more-than-days-ahead' then format('%s > %s + %s', v_at, v_today, v_days) end;
            else null;
          end case;
        end if;
      else null;
    end case;

    if v_text is not null then
      v_text := format('coalesce(%s, '''')', v_text);
      v_sql := case v_op
        when 'is-empty' then v_text || ' = '''''
        when 'is-not-empty' then v_text || ' <> '''''
        else format(
          case v_op
            when 'is' then '%s = %s'
            when 'is-not' then '%s <> %s'
            when 'contains' then 'strpos(%s, %s) > 0'
            when 'not-contains' then 'strpos(%s, %s) = 0'
            when 'starts-with' then 'starts_with(%s, %s)' end,
          -- As `fold` of core/segments/fold.ts does it.
          format('lower(normalize(%s, nfc) collate "pg_c_utf8")', v_text),
          format('lower(normalize(%s, nfc) collate "pg_c_utf8")', v_value)) end;
    elsif v_kind in ('lastInbound', 'lastOutbound') then
      v_sql := case v_op
        when 'in-last-days' then v_from
        when 'more-than-days-ago' then format('%s and not %s', v_at, v_from)
        when 'is-empty' then 'not ' || v_at
        when 'is-not-empty' then v_at end;
    end if;
    if v_sql is null then
      raise exception 'not a segment rule at %', p_path using errcode = 'PA004';
    end if;
    return '(' || v_sql || ')';
  end
  $$;

-- A tree as a condition on `contacts c`, for `execute ... using rules, organisation, time`.
create function private.segment_condition(p_rules jsonb) returns text
  language plpgsql immutable set search_path = ''
  as $$
  begin
    if p_rules is null or coalesce(p_rules ->> 'kind', '') not in ('all', 'any') or length(p_rules::text) > 60000 then
      raise exception 'not a tree of segment rules' using errcode = 'PA004';
    end if;
    return private.segment_part(p_rules, '', 1);
  end
  $$;
grant execute on function private.segment_part(jsonb, text, int), private.segment_condition(jsonb) to parley_worker;

create function private.require_viewer(p_org_id uuid) returns void
  language plpgsql stable set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then
      raise exception 'segments are for members' using errcode = 'PA002';
    end if;
  end
  $$;

-- How many contacts a tree holds at a time.
create function private.count_segment(p_org_id uuid, p_rules jsonb, p_now timestamptz) returns bigint
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    v_count bigint;
  begin
    perform private.require_viewer(p_org_id);
    execute 'select count(*) from public.contacts c where c.org_id = $2 and ' || private.segment_condition(p_rules)
      into v_count using p_rules, p_org_id, p_now;
    return v_count;
  end
  $$;
grant execute on function private.count_segment(uuid, jsonb, timestamptz) to app_user;

-- Ids of its contacts, newest first, from behind the one that a page ended with (null: from the start).
create function private.search_segment(
  p_org_id uuid, p_rules jsonb, p_now timestamptz, p_before timestamptz, p_before_id uuid, p_limit int) returns setof uuid
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    perform private.require_viewer(p_org_id);
    return query execute 'select c.id from public.contacts c where c.org_id = $2 and ' || private.segment_condition(p_rules)
      || case when p_before is null then '' else ' and (c.created_at, c.id) < ($4, $5)' end
      || ' order by c.created_at desc, c.id desc limit $6'
      using p_rules, p_org_id, p_now, p_before, p_before_id, p_limit;
  end
  $$;
grant execute on function private.search_segment(uuid, jsonb, timestamptz, timestamptz, uuid, int) to app_user;

-- For the worker: ids of its contacts in the order of their ids, after `p_after` (null: from the start).
create function private.contacts_in_segment(
  p_org_id uuid, p_rules jsonb, p_now timestamptz, p_after uuid, p_limit int) returns setof uuid
  language plpgsql stable set search_path = ''
  as $$
  begin
    return query execute 'select c.id from public.contacts c where c.org_id = $2 and ' || private.segment_condition(p_rules)
      || case when p_after is null then '' else ' and c.id > $4' end || ' order by c.id limit $5'
      using p_rules, p_org_id, p_now, p_after, p_limit;
  end
  $$;
grant execute on function private.contacts_in_segment(uuid, jsonb, timestamptz, uuid, int) to parley_worker;

-- Segments that something running could hear of: their id stands in the document of a published version or of a version that
-- somebody is still in.
create function private.used_segments() returns setof uuid
  language sql stable set search_path = ''
  as $$
    with orgs as (select distinct s.org_id from public.segments s),
    versions as (
      select t.flow_version_id as id from public.flow_triggers t join orgs using (org_id)
      union select r.flow_version_id from public.flow_runs r join orgs using (org_id) where r.ended_at is null),
    named as (
      select v.org_id, found[1]::uuid as id
      from versions join public.flow_versions v using (id),
        regexp_matches(lower(v.doc::text), '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') found)
    select distinct s.id from public.segments s join named on named.id = s.id and named.org_id = s.org_id
  $$;
grant execute on function private.used_segments() to parley_worker;

-- Makes the list of members anew, without events: watching begins, or the rules are others now.
create function private.fill_segment(p_segment_id uuid, p_now timestamptz) returns void
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_segment public.segments;
  begin
    select * into v_segment from public.segments s where s.id = p_segment_id;
    delete from public.segment_members m where m.segment_id = p_segment_id;
    execute 'insert into public.segment_members (org_id, segment_id, contact_id, since)'
      || ' select c.org_id, $4, c.id, $3 from public.contacts c where c.org_id = $2 and ' || private.segment_condition(v_segment.rules)
      || ' on conflict do nothing'
      using v_segment.rules, v_segment.org_id, p_now, p_segment_id;
    update public.segments s set members_since = p_now where s.id = p_segment_id;
  end
  $$;
grant execute on function private.fill_segment(uuid, timestamptz) to parley_worker;

-- Brings the list of a watched segment up to date, at most `p_limit` each way, with an event for each that enters or leaves.
-- The lock keeps those out who look at single contacts meanwhile (worker/segments): they hold it shared.
create function private.refresh_segment(p_segment_id uuid, p_now timestamptz, p_limit int)
  returns table (entered int, "left" int)
  language plpgsql volatile set search_path = ''
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
grant execute on function private.refresh_segment(uuid, timestamptz, int) to parley_worker;

-- Watching begins with the publication of a flow that names a segment, so that nobody who enters afterwards is missed.
create function private.watch_segments() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_segment_id uuid;
  begin
    for v_segment_id in
      select s.id from public.segments s
      where s.members_since is null and exists (
        select from public.flow_versions v
        where v.org_id = s.org_id and v.id in (select t.flow_version_id from added t)
          and strpos(lower(v.doc::text), s.id::text) > 0)
      order by s.id for update
    loop
      begin
        perform private.fill_segment(v_segment_id, now());
      exception when sqlstate 'PA004' or data_exception then
        null; -- rules of a newer version don't stop a publication; the sweep names them
      end;
    end loop;
    return null;
  end
  $$;
create trigger _500_watch_segments after insert on public.flow_triggers referencing new table as added
  for each statement execute function private.watch_segments();

create function private.refill_segment() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.fill_segment(new.id, now());
    return null;
  end
  $$;
create trigger _500_refill after update of rules on public.segments for each row
  when (old.rules is distinct from new.rules and new.members_since is not null) execute function private.refill_segment();

revoke execute on all functions in schema private from public;
