-- Segments ask for consent to any purpose of the ledger; a rule that names none means marketing, as before.

create or replace function private.segment_part(p_part jsonb, p_path text, p_depth int, p_per_contact boolean) returns text
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
        v_at := case coalesce(p_part ->> 'purpose', 'marketing')
          when 'marketing' then 'c.marketing_consent' when 'utility' then 'c.utility_consent' end;
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

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
