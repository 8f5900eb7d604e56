-- Live hints for the studio: ids only, on private channels `org:{id}:inbox`; clients refetch through the API. One broadcast
-- per statement and organisation, however many rows it touched; without ids ("look at everything") when there are too many to name.

create function private.broadcast_conversations(p_org_id uuid, p_event text, p_ids uuid[]) returns void
  language sql volatile security definer set search_path = ''
  as $$
    select realtime.send(
      case when cardinality(p_ids) > 100 then '{}' else jsonb_build_object('conversationIds', p_ids) end,
      p_event, 'org:' || p_org_id || ':inbox', true)
  $$;

create function private.broadcast_messages() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.broadcast_conversations(n.org_id, 'messages', array_agg(distinct n.conversation_id))
    from new_rows n group by n.org_id;
    return null;
  end
  $$;
create trigger _900_broadcast_insert after insert on public.messages
  referencing new table as new_rows for each statement execute function private.broadcast_messages();

create function private.broadcast_message_changes() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    -- NOTE: queued -> sending is not worth a refetch; its outcome follows within the second.
    perform private.broadcast_conversations(n.org_id, 'messages', array_agg(distinct n.conversation_id))
    from new_rows n join old_rows o on o.id = n.id
    where (n.status is distinct from o.status and n.status <> 'sending') or n.content is distinct from o.content
    group by n.org_id;
    return null;
  end
  $$;
create trigger _900_broadcast_update after update on public.messages
  referencing new table as new_rows old table as old_rows for each statement execute function private.broadcast_message_changes();

-- By row, unlike the others: nearly every update of a conversation changes nothing of this, and then `when` spares the call.
create function private.broadcast_conversation_change() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.broadcast_conversations(new.org_id, 'conversations', array[new.id]);
    return null;
  end
  $$;
create trigger _900_broadcast_update after update on public.conversations for each row
  when ((new.mode, new.status, new.assignee_id, new.foreground_run_id, new.window_expires_at is null)
      is distinct from (old.mode, old.status, old.assignee_id, old.foreground_run_id, old.window_expires_at is null)
    or (new.unread_count = 0 and old.unread_count > 0))
  execute function private.broadcast_conversation_change();

create function private.broadcast_contact_changes() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform realtime.send(
      case when count(*) > 100 then '{}' else jsonb_build_object('contactIds', jsonb_agg(n.id)) end,
      'contacts', 'org:' || n.org_id || ':inbox', true)
    from new_rows n join old_rows o on o.id = n.id
    where (n.name, n.tags, n.attributes, n.marketing_consent) is distinct from (o.name, o.tags, o.attributes, o.marketing_consent)
    group by n.org_id;
    return null;
  end
  $$;
create trigger _900_broadcast_update after update on public.contacts
  referencing new table as new_rows old table as old_rows for each statement execute function private.broadcast_contact_changes();

create function private.broadcast_flow_changes() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform realtime.send(jsonb_build_object('flowId', new.id), 'flows', 'org:' || new.org_id || ':inbox', true);
    return null;
  end
  $$;
create trigger _900_broadcast after insert or update on public.flows for each row execute function private.broadcast_flow_changes();

-- Who may listen: members, on their organisation's topics. Compared as text: a topic is whatever a client typed.
create function private.my_org_topics() returns text[]
  language sql stable security definer set search_path = ''
  as $$ select coalesce(array_agg(id::text), '{}') from unnest(private.org_ids_for('viewer')) id $$;
grant usage on schema private to authenticated;
grant execute on function private.my_org_topics() to authenticated;

create policy parley_members_listen on realtime.messages for select to authenticated
  using (split_part((select realtime.topic()), ':', 1) = 'org'
    and split_part((select realtime.topic()), ':', 2) = any ((select private.my_org_topics())::text[]));

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;

-- NOTE: tables get no rights by default here and on new hosted projects; an older project may still hand them out.
revoke all on all tables in schema public from anon, authenticated;
