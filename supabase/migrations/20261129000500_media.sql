-- Files that people send: fetched from WhatsApp into Storage by the workflow `fetchMedia`, one file a message. The file's path is made of
-- the ids of organisation and message, so that whoever knows the row, or that it is gone, knows the file.

-- How far the file is: {"status": "pending", ...}, {"status": "stored", ...} or {"status": "failed", ...} (core/messaging/media.ts). Null
-- when a message has no file of its own, and when a retention rule took it away.
alter table public.messages add column media jsonb
  check (jsonb_typeof(media) = 'object' and media ->> 'status' in ('pending', 'stored', 'failed'));

-- Files whose row is gone: written in the transaction that takes the row away, deleted when Storage has let go of the file.
create table private.file_removals (
  bucket text not null,
  path text not null,
  org_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (bucket, path)
);
alter table private.file_removals enable row level security;
create index file_removals_of_org on private.file_removals (org_id);
grant select, delete on private.file_removals to parley_worker;

create function private.note_file_removal() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    -- As platform/storage/paths.ts makes it.
    insert into private.file_removals (bucket, path, org_id) values ('media', old.org_id || '/' || old.id, old.org_id)
    on conflict do nothing;
    return null;
  end
  $$;
create trigger _500_file_on_delete after delete on public.messages for each row
  when (old.media ->> 'status' <> 'failed') execute function private.note_file_removal();
create trigger _500_file_on_update after update of media on public.messages for each row
  when (old.media ->> 'status' <> 'failed' and new.media is null) execute function private.note_file_removal();

-- As before, and when a file has arrived.
create or replace function private.broadcast_message_changes() returns trigger
  language plpgsql security definer set search_path = '' set enable_nestloop = off
  as $$
  begin
    -- NOTE: queued -> sending is not worth a refetch; its outcome follows within the second. Nobody is looking at what a retention rule takes
    -- from old messages.
    perform private.broadcast_conversations(n.org_id, 'messages', array_agg(distinct n.conversation_id))
    from new_rows n join old_rows o on o.id = n.id
    where (n.status is distinct from o.status and n.status <> 'sending')
      or (n.content is distinct from o.content and not n.content ? 'removed')
      or (n.media is distinct from o.media and n.media is not null)
    group by n.org_id;
    return null;
  end
  $$;

-- As before, and counts the files.
create or replace function private.erase_messages(p_work private.erasure_work, p_limit int) returns boolean
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_ids uuid[];
    v_wamids text[];
    v_files int;
    v_count int;
  begin
    select array_agg(m.id), coalesce(array_agg(m.wamid) filter (where m.wamid is not null), '{}'),
        count(*) filter (where m.media ->> 'status' = 'stored') into v_ids, v_wamids, v_files
      from (select * from public.messages a where a.org_id = p_work.org_id and a.contact_id = any (p_work.contact_ids) limit p_limit) m;
    if v_ids is null then return false; end if;
    with gone as (
      delete from public.messages m where m.id = any (v_ids) returning m.id, m.wamid, m.phone_number_id
    )
    insert into private.erased_messages (key)
    select pg_catalog.sha256(convert_to(g.phone_number_id || ' ' || coalesce(g.wamid, g.id::text), 'UTF8')) from gone g
    on conflict (key) do update set erased_at = now();
    perform private.count_erased(p_work.erasure_id, 'messages', cardinality(v_ids));
    perform private.count_erased(p_work.erasure_id, 'mediaFiles', v_files);
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
