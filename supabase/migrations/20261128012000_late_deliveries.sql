-- What WhatsApp still sends about messages that were erased (the same message in another delivery, a status) must not bring the person
-- back: such items are not applied, and the delivery that holds them loses its body.

-- SHA-256 of our number's id and the message's WhatsApp id, of one that has none yet our own. An id of WhatsApp holds the person's number in
-- base64 and is not kept itself; beside the number it has a random part, so that nobody finds it by trying numbers.
create table private.erased_messages (
  key bytea primary key,
  erased_at timestamptz not null default now()
);
alter table private.erased_messages enable row level security;
create index erased_messages_age on private.erased_messages (erased_at); -- forgetting
grant select, delete on private.erased_messages to parley_worker;
-- NOTE: written by private.erase_messages only.

-- As before, and remembers which messages they were. Order matters: the relay first locks a message by raising its status and then writes
-- the report of it, so once the messages are gone, no report is on its way that this doesn't see or that doesn't see their keys.
create or replace function private.erase_messages(p_work private.erasure_work, p_limit int) returns boolean
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_ids uuid[];
    v_wamids text[];
    v_count int;
  begin
    select array_agg(m.id), coalesce(array_agg(m.wamid) filter (where m.wamid is not null), '{}') into v_ids, v_wamids
      from (select * from public.messages a where a.org_id = p_work.org_id and a.contact_id = any (p_work.contact_ids) limit p_limit) m;
    if v_ids is null then return false; end if;
    with gone as (
      delete from public.messages m where m.id = any (v_ids) returning m.id, m.wamid, m.phone_number_id
    )
    insert into private.erased_messages (key)
    select pg_catalog.sha256(convert_to(g.phone_number_id || ' ' || coalesce(g.wamid, g.id::text), 'UTF8')) from gone g
    on conflict (key) do update set erased_at = now();
    perform private.count_erased(p_work.erasure_id, 'messages', cardinality(v_ids));
    delete from private.message_status_events s where s.message_id = any (v_ids)
      or (s.phone_number_id in (select n.id from public.phone_numbers n where n.org_id = p_work.org_id) and s.wamid = any (v_wamids));
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'messageStatuses', v_count);
    update private.dead_letters d set reference = jsonb_build_object('erased', d.id)
      where (d.org_id = p_work.org_id or d.org_id is null) and (d.reference ->> 'wamid' = any (v_wamids)
        or regexp_split_to_array(d.reference ->> 'content', '[ :]') && v_wamids);
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'deadLetters', v_count);
    delete from private.processed_keys k where regexp_split_to_array(k.key, '[ :]') && v_wamids;
    return true;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
