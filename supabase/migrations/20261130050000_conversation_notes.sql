-- Notes that colleagues write beside the messages of a conversation. They are never sent to the person.

-- The words stand here and nowhere else: a note that is deleted is gone, and the audit log says whose it was.
create table public.conversation_notes (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null,
  conversation_id uuid not null,
  text text not null check (length(text) between 1 and 4000),
  -- Members whom the text names by `@`. No foreign key: who leaves stays named.
  mentions uuid[] not null default '{}' check (cardinality(mentions) <= 50),
  -- Of a flow: the run that handed over.
  author_kind text not null default case when private.claims() ? 'key_id' then 'apiKey' else 'user' end
    check (author_kind in ('user', 'apiKey', 'flow')),
  author_id uuid not null default coalesce(private.claims() ->> 'key_id', private.claims() ->> 'sub')::uuid,
  edited_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  foreign key (org_id, conversation_id) references public.conversations (org_id, id) on delete cascade
);
alter table public.conversation_notes enable row level security;
create index conversation_notes_thread on public.conversation_notes (conversation_id, created_at desc, id desc); -- thread, deleting conversations
create index conversation_notes_by_age on public.conversation_notes (org_id, created_at); -- forgetting
create trigger _500_touch before update on public.conversation_notes for each row execute function private.touch_updated_at();

create policy select_viewer on public.conversation_notes for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_agent on public.conversation_notes for insert to app_user
  with check (org_id = any ((select private.org_ids_for('agent'))::uuid[]));
grant select, insert (id, org_id, conversation_id, text, mentions) on public.conversation_notes to app_user;
-- NOTE: the author is not granted: a request can't say that somebody else wrote it. Who may change a note depends on the note, so that
-- is up to the functions below.
grant select, insert, delete on public.conversation_notes to parley_worker;

-- Work of the inbox, like messages; what became of a note afterwards is audited, without its words.
select private.audit('public.conversation_notes', 'note',
  '{"only": "people", "mask": ["text"], "skip": ["conversation_id", "edited_at"]}', 'update or delete');

-- Whether the caller wrote it.
create function private.is_own_note(p_note public.conversation_notes) returns boolean
  language sql stable set search_path = ''
  as $$
    select p_note.author_kind = case when private.claims() ? 'key_id' then 'apiKey' else 'user' end
      and p_note.author_id = coalesce(private.claims() ->> 'key_id', private.claims() ->> 'sub')::uuid
  $$;

-- Changes a note of the caller; what is null stays. False when there is no such note.
create function private.edit_note(p_org_id uuid, p_conversation_id uuid, p_id uuid, p_text text, p_mentions uuid[]) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_note public.conversation_notes;
  begin
    if not (p_org_id = any (private.org_ids_for('agent'))) then
      raise exception 'writing notes needs the agent role' using errcode = 'PA002';
    end if;
    select * into v_note from public.conversation_notes n
      where n.org_id = p_org_id and n.conversation_id = p_conversation_id and n.id = p_id for update;
    if not found then return false; end if;
    if not private.is_own_note(v_note) then
      raise exception 'a note is changed by who wrote it' using errcode = 'PA070';
    end if;
    update public.conversation_notes n set text = coalesce(p_text, n.text), mentions = coalesce(p_mentions, n.mentions), edited_at = now()
      where n.id = p_id and (coalesce(p_text, n.text), coalesce(p_mentions, n.mentions)) is distinct from (n.text, n.mentions);
    return true;
  end
  $$;

-- Deletes a note of the caller; admins delete anybody's. False when there is no such note.
create function private.delete_note(p_org_id uuid, p_conversation_id uuid, p_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_note public.conversation_notes;
  begin
    if not (p_org_id = any (private.org_ids_for('agent'))) then
      raise exception 'writing notes needs the agent role' using errcode = 'PA002';
    end if;
    select * into v_note from public.conversation_notes n
      where n.org_id = p_org_id and n.conversation_id = p_conversation_id and n.id = p_id for update;
    if not found then return false; end if;
    if not private.is_own_note(v_note) and not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'a note is deleted by who wrote it, or by an admin' using errcode = 'PA070';
    end if;
    delete from public.conversation_notes n where n.id = p_id;
    return true;
  end
  $$;
grant execute on function private.edit_note(uuid, uuid, uuid, text, uuid[]), private.delete_note(uuid, uuid, uuid) to app_user;

-- Live hints, as for messages. Notes that a retention rule or an erasure removes are no news.
create function private.broadcast_notes() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if tg_op = 'DELETE' and not (private.claims() ?| array['sub', 'key_id']) then return null; end if;
    perform private.broadcast_conversations(n.org_id, 'notes', array_agg(distinct n.conversation_id))
    from changed_rows n group by n.org_id;
    return null;
  end
  $$;
create trigger _900_broadcast_insert after insert on public.conversation_notes
  referencing new table as changed_rows for each statement execute function private.broadcast_notes();
create trigger _900_broadcast_update after update on public.conversation_notes
  referencing new table as changed_rows for each statement execute function private.broadcast_notes();
create trigger _900_broadcast_delete after delete on public.conversation_notes
  referencing old table as changed_rows for each statement execute function private.broadcast_notes();

-- As before, with the notes.
create or replace function private.merge_conversations(p_into uuid, p_from uuid) returns void
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
    update public.conversation_notes n set conversation_id = p_into where n.org_id = v_from.org_id and n.conversation_id = p_from;
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

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
