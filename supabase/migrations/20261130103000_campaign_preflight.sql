-- What the API asks about campaigns: whom one would go to, why not to others and how fast; how large those are that are out.

-- Whom a number has written to lately without being asked.
create index messages_unasked_newest on public.messages (org_id, created_at desc) include (contact_id, phone_number_id, status)
  where is_unasked;

-- As before, and with the status: the frequency cap of a campaign asks for everybody in its audience.
drop index public.messages_unasked;
create index messages_unasked on public.messages (contact_id, created_at desc) include (status) where is_unasked;

-- As before, and: a tree may stand somewhere in $1, and one without any test holds for everybody. An audience may be so; what people
-- save as a segment is checked by the API.
drop function private.segment_condition(jsonb, boolean);
create function private.segment_condition(p_rules jsonb, p_per_contact boolean default false, p_path text default '') returns text
  language plpgsql immutable set search_path = ''
  as $$
  begin
    if p_rules is null or coalesce(p_rules ->> 'kind', '') not in ('all', 'any') or length(p_rules::text) > 60000 then
      raise exception 'not a tree of segment rules' using errcode = 'PA004';
    end if;
    if p_rules ->> 'kind' = 'all' and p_rules -> 'of' = '[]' then return 'true'; end if;
    return replace(private.segment_part(p_rules, p_path, 1, p_per_contact), quote_literal('UTC'),
      quote_literal(coalesce(p_rules ->> 'timeZone', 'UTC')));
  end
  $$;
grant execute on function private.segment_condition(jsonb, boolean, text) to parley_worker;

-- Everybody of an audience (core/campaigns/audience.ts), counted: why people are left out, in which countries and time zones the others
-- are, and some of those by chance. The reasons are those of `exclusionOf` in core/campaigns/message.ts, in its order; a test compares
-- the two. Values that would be missing are looked for elsewhere: that takes a template.
create function private.preflight_campaign(p_org_id uuid, p_rules jsonb, p_contact_ids uuid[], p_limits jsonb, p_purpose text,
  p_not_delivered_to text[], p_cap_max int, p_cap_since timestamptz, p_now timestamptz, p_samples int)
  returns table (audience int, excluded jsonb, countries jsonb, zones jsonb, sample uuid[])
  language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '64MB'
  as $$
  declare
    v_trees jsonb;
    v_contacts text := 'select c.id, c.country, c.time_zone, c.suppressed, c.marketing_consent, c.utility_consent'
      ' from public.contacts c where c.org_id = $2 and ';
    v_people text[] := '{}';
  begin
    perform private.require_viewer(p_org_id);
    v_trees := jsonb_build_object('rules', private.expand_segments(p_org_id, p_rules), 'limits', private.expand_segments(p_org_id, p_limits));
    if p_rules is not null then
      v_people := v_people || (v_contacts || private.segment_condition(v_trees -> 'rules', false, 'rules'));
    end if;
    if cardinality(p_contact_ids) > 0 then
      v_people := v_people || (v_contacts || 'c.id = any ($4)'
        || case when p_limits is null then '' else ' and ' || private.segment_condition(v_trees -> 'limits', true, 'limits') end);
    end if;
    return query execute 'with people as materialized ('
      || coalesce(nullif(array_to_string(v_people, ' union '), ''), v_contacts || 'false') || '),
      judged as materialized (
        select p.id, p.country, p.time_zone, case
          when not exists (select from public.contact_identities i
            where i.org_id = $2 and i.contact_id = p.id and i.kind in (''wa_id'', ''phone'', ''bsuid'')) then ''no_recipient''
          when p.suppressed then ''suppressed''
          when $5 = ''marketing'' and p.marketing_consent = ''denied'' then ''consent_denied''
          when $5 = ''marketing'' and p.marketing_consent <> ''granted'' then ''consent_missing''
          when $5 = ''utility'' and p.utility_consent = ''denied'' then ''utility_denied''
          when $5 = ''marketing'' and p.country = any ($6) then ''not_delivered_there''
          when $7 is not null and (select count(*) from (select from public.messages m where m.contact_id = p.id and m.is_unasked
            and m.status <> ''failed'' and m.created_at > $8 limit $7) u) >= $7 then ''frequency_cap''
        end as reason
        from people p)
      select (select count(*)::int from judged),
        (select coalesce(jsonb_object_agg(g.reason, g.n), ''{}'') from (
          select j.reason, count(*) as n from judged j where j.reason is not null group by 1) g),
        (select coalesce(jsonb_agg(to_jsonb(g)), ''[]'') from (
          select j.country, count(*) as count from judged j where j.reason is null group by 1) g),
        (select coalesce(jsonb_agg(to_jsonb(g)), ''[]'') from (
          select j.time_zone as "timeZone", count(*) as count from judged j where j.reason is null group by 1) g),
        array(select j.id from judged j where j.reason is null order by random() limit $9)'
      using v_trees, p_org_id, p_now, p_contact_ids, p_purpose, p_not_delivered_to, p_cap_max, p_cap_since, p_samples;
  end
  $$;
grant execute on function private.preflight_campaign(uuid, jsonb, uuid[], jsonb, text, text[], int, timestamptz, timestamptz, int) to app_user;

-- Whether the segments of an audience, and those in them, are few and flat enough to be asked for.
create function private.is_audience_readable(p_org_id uuid, p_rules jsonb, p_limits jsonb) returns boolean
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    perform private.require_viewer(p_org_id);
    begin
      if p_rules is not null then perform private.segment_condition(private.expand_segments(p_org_id, p_rules)); end if;
      if p_limits is not null then perform private.segment_condition(private.expand_segments(p_org_id, p_limits)); end if;
    exception when sqlstate 'PA004' then
      return false;
    end;
    return true;
  end
  $$;
grant execute on function private.is_audience_readable(uuid, jsonb, jsonb) to app_user;

-- How many people a campaign's audience held, so that a list of campaigns knows what counting them would cost.
alter table public.campaigns add column recipient_count int;
create function private.count_recipients() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    new.recipient_count := (select count(*) from public.campaign_recipients r where r.campaign_id = new.id);
    return new;
  end
  $$;
create trigger _300_count_recipients before update of prepared_at on public.campaigns
  for each row when (old.prepared_at is null and new.prepared_at is not null) execute function private.count_recipients();

-- How fast a number may send, and how many people all numbers of its portfolio have written to first in the last day: Meta's limit is
-- theirs together. Nothing for a number that isn't there.
create function private.pace_of_number(p_org_id uuid, p_phone_number_id uuid, p_now timestamptz)
  returns table (rate_per_second double precision, written_to int)
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    v_numbers uuid[];
  begin
    perform private.require_viewer(p_org_id);
    v_numbers := array(
      select o.id from public.phone_numbers n
        join public.waba_accounts a on a.id = n.waba_account_id
        join public.waba_accounts b on b.org_id = a.org_id and b.portfolio = a.portfolio
        join public.phone_numbers o on o.waba_account_id = b.id
      where n.org_id = p_org_id and n.id = p_phone_number_id);
    return query
      select coalesce(b.rate_per_second, 80), (
        select count(distinct m.contact_id)::int from public.messages m
        where m.org_id = p_org_id and m.is_unasked and m.created_at > p_now - interval '24 hours'
          and m.status not in ('queued', 'failed') and m.phone_number_id = any (v_numbers))
      from public.phone_numbers n left join private.rate_buckets b on b.phone_number_id = n.id
      where n.org_id = p_org_id and n.id = p_phone_number_id;
  end
  $$;
grant execute on function private.pace_of_number(uuid, uuid, timestamptz) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
