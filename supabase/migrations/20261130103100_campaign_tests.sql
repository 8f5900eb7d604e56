-- A campaign's message to somebody who tries it: as one of an agent, but it answers nothing, and there may be no conversation yet.

-- Null when there is no such person or number.
create function private.create_campaign_test(p_org_id uuid, p_contact_id uuid, p_phone_number_id uuid, p_message_id uuid, p_content jsonb,
  p_text text, p_purpose text, p_source text) returns uuid
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_conversation_id uuid;
    v_now timestamptz := now();
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'campaigns need the admin role' using errcode = 'PA002';
    end if;
    insert into public.conversations (org_id, contact_id, phone_number_id)
      select p_org_id, c.id, n.id from public.contacts c join public.phone_numbers n on n.org_id = c.org_id
      where c.org_id = p_org_id and c.id = p_contact_id and n.id = p_phone_number_id
      on conflict (phone_number_id, contact_id) do nothing;
    update public.conversations v set last_message_at = v_now, last_message_text = left(p_text, 200), last_message_direction = 'outbound'
      where v.org_id = p_org_id and v.contact_id = p_contact_id and v.phone_number_id = p_phone_number_id
      returning v.id into v_conversation_id;
    if v_conversation_id is null then return null; end if;
    insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text,
      status, status_rank, source, source_user_id, purpose, is_unasked, created_at)
    values (p_message_id, p_org_id, v_conversation_id, p_contact_id, p_phone_number_id, 'outbound', p_content ->> 'type', p_content, p_text,
      'queued', 0, p_source, private.user_id(), p_purpose, true, v_now);
    insert into private.outbox (topic, key, payload)
    values ('conversationOutbox', v_conversation_id::text, jsonb_build_object('orgId', p_org_id, 'messageId', p_message_id));
    return p_message_id;
  end
  $$;
grant execute on function private.create_campaign_test(uuid, uuid, uuid, uuid, jsonb, text, text, text) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
