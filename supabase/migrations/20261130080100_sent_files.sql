-- Files that we send. One that a person attaches in the inbox becomes the file of its message, under the message's id, and goes where
-- the message goes: shown, erased and forgotten like a file that came in. One that is kept (`is_kept`) stands for itself, because flows
-- name it again and again. The bytes are in the bucket `media`, under the ids of organisation and file.
create table public.media_files (
  id uuid primary key,
  org_id uuid not null references public.organizations (id) on delete cascade,
  kind text not null check (kind in ('image', 'video', 'audio', 'document', 'sticker')),
  content_type text not null,
  byte_size int not null,
  sha256 text not null,
  file_name text not null check (length(file_name) between 1 and 255),
  is_kept boolean not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  unique (org_id, id)
);
alter table public.media_files enable row level security;
create index media_files_unsent on public.media_files (created_at) where not is_kept; -- thinning out
create index media_files_kept on public.media_files (org_id, created_at desc, id desc) where is_kept; -- list
create policy select_viewer on public.media_files for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.media_files to app_user;
grant select, delete on public.media_files to parley_worker;
-- NOTE: written by the functions below, after the file is in Storage.

-- What Meta calls a file, per number, until Meta forgets it.
create table private.media_uploads (
  file_id uuid not null,
  phone_number_id uuid not null,
  org_id uuid not null,
  meta_media_id text not null,
  expires_at timestamptz not null,
  primary key (file_id, phone_number_id),
  foreign key (org_id, phone_number_id) references public.phone_numbers (org_id, id) on delete cascade
);
alter table private.media_uploads enable row level security;
create index media_uploads_number on private.media_uploads (org_id, phone_number_id); -- deleting a number
create index media_uploads_expiry on private.media_uploads (expires_at);
grant select, insert, update, delete on private.media_uploads to parley_worker;

create function private.note_media_file_removal() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    -- A file that became that of a message goes with the message.
    insert into private.file_removals (bucket, path, org_id)
    select 'media', old.org_id || '/' || old.id, old.org_id
    where not exists (select from public.messages m where m.id = old.id)
    on conflict do nothing;
    return null;
  end
  $$;
create trigger _500_file_on_delete after delete on public.media_files for each row execute function private.note_media_file_removal();

create function private.create_media_file(p_org_id uuid, p_id uuid, p_kind text, p_content_type text, p_byte_size int, p_sha256 text,
  p_file_name text, p_is_kept boolean) returns public.media_files
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_file public.media_files;
  begin
    if not (p_org_id = any (private.org_ids_for('agent'))) then
      raise exception 'sending files needs the agent role' using errcode = 'PA002';
    end if;
    insert into public.media_files (id, org_id, kind, content_type, byte_size, sha256, file_name, is_kept, created_by)
    values (p_id, p_org_id, p_kind, p_content_type, p_byte_size, p_sha256, p_file_name, p_is_kept, private.user_id())
    returning * into v_file;
    return v_file;
  end
  $$;
grant execute on function private.create_media_file(uuid, uuid, text, text, int, text, text, boolean) to app_user;

create function private.delete_media_file(p_org_id uuid, p_id uuid) returns uuid
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_id uuid;
  begin
    if not (p_org_id = any (private.org_ids_for('agent'))) then
      raise exception 'deleting files needs the agent role' using errcode = 'PA002';
    end if;
    delete from public.media_files f where f.org_id = p_org_id and f.id = p_id returning f.id into v_id;
    return v_id;
  end
  $$;
grant execute on function private.delete_media_file(uuid, uuid) to app_user;

-- As create_agent_message, with a file that was uploaded for it: the message takes the file's id, and with it the file.
create function private.create_agent_file_message(
  p_org_id uuid, p_conversation_id uuid, p_file_id uuid, p_content jsonb, p_text text, p_source text) returns public.messages
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_file public.media_files;
    v_message public.messages;
  begin
    if not (p_org_id = any (private.org_ids_for('agent'))) then
      raise exception 'sending needs the agent role' using errcode = 'PA002';
    end if;
    select * into v_file from public.media_files f where f.org_id = p_org_id and f.id = p_file_id and not f.is_kept for update;
    if v_file.id is null then return null; end if;
    v_message := private.create_agent_message(p_org_id, p_conversation_id, p_file_id, p_content, p_text, p_source);
    if v_message.id is null then return null; end if;
    update public.messages m set media = jsonb_build_object('status', 'stored', 'contentType', v_file.content_type,
      'byteSize', v_file.byte_size, 'sha256', v_file.sha256, 'fileName', v_file.file_name)
      where m.id = v_message.id returning * into v_message;
    delete from public.media_files f where f.id = p_file_id;
    return v_message;
  end
  $$;
grant execute on function private.create_agent_file_message(uuid, uuid, uuid, jsonb, text, text) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
