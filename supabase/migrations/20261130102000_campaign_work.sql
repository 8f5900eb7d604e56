-- What the worker needs to send campaigns: whom they go to, when, and what becomes of recipients that are one person.

-- A page of an audience (core/campaigns/audience.ts) by the order of ids, from behind `p_after` (null: from the start): whom the rules
-- find, and those of `p_contact_ids` for whom the limits hold. Null rules find nobody, null limits hold for everybody.
create function private.audience_page(
  p_org_id uuid, p_rules jsonb, p_contact_ids uuid[], p_limits jsonb, p_now timestamptz, p_after uuid, p_limit int) returns setof uuid
  language plpgsql stable set search_path = ''
  as $$
  declare
    v_limits jsonb := case when p_limits is null then null else private.expand_segments(p_org_id, p_limits) end;
    v_found uuid[] := '{}';
    v_named uuid[] := '{}';
  begin
    if p_rules is not null then
      v_found := array(select private.contacts_in_segment(p_org_id, p_rules, p_now, p_after, p_limit));
    end if;
    if cardinality(p_contact_ids) > 0 then
      execute 'select array(select c.id from public.contacts c where c.org_id = $2 and c.id = any($4) and ($5 is null or c.id > $5)'
        || case when v_limits is null then '' else ' and ' || private.segment_condition(v_limits, true) end || ' order by c.id limit $6)'
        into v_named using v_limits, p_org_id, p_now, p_contact_ids, p_after, p_limit;
    end if;
    return query select distinct id from unnest(v_found || v_named) id order by id limit p_limit;
  end
  $$;
grant execute on function private.audience_page(uuid, jsonb, uuid[], jsonb, timestamptz, uuid, int) to parley_worker;

-- When a campaign's message is due: not before `p_from`; with `p_local`, when it is that time where the person is; outside of quiet
-- hours there. A zone that Postgres doesn't know counts as UTC.
create function private.campaign_send_at(
  p_from timestamptz, p_local timestamp, p_zone text, p_quiet_from time, p_quiet_to time) returns timestamptz
  language plpgsql stable set search_path = ''
  as $$
  declare
    v_at timestamptz := p_from;
  begin
    if p_local is not null then
      begin
        v_at := greatest(p_from, p_local at time zone private.postgres_zone(p_zone));
      exception when invalid_parameter_value then
        v_at := greatest(p_from, p_local at time zone 'UTC');
      end;
    end if;
    return private.after_quiet_hours(v_at, p_zone, p_quiet_from, p_quiet_to);
  end
  $$;
grant execute on function private.campaign_send_at(timestamptz, timestamp, text, time, time) to parley_worker;

-- Two contacts have become one: they are one recipient of each campaign, the one who is further. Before the contact that goes is deleted,
-- and its rows with it.
create function private.merge_campaign_recipients() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    delete from public.campaign_recipients i using public.campaign_recipients f
      where i.org_id = new.org_id and i.contact_id = new.contact_id and i.campaign_id = f.campaign_id
        and f.org_id = new.org_id and f.contact_id = new.merged_contact_id
        and i.message_id is null and f.message_id is not null;
    update public.campaign_recipients r set contact_id = new.contact_id, updated_at = now()
      where r.org_id = new.org_id and r.contact_id = new.merged_contact_id and not exists (
        select from public.campaign_recipients i where i.campaign_id = r.campaign_id and i.contact_id = new.contact_id);
    return null;
  end
  $$;
create trigger _500_merge_recipients after insert on public.contact_merges
  for each row execute function private.merge_campaign_recipients();

-- As before; campaigns open many conversations in one statement, and one statement notes them.
create or replace function private.note_conversation_change() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into public.conversation_changes (org_id, conversation_id, phone_number_id, kind, at)
    values (new.org_id, new.id, new.phone_number_id, case when new.status = 'resolved' then 'resolved' else 'opened' end, now());
    return null;
  end
  $$;
create function private.note_opened_conversations() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into public.conversation_changes (org_id, conversation_id, phone_number_id, kind, at)
    select n.org_id, n.id, n.phone_number_id, 'opened', n.created_at from new_rows n;
    return null;
  end
  $$;
drop trigger _500_opened on public.conversations;
create trigger _500_opened after insert on public.conversations
  referencing new table as new_rows for each statement execute function private.note_opened_conversations();

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
