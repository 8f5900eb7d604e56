-- Segments ask for conversations, messages, campaigns, flows, numbers and other segments, too.

-- What each contact's newest messages are: of "the last message" and "the last campaign".
create index messages_sent_to on public.messages (org_id, contact_id, created_at desc, id desc)
  include (status, source, campaign_id) where direction = 'outbound';

-- What the states of messages count as; core/segments/matches-talk.ts says the same.
create function private.segment_statuses(p_type text) returns text
  language sql immutable set search_path = ''
  as $$
    select case p_type
      when 'received' then '(''received'')'
      when 'sent' then '(''unknown'', ''held'', ''sent'', ''delivered'', ''read'', ''played'')'
      when 'delivered' then '(''delivered'', ''read'', ''played'')'
      when 'read' then '(''read'', ''played'')'
      when 'failed' then '(''failed'')' end
  $$;

-- "Was in the test's period", as the rest of a condition on a column: in the last days, between two days in UTC, or nothing.
create function private.segment_period(p_part jsonb, p_path text, p_column text) returns text
  language sql immutable set search_path = ''
  as $$
    select case
      when p_part ? 'days' then
        format(' and %s > $3 - make_interval(hours => 24 * ($1 #>> %L)::int)', p_column, '{' || p_path || ',days}')
      when p_part ? 'from' or p_part ? 'to' then format(
        ' and %1$s >= ($1 #>> %2$L)::date::timestamp at time zone ''UTC'' and %1$s < (($1 #>> %3$L)::date + 1)::timestamp at time zone ''UTC''',
        p_column, '{' || p_path || ',from}', '{' || p_path || ',to}')
      else '' end
  $$;

-- Tests of messages one by one: how many there were, and what became of the last one or of a campaign's.
-- `p_per_contact`: the messages are looked up for each contact; else those of all contacts are gone through once.
create function private.segment_messages(p_part jsonb, p_path text, p_per_contact boolean) returns text
  language plpgsql immutable set search_path = ''
  as $$
  declare
    v_kind text := p_part ->> 'kind';
    v_op text := p_part ->> 'op';
    v_own text := case when p_per_contact then ' and v.contact_id = c.id' else '' end;
    v_where text := '';
    v_from text;
    v_having text;
    v_reply text := format('make_interval(hours => 24 * ($1 #>> %L)::int)', '{' || p_path || ',replyDays}');
    v_taken text := 'm.status in ' || private.segment_statuses('sent');
    v_is_sql text := case when p_per_contact then 'exists (select from %s)' else 'c.id in (select m.contact_id from %s)' end;
    v_answer text;
  begin
    if p_part ? 'source' then
      v_where := v_where || format(' and v.source = ($1 #>> %L)', '{' || p_path || ',source}');
    end if;
    if p_part ? 'campaignId' then
      v_where := v_where || format(' and v.campaign_id = ($1 #>> %L)::uuid', '{' || p_path || ',campaignId}');
    end if;

    if v_kind = 'messages' then
      if private.segment_statuses(p_part ->> 'type') is null then return null; end if;
      -- NOTE: states and not the direction, because an index has them in this order.
      v_from := '(select v.contact_id from public.messages v where v.org_id = $2 and v.status in '
        || private.segment_statuses(p_part ->> 'type') || v_own || v_where
        || private.segment_period(p_part, p_path, 'v.created_at')
        || format(' group by v.contact_id having count(*) %s ($1 #>> %L)::int) m',
          case v_op when 'at-least' then '>=' else '>' end, '{' || p_path || ',value}');
      return case v_op when 'at-least' then '' when 'at-most' then 'not ' end || format(v_is_sql, v_from);
    end if;

    if v_kind = 'campaign' then
      v_where := v_where || ' and v.source = ''campaign''';
      if p_part ->> 'campaign' not in ('last', 'any') then
        v_where := v_where || format(' and v.campaign_id = ($1 #>> %L)::uuid', '{' || p_path || ',campaign}');
      end if;
    end if;
    v_from := 'from public.messages v where v.org_id = $2 and v.direction = ''outbound''' || v_own || v_where;
    if v_kind = 'lastMessage' or p_part ->> 'campaign' = 'last' then
      v_from := case
        when p_per_contact then '(select v.contact_id, v.status, v.created_at ' || v_from || ' order by v.created_at desc, v.id desc limit 1)'
        else '(select distinct on (v.contact_id) v.contact_id, v.status, v.created_at ' || v_from
          || ' order by v.contact_id, v.created_at desc, v.id desc)' end;
    else
      v_from := '(select v.contact_id, v.status, v.created_at ' || v_from || ')';
    end if;
    v_from := v_from || ' m where true' || private.segment_period(p_part, p_path, 'm.created_at');
    v_answer := 'exists (select from public.messages r where r.org_id = $2 and r.contact_id = m.contact_id and r.status = ''received'''
      || ' and r.created_at > m.created_at and r.created_at <= m.created_at + ' || v_reply || ')';
    v_having := ' group by m.contact_id having not bool_or(m.status in %s)';
    return case v_op
      when 'was-sent' then format(v_is_sql, v_from || ' and ' || v_taken)
      when 'was-not-sent' then 'not ' || format(v_is_sql, v_from || ' and ' || v_taken)
      when 'was-delivered' then format(v_is_sql, v_from || ' and m.status in ' || private.segment_statuses('delivered'))
      when 'was-not-delivered' then format(v_is_sql, v_from || format(v_having, private.segment_statuses('delivered')))
      when 'was-read' then format(v_is_sql, v_from || ' and m.status in ' || private.segment_statuses('read'))
      when 'was-not-read' then format(v_is_sql, v_from || format(v_having, private.segment_statuses('read')))
      when 'failed' then format(v_is_sql, v_from || ' and m.status in ' || private.segment_statuses('failed'))
      when 'replied' then format(v_is_sql, v_from || ' and ' || v_taken || ' and ' || v_answer)
      when 'not-replied' then format(v_is_sql,
        v_from || ' and ' || v_taken || ' and m.created_at <= $3 - ' || v_reply || ' and not ' || v_answer) end;
  end
  $$;

-- Tests of conversations, on one number or on any.
create function private.segment_conversation(p_part jsonb, p_path text, p_per_contact boolean) returns text
  language plpgsql immutable set search_path = ''
  as $$
  declare
    v_op text := p_part ->> 'op';
    v_type text := p_part ->> 'type';
    v_from text := 'from public.conversations v where v.org_id = $2'
      || case when p_part ? 'phoneNumberId' then format(' and v.phone_number_id = ($1 #>> %L)::uuid', '{' || p_path || ',phoneNumberId}') else '' end;
    v_value text := format('($1 #>> %L)', '{' || p_path || ',value}');
    v_holds text;
    v_not text;
  begin
    if v_type = 'count' then
      -- Counting those without any is counting those with more.
      v_holds := v_from || case when p_per_contact then ' and v.contact_id = c.id' else '' end
        || ' group by v.contact_id having count(*) ' || case v_op when 'at-least' then '>= ' else '> ' end || v_value || '::int)';
      return case v_op when 'at-least' then '' when 'at-most' then 'not ' end
        || case when p_per_contact then 'exists (select ' else 'c.id in (select v.contact_id ' end || v_holds;
    end if;
    v_holds := case v_type
      when 'status' then 'v.status = ' || v_value
      when 'mode' then 'v.mode = ' || v_value
      when 'assignee' then 'v.assignee_id is not null'
      when 'unread' then 'v.unread_count > 0'
      when 'window' then 'v.window_expires_at > $3' end;
    v_not := case v_type
      when 'status' then case v_op when 'is' then '' when 'is-not' then 'not ' end
      when 'mode' then case v_op when 'is' then '' when 'is-not' then 'not ' end
      when 'window' then case v_op when 'is-open' then '' when 'is-closed' then 'not ' end
      else case v_op when 'is-not-empty' then '' when 'is-empty' then 'not ' end end;
    return v_not || 'exists (select ' || v_from || ' and v.contact_id = c.id and ' || v_holds || ')';
  end
  $$;

-- Tests of runs through a flow, or through any.
create function private.segment_flow(p_part jsonb, p_path text) returns text
  language plpgsql immutable set search_path = ''
  as $$
  declare
    v_op text := replace(replace(p_part ->> 'op', 'is-not-', 'not-is-'), 'not-', '');
    v_flow text := case when p_part ? 'flowId' then format('($1 #>> %L)', '{' || p_path || ',flowId}') end;
    v_from text := 'exists (select from public.flow_runs v where v.org_id = $2 and v.contact_id = c.id'
      || coalesce(' and v.flow_id = ' || v_flow || '::uuid', '');
  begin
    return case when strpos(p_part ->> 'op', 'not-') > 0 then 'not ' else '' end || case v_op
      when 'entered' then v_from || private.segment_period(p_part, p_path, 'v.started_at')
      when 'completed' then v_from || ' and v.status = ''completed''' || private.segment_period(p_part, p_path, 'v.ended_at')
      when 'exited' then v_from || ' and v.status = ''exited''' || private.segment_period(p_part, p_path, 'v.ended_at')
      when 'is-in' then v_from || ' and v.ended_at is null'
      when 'reached-goal' then
        'exists (select from public.contact_events v where v.org_id = $2 and v.contact_id = c.id and v.kind = ''goal'''
        || coalesce(' and v.detail ->> ''flowId'' = ' || v_flow, '')
        || case when p_part ? 'goal' then format(' and v.name = ($1 #>> %L)', '{' || p_path || ',goal}') else '' end
        || private.segment_period(p_part, p_path, 'v.created_at') end || ')';
  end
  $$;

drop function private.segment_condition(jsonb);
drop function private.segment_part(jsonb, text, int);
-- One part of a tree as a condition on `contacts c`. The text is put together from the words below and from numbers of places;
-- values are never in it: it reads them out of parameter $1, the tree itself. $2 is the organisation, $3 the time.
-- `p_per_contact` as in private.segment_messages: for pages and samples; without it for all contacts at once.
-- NOTE: core/segments/matches.ts answers the same question for one contact; a test compares the two.
create function private.segment_part(p_part jsonb, p_path text, p_depth int, p_per_contact boolean) returns text
  language plpgsql immutable set search_path = ''
  as $$
  declare
    v_kind text := p_part ->> 'kind';
    v_op text := p_part ->> 'op';
    v_value text := format('($1 #>> %L)', '{' || p_path || ',value}');
    v_from_day text := format('($1 #>> %L)::date', '{' || p_path || ',from}');
    v_to_day text := format('($1 #>> %L)::date', '{' || p_path || ',to}');
    v_zone text := '::timestamp at time zone ''UTC''';
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
          private.segment_part(part, concat_ws(',', nullif(p_path, ''), 'of', n - 1), p_depth + 1, p_per_contact),
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
      when 'phone' then
        v_sql := 'exists (select from public.contact_identities v where v.org_id = $2 and v.contact_id = c.id and v.kind in (''wa_id'', ''phone'')'
          || format(' and starts_with(ltrim(v.value, ''+''), %s))', v_value);
        v_sql := case v_op when 'starts-with' then v_sql when 'not-starts-with' then 'not ' || v_sql end;
      when 'consent' then
        -- A purpose is a column.
        v_at := case coalesce(p_part ->> 'purpose', 'marketing') when 'marketing' then 'c.marketing_consent' end;
        v_sql := v_at || case v_op when 'is' then ' = ' when 'is-not' then ' <> ' end || v_value;
      when 'created' then
        v_sql := case v_op
          when 'in-last-days' then format('c.created_at > %s', v_since)
          when 'more-than-days-ago' then format('c.created_at <= %s', v_since)
          when 'between' then format('c.created_at >= %s and c.created_at < (%s + 1)', v_from_day || v_zone, v_to_day) || v_zone end;
      when 'lastInbound' then
        v_from := 'exists (select from public.conversations v where v.org_id = $2 and v.contact_id = c.id and v.last_inbound_at';
      when 'lastOutbound' then
        v_from := 'exists (select from public.messages v where v.org_id = $2 and v.contact_id = c.id and v.status in '
          || private.segment_statuses('sent') || ' and v.created_at';
      when 'event' then
        v_sql := case when p_part ->> 'event' in ('api_event', 'goal', 'tag_added') then format(
          'exists (select from public.contact_events v where v.org_id = $2 and v.contact_id = c.id and v.kind = %L and v.name = ($1 #>> %L)',
          p_part ->> 'event', '{' || p_path || ',name}') || private.segment_period(p_part, p_path, 'v.created_at') || ')' end;
        v_sql := case v_op when 'happened' then v_sql when 'not-happened' then 'not ' || v_sql end;
      when 'conversation' then v_sql := private.segment_conversation(p_part, p_path, p_per_contact);
      when 'messages' then v_sql := private.segment_messages(p_part, p_path, p_per_contact);
      when 'lastMessage' then v_sql := private.segment_messages(p_part, p_path, p_per_contact);
      when 'campaign' then v_sql := private.segment_messages(p_part, p_path, p_per_contact);
      when 'flow' then v_sql := private.segment_flow(p_part, p_path);
      when 'segment' then
        -- private.expand_segments put the other segment's rules here; it put none where there is no such segment.
        v_sql := case when p_part ? 'of' then private.segment_part(p_part #> '{of,0}', p_path || ',of,0', 1, p_per_contact) else 'false' end;
        v_sql := case v_op when 'belongs' then v_sql when 'belongs-not' then 'not ' || v_sql end;
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
                when 'more-than-days-ahead' then format('%s > %s + %s', v_at, v_today, v_days)
                when 'between' then format('%s between %s and %s', v_at, v_from_day, v_to_day) end;
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
      -- The last one is the newest: none of them is later than it.
      v_at := v_from || ' is not null)';
      v_sql := case v_op
        when 'in-last-days' then v_from || format(' > %s)', v_since)
        when 'more-than-days-ago' then v_at || ' and not ' || v_from || format(' > %s)', v_since)
        when 'between' then v_from || format(' >= %s)', v_from_day || v_zone)
          || ' and not ' || v_from || format(' >= (%s + 1)', v_to_day) || v_zone || ')'
        when 'is-empty' then 'not ' || v_at
        when 'is-not-empty' then v_at end;
    end if;
    if v_sql is null then
      raise exception 'not a segment rule at %', p_path using errcode = 'PA004';
    end if;
    return '(' || v_sql || ')';
  end
  $$;

-- The tree with the rules of every segment that it names put where it names it: one tree, one parameter. Five in a row at most.
create function private.expand_segments(p_org_id uuid, p_part jsonb, p_nesting int default 0) returns jsonb
  language plpgsql stable set search_path = ''
  as $$
  declare
    v_rules jsonb;
  begin
    case p_part ->> 'kind'
      when 'segment' then
        if p_nesting = 5 then
          raise exception 'too many segments in one another' using errcode = 'PA004';
        end if;
        select s.rules into v_rules from public.segments s where s.org_id = p_org_id and s.id = (p_part ->> 'segmentId')::uuid;
        if v_rules is null then return p_part - 'of'; end if;
        return p_part || jsonb_build_object('of', jsonb_build_array(private.expand_segments(p_org_id, v_rules, p_nesting + 1)));
      when 'all', 'any' then
        if jsonb_typeof(p_part -> 'of') is distinct from 'array' then return p_part; end if;
        select jsonb_agg(private.expand_segments(p_org_id, part, p_nesting) order by n) into v_rules
          from jsonb_array_elements(p_part -> 'of') with ordinality parts (part, n);
        return p_part || jsonb_build_object('of', coalesce(v_rules, '[]'));
      else
        return p_part;
    end case;
  end
  $$;

-- A tree that was expanded as a condition on `contacts c`, for `execute ... using tree, organisation, time`.
create function private.segment_condition(p_rules jsonb, p_per_contact boolean default false) returns text
  language plpgsql immutable set search_path = ''
  as $$
  begin
    if p_rules is null or coalesce(p_rules ->> 'kind', '') not in ('all', 'any') or length(p_rules::text) > 60000 then
      raise exception 'not a tree of segment rules' using errcode = 'PA004';
    end if;
    return private.segment_part(p_rules, '', 1, p_per_contact);
  end
  $$;

-- A page of ids by the order of ids or the newest first, from behind the contact that the page before ended with. Where many belong
-- to a segment the page is full before long: the next contacts are looked at one by one. Else all are gone through at once.
create function private.segment_page(
  p_org_id uuid, p_rules jsonb, p_now timestamptz, p_by_id boolean, p_from timestamptz, p_from_id uuid, p_limit int) returns setof uuid
  language plpgsql stable set search_path = '' set jit = off
  as $$
  declare
    v_rules jsonb := private.expand_segments(p_org_id, p_rules);
    v_range text := 'public.contacts c where c.org_id = $2'
      || case when p_from_id is null then '' when p_by_id then ' and c.id > $5' else ' and (c.created_at, c.id) < ($4, $5)' end;
    v_order text := case when p_by_id then ' order by c.id' else ' order by c.created_at desc, c.id desc' end;
    v_ids uuid[];
    v_is_all boolean;
  begin
    execute 'select array(select c.id from (select c.* from ' || v_range || v_order || ' limit 2000) c where '
      || private.segment_condition(v_rules, true) || v_order || ' limit $6), not exists (select from ' || v_range || v_order || ' offset 2000)'
      into v_ids, v_is_all using v_rules, p_org_id, p_now, p_from, p_from_id, p_limit;
    if cardinality(v_ids) = p_limit or v_is_all then
      return query select unnest(v_ids);
      return;
    end if;
    return query execute 'select c.id from ' || v_range || ' and ' || private.segment_condition(v_rules) || v_order || ' limit $6'
      using v_rules, p_org_id, p_now, p_from, p_from_id, p_limit;
  end
  $$;

-- For the worker: ids of its contacts in the order of their ids, after `p_after` (null: from the start).
create or replace function private.contacts_in_segment(
  p_org_id uuid, p_rules jsonb, p_now timestamptz, p_after uuid, p_limit int) returns setof uuid
  language plpgsql stable set search_path = ''
  as $$ begin return query select private.segment_page(p_org_id, p_rules, p_now, true, null, p_after, p_limit); end $$;

-- Ids of its contacts, newest first, from behind the one that a page ended with (null: from the start).
create or replace function private.search_segment(
  p_org_id uuid, p_rules jsonb, p_now timestamptz, p_before timestamptz, p_before_id uuid, p_limit int) returns setof uuid
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    perform private.require_viewer(p_org_id);
    return query select private.segment_page(p_org_id, p_rules, p_now, false, p_before, p_before_id, p_limit);
  end
  $$;

drop function private.count_segment(uuid, jsonb, timestamptz);
-- How many contacts a tree holds at a time, and the newest of them.
create function private.count_segment(p_org_id uuid, p_rules jsonb, p_now timestamptz, p_samples int)
  returns table (count bigint, sample uuid[])
  language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '32MB'
  as $$
  declare
    v_rules jsonb;
  begin
    perform private.require_viewer(p_org_id);
    v_rules := private.expand_segments(p_org_id, p_rules);
    return query execute 'with hits as materialized (
        select c.id, c.created_at from public.contacts c where c.org_id = $2 and ' || private.segment_condition(v_rules) || ')
      select (select count(*) from hits), array(select h.id from hits h order by h.created_at desc, h.id desc limit $4)'
      using v_rules, p_org_id, p_now, p_samples;
  end
  $$;

-- The same from a thousand contacts instead of all: ids are random, so those behind a random one are as good as any. Of no more than
-- a thousand contacts it is no estimate.
create function private.estimate_segment(p_org_id uuid, p_rules jsonb, p_now timestamptz, p_samples int)
  returns table (count bigint, sample uuid[], is_estimate boolean)
  language plpgsql volatile security definer set search_path = '' set jit = off
  as $$
  declare
    v_rules jsonb;
  begin
    perform private.require_viewer(p_org_id);
    v_rules := private.expand_segments(p_org_id, p_rules);
    return query execute 'with asked as materialized (
        select * from (select c.* from public.contacts c where c.org_id = $2 and c.id > $5 order by c.id limit 1000) behind
        union all
        select * from (select c.* from public.contacts c where c.org_id = $2 and c.id <= $5 order by c.id limit 1000) before
        limit 1000),
      hits as materialized (select c.id, c.created_at from asked c where ' || private.segment_condition(v_rules, true) || '),
      counts as (
        select (select count(*) from public.contacts c where c.org_id = $2) as contacts,
          (select count(*) from asked) as asked, (select count(*) from hits) as hits)
      select round(n.contacts * n.hits::numeric / greatest(n.asked, 1))::bigint,
        array(select h.id from hits h order by h.created_at desc, h.id desc limit $4), n.contacts > n.asked
      from counts n'
      using v_rules, p_org_id, p_now, p_samples, gen_random_uuid();
  end
  $$;
grant execute on function private.count_segment(uuid, jsonb, timestamptz, int), private.estimate_segment(uuid, jsonb, timestamptz, int)
  to app_user;
grant execute on function private.segment_statuses(text), private.segment_period(jsonb, text, text),
  private.segment_messages(jsonb, text, boolean), private.segment_conversation(jsonb, text, boolean), private.segment_flow(jsonb, text),
  private.segment_part(jsonb, text, int, boolean), private.segment_condition(jsonb, boolean),
  private.expand_segments(uuid, jsonb, int), private.segment_page(uuid, jsonb, timestamptz, boolean, timestamptz, uuid, int) to parley_worker;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
