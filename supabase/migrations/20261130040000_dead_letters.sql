-- Dead letters as people see them: what became of each, and their replay. An organisation's admins look at their own through the API;
-- letters of no organisation (assets of strangers, bodies that nobody can read) are the operator's, in SQL (docs/operations.md).

alter table private.dead_letters
  -- The API's name of it.
  add column uid uuid not null default gen_random_uuid() unique,
  -- open: nobody has decided. requested: the relay is asked to try again. replayed: it was tried and is done. dismissed: somebody has said
  -- that nothing is to be done. impossible: there is nothing left to try with, see `reason`. Who fails again is open again.
  add column state text not null default 'open' check (state in ('open', 'requested', 'replayed', 'dismissed', 'impossible')),
  add column reason text check (reason in ('erased', 'expired', 'not_in_delivery')),
  add column requested_at timestamptz,
  add column last_failed_at timestamptz not null default now(),
  -- When it got its last state.
  add column settled_at timestamptz,
  add constraint dead_letters_reason check ((state = 'impossible') = (reason is not null)),
  add constraint dead_letters_requested check ((state = 'requested') = (requested_at is not null));

update private.dead_letters set last_failed_at = created_at,
  state = case when reference ? 'erased' then 'impossible' when replayed_at is not null then 'replayed' else 'open' end,
  reason = case when reference ? 'erased' then 'erased' end,
  settled_at = case when reference ? 'erased' then now() else replayed_at end;

-- One letter for a thing, whatever its newest cause: a replay may fail another way. Of several the newest stays.
delete from private.dead_letters d using private.dead_letters newer
  where newer.kind = d.kind and newer.reference = d.reference and newer.org_id is not distinct from d.org_id and newer.id > d.id;
drop index private.dead_letters_once;
create unique index dead_letters_once on private.dead_letters (kind, reference, org_id) nulls not distinct;
create index dead_letters_open on private.dead_letters (org_id, kind, cause) where state in ('open', 'requested'); -- counts
create index dead_letters_requested on private.dead_letters (requested_at, id) where state = 'requested'; -- the relay's claim
create index dead_letters_settled on private.dead_letters (settled_at) where settled_at is not null; -- forgetting
grant delete on private.dead_letters to parley_worker;

-- An erasure takes the reference away (`{"erased": ...}`): nothing can be tried any more.
create function private.settle_erased_letter() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    new.state := 'impossible';
    new.reason := 'erased';
    new.requested_at := null;
    new.settled_at := now();
    return new;
  end
  $$;
create trigger _100_erased before update of reference on private.dead_letters
  for each row when (new.reference ? 'erased') execute function private.settle_erased_letter();

-- What people decide is audited; what the relay makes of it stands in the letter. Many at once are one entry.
create function private.record_audit_of_dead_letters() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    c_most_entries constant int := 100;
    v_group record;
  begin
    if not (private.claims() ?| array['sub', 'key_id']) then return null; end if;
    for v_group in
      select n.org_id, n.state, min(n.uid::text) as id, count(*) as count from new_rows n join old_rows o on o.id = n.id
      where n.state <> o.state and n.org_id is not null group by n.org_id, n.state
    loop
      if v_group.count > c_most_entries then
        perform private.write_audit(v_group.org_id, 'changed', 'deadLetter', v_group.id, null, null, '{}',
          jsonb_build_object('state', v_group.state, 'count', v_group.count));
      else
        perform private.write_audit(n.org_id, 'changed', 'deadLetter', n.uid::text, null, null, jsonb_build_object('state', o.state),
            jsonb_build_object('state', n.state))
          from new_rows n join old_rows o on o.id = n.id where n.org_id = v_group.org_id and n.state = v_group.state and o.state <> n.state;
      end if;
    end loop;
    return null;
  end
  $$;
create trigger _700_audit after update on private.dead_letters
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.record_audit_of_dead_letters('deadLetter');

-- Why a letter can't be tried again; null when it can. `repeats`: the same would come of it, or another flow that the event did start
-- would start once more.
create function private.obstacle_of_letter(p private.dead_letters) returns text
  language sql stable set search_path = ''
  as $$
    select case
      when p.reason is not null then p.reason
      when p.reference ? 'erased' then 'erased'
      when p.kind = 'contact_event' and p.cause in ('flows_cause_each_other', 'no_number') then 'repeats'
      when p.kind = 'contact_event' then case when not exists (
        select from public.contact_events e where e.id = (p.reference ->> 'contactEventId')::bigint) then 'expired' end
      when p.kind = 'outbox' then null
      else (select case when count(*) = 0 then 'expired' when bool_or(e.erased_at is not null) then 'erased' end
        from private.webhook_events e where e.id = p.webhook_event_id) end
  $$;

-- A page of an organisation's letters, newest first, or the one that is named. What they are about is looked up: ids of rows that exist.
create function private.list_dead_letters(p_org_id uuid, p_uid uuid, p_kind text, p_cause text, p_state text, p_since timestamptz,
    p_until timestamptz, p_before bigint, p_limit int)
  returns table (id bigint, uid uuid, kind text, cause text, state text, obstacle text, attempts int, field text, topic text,
    phone_number_id uuid, contact_id uuid, conversation_id uuid, message_id uuid, flow_id uuid, delivery_id bigint,
    created_at timestamptz, last_failed_at timestamptz, requested_at timestamptz, settled_at timestamptz)
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'dead letters are for admins' using errcode = 'PA002';
    end if;
    return query
      with page as materialized (
        select d as letter, coalesce(d.reference -> 'payload', '{}') as payload,
          coalesce(d.reference ->> 'wamid', substring(d.reference ->> 'content' from '(wamid\.[^ :]+)')) as wamid
        from private.dead_letters d
        where d.org_id = p_org_id and (p_uid is null or d.uid = p_uid) and (p_kind is null or d.kind = p_kind)
          and (p_cause is null or d.cause = p_cause) and (p_state is null or d.state = p_state)
          and (p_since is null or d.created_at >= p_since) and (p_until is null or d.created_at < p_until)
          and (p_before is null or d.id < p_before)
        order by d.id desc limit p_limit)
      select (p.letter).id, (p.letter).uid, (p.letter).kind, (p.letter).cause, (p.letter).state,
        private.obstacle_of_letter(p.letter), (p.letter).attempts, (p.letter).reference ->> 'field',
        (p.letter).reference ->> 'topic', n.id, c.id, v.id, m.id, f.id,
        case when (p.letter).kind like 'webhook\_%' then (p.letter).webhook_event_id end,
        (p.letter).created_at, (p.letter).last_failed_at, (p.letter).requested_at, (p.letter).settled_at
      from page p
      left join lateral (select m.id, m.conversation_id, m.contact_id from public.phone_numbers n
        join public.messages m on m.phone_number_id = n.id and m.wamid = p.wamid where n.org_id = p_org_id limit 1) m on true
      left join public.conversations v on v.org_id = p_org_id and v.id = coalesce(m.conversation_id,
        (p.payload ->> 'conversationId')::uuid, case when (p.letter).reference ->> 'topic' in ('conversationOutbox', 'conversationWindow')
          then ((p.letter).reference ->> 'key')::uuid end)
      left join public.contacts c on c.org_id = p_org_id and c.id = coalesce(v.contact_id, (p.payload ->> 'contactId')::uuid,
        ((p.letter).reference ->> 'contactId')::uuid)
      left join public.flows f on f.org_id = p_org_id and f.id = (p.payload ->> 'flowId')::uuid
      left join public.phone_numbers n on n.org_id = p_org_id
        and n.id = coalesce(v.phone_number_id, ((p.letter).reference ->> 'phoneNumberId')::uuid)
      order by (p.letter).id desc;
  end
  $$;

-- How many of an organisation's letters wait for a decision, or for the relay, by what went wrong.
create function private.count_dead_letters(p_org_id uuid)
  returns table (kind text, cause text, open bigint, requested bigint, first_at timestamptz, last_at timestamptz)
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'dead letters are for admins' using errcode = 'PA002';
    end if;
    return query
      select d.kind, d.cause, count(*) filter (where d.state = 'open'), count(*) filter (where d.state = 'requested'),
        min(d.created_at), max(d.last_failed_at)
      from private.dead_letters d where d.org_id = p_org_id and d.state in ('open', 'requested')
      group by d.kind, d.cause order by max(d.last_failed_at) desc, d.kind, d.cause;
  end
  $$;

-- Asks the relay to try one letter again, or says that nothing is to be done about it. Its state then; null when there is none. Asked for
-- twice is asked for once. PA090: it is done already. PA091: it can't be tried again.
create function private.settle_dead_letter(p_org_id uuid, p_uid uuid, p_action text) returns text
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_letter private.dead_letters;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'dead letters are for admins' using errcode = 'PA002';
    end if;
    select * into v_letter from private.dead_letters d where d.org_id = p_org_id and d.uid = p_uid for update;
    if v_letter.id is null then return null; end if;
    if p_action = 'replay' then
      if v_letter.state = 'requested' then return 'requested'; end if;
      if v_letter.state = 'replayed' then raise exception 'the letter was replayed' using errcode = 'PA090'; end if;
      if private.obstacle_of_letter(v_letter) is not null then
        raise exception 'the letter can''t be replayed' using errcode = 'PA091';
      end if;
      update private.dead_letters d set state = 'requested', requested_at = clock_timestamp(), settled_at = null where d.id = v_letter.id;
      return 'requested';
    elsif p_action = 'dismiss' then
      if v_letter.state = 'dismissed' then return 'dismissed'; end if;
      if v_letter.state <> 'open' then raise exception 'the letter is done' using errcode = 'PA090'; end if;
      update private.dead_letters d set state = 'dismissed', settled_at = now() where d.id = v_letter.id;
      return 'dismissed';
    end if;
    raise exception 'no such action: %', p_action using errcode = '22023';
  end
  $$;

-- The same for open letters by what went wrong and when, the oldest first, at most `p_limit`; how many. Who calls goes on until it is none.
create function private.settle_dead_letters(p_org_id uuid, p_action text, p_kind text, p_cause text, p_since timestamptz,
    p_until timestamptz, p_limit int) returns int
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_count int;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'dead letters are for admins' using errcode = 'PA002';
    end if;
    if p_action not in ('replay', 'dismiss') then raise exception 'no such action: %', p_action using errcode = '22023'; end if;
    with chosen as (
      select d.id from private.dead_letters d
      where d.org_id = p_org_id and d.state = 'open' and (p_kind is null or d.kind = p_kind) and (p_cause is null or d.cause = p_cause)
        and (p_since is null or d.created_at >= p_since) and (p_until is null or d.created_at < p_until)
        and (p_action = 'dismiss' or not (d.kind = 'contact_event' and d.cause in ('flows_cause_each_other', 'no_number')))
      order by d.id limit p_limit for update skip locked)
    update private.dead_letters d set
      state = case p_action when 'replay' then 'requested' else 'dismissed' end,
      requested_at = case p_action when 'replay' then clock_timestamp() end,
      settled_at = case p_action when 'dismiss' then now() end
    from chosen where d.id = chosen.id;
    get diagnostics v_count = row_count;
    return v_count;
  end
  $$;
grant execute on function private.list_dead_letters(uuid, uuid, text, text, text, timestamptz, timestamptz, bigint, int),
  private.count_dead_letters(uuid), private.settle_dead_letter(uuid, uuid, text),
  private.settle_dead_letters(uuid, text, text, text, timestamptz, timestamptz, int) to app_user;
grant execute on function private.obstacle_of_letter(private.dead_letters) to parley_worker;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
