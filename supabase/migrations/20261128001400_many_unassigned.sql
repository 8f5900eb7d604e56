-- Who leaves may have been given thousands of conversations: they are told of as one change, not one by one.

create or replace function private.broadcast_conversation_change() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if coalesce(current_setting('parley.conversations_told', true), '') <> 'together' then
      perform private.broadcast_conversations(new.org_id, 'conversations', array[new.id]);
    end if;
    return null;
  end
  $$;

-- Without ids: "look at everything".
create function private.unassign_conversations(p_org_id uuid, p_user_id uuid) returns void
  language plpgsql volatile set search_path = ''
  as $$
  begin
    perform set_config('parley.conversations_told', 'together', true);
    update public.conversations v set assignee_id = null where v.org_id = p_org_id and v.assignee_id = p_user_id;
    if found then perform realtime.send('{}', 'conversations', 'org:' || p_org_id || ':inbox', true); end if;
    perform set_config('parley.conversations_told', '', true);
  end
  $$;

create or replace function private.remove_member(p_org_id uuid, p_user_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_is_leaving boolean := coalesce(p_user_id = private.user_id(), false);
    v_role public.org_role;
  begin
    if not v_is_leaving then perform private.check_may_give(p_org_id, 'viewer'); end if;
    perform from public.organizations o where o.id = p_org_id for no key update;
    select m.role into v_role from public.org_members m where m.org_id = p_org_id and m.user_id = p_user_id;
    if v_role is null then return false; end if;
    if not v_is_leaving then perform private.check_may_give(p_org_id, v_role); end if;
    -- NOTE: conversations first, as everywhere: a turn that assigns one holds its lock while it looks for the member.
    perform private.unassign_conversations(p_org_id, p_user_id);
    delete from public.org_members m where m.org_id = p_org_id and m.user_id = p_user_id;
    return true;
  end
  $$;

create or replace function private.delete_organization(p_org_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    perform private.check_may_give(p_org_id, 'owner');
    update public.organizations o set deleted_at = now(), slug = 'deleted-' || o.id where o.id = p_org_id and o.deleted_at is null;
    if not found then return false; end if;
    delete from public.api_keys k where k.org_id = p_org_id;
    delete from public.org_invitations i where i.org_id = p_org_id;
    delete from private.channel_credentials c where c.org_id = p_org_id;
    delete from public.flow_triggers t where t.org_id = p_org_id;
    -- Nobody is left who could look.
    perform set_config('parley.conversations_told', 'together', true);
    delete from public.org_members m where m.org_id = p_org_id;
    perform set_config('parley.conversations_told', '', true);
    insert into private.outbox (topic, key, payload)
      values ('organizationPurge', p_org_id::text, jsonb_build_object('orgId', p_org_id));
    return true;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
