-- Days of the calendar in segments are those of the organisation. They were days in UTC, so that birthdays in Tokyo came a day late.

create or replace function private.expand_segments(p_org_id uuid, p_part jsonb, p_nesting int default 0) returns jsonb
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
        return p_part || jsonb_build_object('of', coalesce(v_rules, '[]'),
          'timeZone', (select o.time_zone from public.organizations o where o.id = p_org_id));
      else
        return p_part;
    end case;
  end
  $$;

-- The zone becomes part of the text, in place of the one that the tests are written with: as a parameter it would keep the planner from
-- knowing how many rows lie between two days. Values of people are parameters, so no other literal is called so.
create or replace function private.segment_condition(p_rules jsonb, p_per_contact boolean default false) returns text
  language plpgsql immutable set search_path = ''
  as $$
  begin
    if p_rules is null or coalesce(p_rules ->> 'kind', '') not in ('all', 'any') or length(p_rules::text) > 60000 then
      raise exception 'not a tree of segment rules' using errcode = 'PA004';
    end if;
    return replace(private.segment_part(p_rules, '', 1, p_per_contact), quote_literal('UTC'),
      quote_literal(coalesce(p_rules ->> 'timeZone', 'UTC')));
  end
  $$;
