-- Two contacts that are one person become one; who may be one; what happened to a contact, in order.

alter table public.contact_events
  drop constraint contact_events_kind_check,
  add constraint contact_events_kind_check check (kind in ('tag_added', 'tag_removed', 'attribute_changed', 'consent_changed',
    'segment_entered', 'segment_left', 'api_event', 'goal', 'conversation_resolved', 'merged'));
drop index public.contact_events_contact;
create index contact_events_contact on public.contact_events (org_id, contact_id, created_at desc, id desc); -- timeline

-- When a delivery named the person by this id the last time: the gate writes to the number that the person used last.
alter table public.contact_identities add column seen_at timestamptz not null default now();

-- People may take a number away from a contact; ids that WhatsApp gave are not in their hands.
create policy delete_agent on public.contact_identities for delete to app_user
  using (org_id = any ((select private.org_ids_for('agent'))::uuid[]) and kind in ('wa_id', 'phone'));
grant delete on public.contact_identities to app_user;

-- Removing a conversation looks for all its runs; routing looks for those that are going on.
create index flow_runs_conversation on public.flow_runs (conversation_id, ended_at);
drop index public.flow_runs_active;

-- Moves what belongs to one conversation into another of the same number, and removes the first. The caller holds both.
create function private.merge_conversations(p_into uuid, p_from uuid) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_into public.conversations;
    v_from public.conversations;
    v_opens boolean;
    v_message uuid;
  begin
    select * into v_into from public.conversations v where v.id = p_into;
    select * into v_from from public.conversations v where v.id = p_from;
    update public.flow_runs r set conversation_id = p_into, contact_id = v_into.contact_id
      where r.contact_id = v_from.contact_id and r.conversation_id = p_from;
    update public.messages m set conversation_id = p_into, contact_id = v_into.contact_id where m.conversation_id = p_from;
    update public.contact_events e set name = p_into::text
      where e.org_id = v_from.org_id and e.contact_id = v_from.contact_id and e.kind = 'conversation_resolved' and e.name = p_from::text;
    -- A window that was closed here and is open there needs its own workflow here.
    v_opens := v_from.window_expires_at is not null and v_into.window_expires_at is null;
    update public.conversations v set
      mode = case when 'human' in (v_into.mode, v_from.mode) then 'human' else 'bot' end,
      status = case when 'open' in (v_into.status, v_from.status) then 'open' else v_into.status end,
      assignee_id = coalesce(v_into.assignee_id, v_from.assignee_id),
      unread_count = v_into.unread_count + v_from.unread_count,
      last_inbound_at = greatest(v_into.last_inbound_at, v_from.last_inbound_at),
      window_expires_at = greatest(v_into.window_expires_at, v_from.window_expires_at),
      window_seq = v_into.window_seq + v_opens::int,
      free_entry_expires_at = greatest(v_into.free_entry_expires_at, v_from.free_entry_expires_at),
      -- The thread in which the person wrote last goes on being the one that is talked in.
      foreground_run_id = case when v_from.last_inbound_at > coalesce(v_into.last_inbound_at, '-infinity')
        then coalesce(v_from.foreground_run_id, v_into.foreground_run_id)
        else coalesce(v_into.foreground_run_id, v_from.foreground_run_id) end,
      created_at = least(v_into.created_at, v_from.created_at)
      where v.id = p_into;
    if v_from.last_message_at > coalesce(v_into.last_message_at, '-infinity') then
      update public.conversations v set last_message_at = v_from.last_message_at, last_message_text = v_from.last_message_text,
        last_message_direction = v_from.last_message_direction where v.id = p_into;
    end if;
    delete from public.conversations v where v.id = p_from;
    if v_opens then
      insert into private.outbox (topic, key, payload) values ('conversationWindow', p_into::text,
        jsonb_build_object('orgId', v_into.org_id, 'windowSeq', v_into.window_seq + 1));
    end if;
    -- What people wrote and was still to be sent in the other thread.
    select m.id into v_message from public.messages m
      where m.conversation_id = p_into and m.status = 'queued' and m.source in ('agent', 'api') order by m.created_at limit 1;
    if v_message is not null then
      insert into private.outbox (topic, key, payload) values ('conversationOutbox', p_into::text,
        jsonb_build_object('orgId', v_into.org_id, 'messageId', v_message));
    end if;
  end
  $$;

-- Makes one contact of two: `p_from` goes into `p_into`. False when that is no longer to be done: one of them is gone, or they are one
-- already, so that doing it twice does it once. Locks conversations, runs, messages, contacts, in this order, as everybody does; merges
-- of one organisation take turns. Of attributes and the rest of the profile what `p_into` has stays. The ledger of consent is not
-- touched: the entries under the old id count for the new one from now on.
-- Nothing that a flow could start on happens by it: the person had these tags before. One event, `merged`, says what was done.
create function private.merge_contacts(p_org_id uuid, p_into uuid, p_from uuid, p_cause text, p_by text) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_from public.contacts;
    v_last_event bigint;
    v_pair record;
  begin
    if p_into = p_from then return false; end if;
    perform pg_advisory_xact_lock(hashtextextended('parley.merges:' || p_org_id, 0));
    if (select count(*) from public.contacts c where c.org_id = p_org_id and c.id in (p_into, p_from)) <> 2 then return false; end if;
    perform from public.conversations v where v.org_id = p_org_id and v.contact_id in (p_into, p_from) order by v.id for update;
    perform from public.flow_runs r where r.contact_id in (p_into, p_from) and r.ended_at is null order by r.id for update;
    loop
      for v_pair in
        select f.id as from_id, i.id as into_id from public.conversations f
        left join public.conversations i on i.phone_number_id = f.phone_number_id and i.contact_id = p_into
        where f.org_id = p_org_id and f.contact_id = p_from order by f.id
      loop
        if v_pair.into_id is not null then
          perform private.merge_conversations(v_pair.into_id, v_pair.from_id);
        else
          update public.conversations v set contact_id = p_into where v.id = v_pair.from_id;
          update public.messages m set contact_id = p_into where m.conversation_id = v_pair.from_id;
        end if;
      end loop;
      update public.flow_runs r set contact_id = p_into where r.contact_id = p_from;
      perform from public.contacts c where c.id in (p_into, p_from) order by c.id for update;
      -- Opened by somebody in the moment before the contact was locked.
      exit when not exists (select from public.conversations v where v.org_id = p_org_id and v.contact_id = p_from);
    end loop;
    select * into v_from from public.contacts c where c.id = p_from;
    if not found then return false; end if;

    update public.contact_identities i set contact_id = p_into where i.org_id = p_org_id and i.contact_id = p_from;
    update public.contact_events e set contact_id = p_into,
      dedupe_key = case when exists (select from public.contact_events o where o.contact_id = p_into and o.kind = e.kind
        and o.name = e.name and o.dedupe_key = e.dedupe_key) then null else e.dedupe_key end
      where e.org_id = p_org_id and e.contact_id = p_from;
    insert into public.segment_members (org_id, segment_id, contact_id, since)
      select m.org_id, m.segment_id, p_into, m.since from public.segment_members m
      where m.org_id = p_org_id and m.contact_id = p_from order by m.segment_id
      on conflict (segment_id, contact_id) do nothing;
    insert into private.trigger_occurrences (org_id, flow_id, node_id, contact_id, day, created_at)
      select o.org_id, o.flow_id, o.node_id, p_into, o.day, o.created_at from private.trigger_occurrences o
      where o.org_id = p_org_id and o.contact_id = p_from
      on conflict do nothing;

    select coalesce(max(e.id), 0) into v_last_event from public.contact_events e where e.org_id = p_org_id and e.contact_id = p_into;
    update public.contact_merges m set contact_id = p_into where m.org_id = p_org_id and m.contact_id = p_from;
    insert into public.contact_merges (org_id, merged_contact_id, contact_id, cause, merged_by)
      values (p_org_id, p_from, p_into, p_cause, p_by);
    update public.contacts c set
      name = coalesce(c.name, v_from.name), locale = coalesce(c.locale, v_from.locale),
      country = coalesce(c.country, v_from.country), time_zone = coalesce(c.time_zone, v_from.time_zone),
      tags = c.tags || array(select t from unnest(v_from.tags) with ordinality a (t, n) where t <> all (c.tags) order by n),
      attributes = v_from.attributes || c.attributes
      where c.id = p_into;
    delete from public.contacts c where c.id = p_from;
    perform private.project_consent_of(p_org_id, p_into);
    delete from public.contact_events e where e.org_id = p_org_id and e.contact_id = p_into and e.id > v_last_event;
    insert into public.contact_events (org_id, contact_id, kind, name, cause_depth, detail)
      values (p_org_id, p_into, 'merged', p_from::text, private.cause_depth(), jsonb_build_object('cause', p_cause));
    return true;
  end
  $$;
grant execute on function private.merge_contacts(uuid, uuid, uuid, text, text) to parley_worker;

-- The same for people and keys.
create function private.merge_contacts_by_people(p_org_id uuid, p_into uuid, p_from uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('agent'))) then
      raise exception 'merging contacts needs the agent role' using errcode = 'PA002';
    end if;
    return private.merge_contacts(p_org_id, p_into, p_from, 'people', private.consent_actor());
  end
  $$;
grant execute on function private.merge_contacts_by_people(uuid, uuid, uuid) to app_user;

-- Contacts that may be one person: the same mail address, or the same name and the same end of their number. Groups in the order of
-- reason and key, from behind the one that a page ended with.
create index contacts_mail on public.contacts (org_id, lower(attributes ->> 'email')) where attributes ->> 'email' <> '';
create index contact_identities_number_end on public.contact_identities (org_id, right(value, 7)) where kind = 'phone';

create function private.duplicate_contacts(p_org_id uuid, p_after_reason text, p_after_key text, p_limit int)
  returns table (reason text, key text, contact_ids uuid[])
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then
      raise exception 'contacts are for members' using errcode = 'PA002';
    end if;
    return query
      (select 'email'::text, lower(c.attributes ->> 'email'), (array_agg(c.id order by c.created_at, c.id))[1:10]
        from public.contacts c
        where c.org_id = p_org_id and c.attributes ->> 'email' <> '' and p_after_reason is distinct from 'nameAndPhone'
          and (p_after_reason is null or lower(c.attributes ->> 'email') > p_after_key)
        group by 2 having count(*) > 1 order by 2 limit p_limit)
      union all
      (with ends as (
          select right(i.value, 7) as digits from public.contact_identities i
          where i.org_id = p_org_id and i.kind = 'phone' group by 1 having count(*) > 1)
        select 'nameAndPhone', lower(c.name) || ' ' || e.digits, (array_agg(distinct c.id))[1:10]
        from ends e
        join public.contact_identities i on i.org_id = p_org_id and i.kind = 'phone' and right(i.value, 7) = e.digits
        join public.contacts c on c.org_id = i.org_id and c.id = i.contact_id
        where c.name is not null
          and (p_after_reason is distinct from 'nameAndPhone' or lower(c.name) || ' ' || e.digits > p_after_key)
        group by 2 having count(distinct c.id) > 1 order by 2 limit p_limit)
      limit p_limit;
  end
  $$;
grant execute on function private.duplicate_contacts(uuid, text, text, int) to app_user;

-- Finds a number however it is written: `p_phones` are its variants in full (core/messaging/identity.ts).
drop function private.search_contacts(uuid, text, int);
create function private.search_contacts(p_org_id uuid, p_search text, p_phones text[], p_limit int) returns setof uuid
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    v_pattern text := '%' || replace(replace(replace(p_search, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    v_digits text := regexp_replace(p_search, '\D', '', 'g');
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then return; end if;
    return query
      select id from (
        (select c.id, c.created_at from public.contacts c
          where c.org_id = p_org_id and c.name ilike v_pattern order by c.created_at desc limit p_limit)
        union
        (select c.id, c.created_at from public.contact_identities i
          join public.contacts c on c.org_id = i.org_id and c.id = i.contact_id
          where length(v_digits) >= 3 and i.org_id = p_org_id and i.kind in ('wa_id', 'phone')
            and i.value like '%' || v_digits || '%' order by c.created_at desc limit p_limit)
        union
        (select c.id, c.created_at from public.contact_identities i
          join public.contacts c on c.org_id = i.org_id and c.id = i.contact_id
          where i.org_id = p_org_id and i.kind in ('wa_id', 'phone') and i.value = any (p_phones))
      ) found order by created_at desc limit p_limit;
  end
  $$;
grant execute on function private.search_contacts(uuid, text, text[], int) to app_user;

-- Takes a tag off at most `p_limit` contacts, or renames it there, and says how many had it: called again until none is left.
create function private.replace_tag(p_org_id uuid, p_tag text, p_new text, p_limit int) returns int
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_changed int;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'changing tags everywhere needs the admin role' using errcode = 'PA002';
    end if;
    with some_contacts as (
      select c.id from public.contacts c where c.org_id = p_org_id and c.tags @> array[p_tag] order by c.id limit p_limit for no key update)
    update public.contacts c set tags = case when p_new is null or c.tags @> array[p_new]
        then array_remove(c.tags, p_tag) else array_replace(c.tags, p_tag, p_new) end
    from some_contacts s where s.id = c.id;
    get diagnostics v_changed = row_count;
    if not exists (select from public.contacts c where c.org_id = p_org_id and c.tags @> array[p_tag]) then
      delete from public.contact_fields f where f.org_id = p_org_id and f.kind = 'tag' and f.name = p_tag;
    end if;
    return v_changed;
  end
  $$;
grant execute on function private.replace_tag(uuid, text, text, int) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
