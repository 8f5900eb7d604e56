-- Making an organisation, and who belongs to it: roles, leaving, removing. Access ends with the row of org_members, because every
-- request and every join of a live channel asks for it.

-- Being deleted: nobody belongs to it any more; its rows go in the background (private.purge_organization).
alter table public.organizations add column deleted_at timestamptz;

-- Who answers a conversation is a member, and ends to be assigned with the membership.
update public.conversations v set assignee_id = null
  where v.assignee_id is not null
    and not exists (select from public.org_members m where m.org_id = v.org_id and m.user_id = v.assignee_id);
alter table public.conversations
  add foreign key (org_id, assignee_id) references public.org_members (org_id, user_id) on delete set null (assignee_id);
create index conversations_assignee on public.conversations (org_id, assignee_id, last_message_at desc nulls last, id desc)
  where assignee_id is not null; -- inbox: mine
grant select on public.org_members to parley_worker;

-- The last owner stays, whatever way they would go. The organisation's row is the lock, so that two owners can't go at once.
create function private.keep_an_owner() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_is_kept boolean;
  begin
    if old.role = 'owner' and (tg_op = 'DELETE' or new.role <> 'owner') then
      -- NOTE: not `for update`: that would wait for everybody who adds a row to the organisation.
      select o.deleted_at is null into v_is_kept from public.organizations o where o.id = old.org_id for no key update;
      if v_is_kept and not exists (
        select from public.org_members m
        where m.org_id = old.org_id and m.user_id <> old.user_id and m.role = 'owner') then
        raise exception 'an organisation keeps an owner' using errcode = 'PA020';
      end if;
    end if;
    return case when tg_op = 'DELETE' then old else new end;
  end
  $$;
create trigger _100_keep_an_owner before update or delete on public.org_members
  for each row execute function private.keep_an_owner();

-- Told on the organisation's channel: who was removed leaves it at once. Hosted Realtime caches rights for some minutes, so the
-- studio acts on this; the local stand-in closes the channels itself.
create function private.broadcast_membership() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_row public.org_members := case when tg_op = 'DELETE' then old else new end;
  begin
    perform realtime.send(jsonb_build_object('userId', v_row.user_id),
      case when tg_op = 'DELETE' then 'membership_revoked' else 'members' end, 'org:' || v_row.org_id || ':inbox', true);
    return null;
  end
  $$;
create trigger _900_broadcast after insert or delete on public.org_members
  for each row execute function private.broadcast_membership();
create trigger _900_broadcast_role after update on public.org_members
  for each row when (new.role is distinct from old.role) execute function private.broadcast_membership();

-- `acme-gmbh` from "Acme GmbH"; letters that aren't ASCII lose their marks or go.
create function private.slug_of(p_name text) returns text
  language sql immutable set search_path = ''
  as $$
    select coalesce(nullif(trim(both '-' from left(regexp_replace(
      regexp_replace(normalize(lower(p_name), NFKD), '[\u0300-\u036f]', '', 'g'), '[^a-z0-9]+', '-', 'g'), 48)), ''), 'workspace')
  $$;

-- An organisation with the caller as its owner.
create function private.create_organization(p_name text, p_time_zone text) returns uuid
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    c_max_owned constant int := 20;
    v_user uuid := private.user_id();
    v_base text := private.slug_of(p_name);
    v_slug text := v_base;
    v_id uuid;
  begin
    if v_user is null or not exists (select from auth.users u where u.id = v_user) then
      raise exception 'organisations are made by people' using errcode = 'PA002';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('organisations of ' || v_user, 0));
    if (select count(*) from public.org_members m where m.user_id = v_user and m.role = 'owner') >= c_max_owned then
      raise exception 'nobody owns more than % organisations', c_max_owned using errcode = 'PA021';
    end if;
    loop
      insert into public.organizations (name, slug, time_zone) values (p_name, v_slug, coalesce(p_time_zone, 'UTC'))
        on conflict (slug) do nothing returning id into v_id;
      exit when v_id is not null;
      v_slug := v_base || '-' || left(gen_random_uuid()::text, 6);
    end loop;
    insert into public.org_members (org_id, user_id, role) values (v_id, v_user, 'owner');
    return v_id;
  end
  $$;

-- Members with name and mail address, for members only.
create function private.list_members(p_org_id uuid)
  returns table (user_id uuid, name text, email text, role public.org_role, created_at timestamptz)
  language sql stable security definer set search_path = ''
  as $$
    select m.user_id, nullif(u.raw_user_meta_data ->> 'name', ''), u.email::text, m.role, m.created_at
    from public.org_members m join auth.users u on u.id = m.user_id
    where m.org_id = p_org_id and p_org_id = any (private.org_ids_for('viewer'))
  $$;

-- Only owners make owners, and only they touch one.
create function private.check_may_give(p_org_id uuid, p_role public.org_role) returns void
  language plpgsql stable set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for(case when p_role = 'owner' then 'owner' else 'admin' end::public.org_role))) then
      raise exception 'this needs the role %', case when p_role = 'owner' then 'owner' else 'admin' end using errcode = 'PA002';
    end if;
  end
  $$;

-- False when there is no such member. Changes of one organisation's members are one after the other.
create function private.set_member_role(p_org_id uuid, p_user_id uuid, p_role public.org_role) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_role public.org_role;
  begin
    perform private.check_may_give(p_org_id, p_role);
    perform from public.organizations o where o.id = p_org_id for no key update;
    select m.role into v_role from public.org_members m where m.org_id = p_org_id and m.user_id = p_user_id;
    if v_role is null then return false; end if;
    perform private.check_may_give(p_org_id, v_role);
    update public.org_members m set role = p_role where m.org_id = p_org_id and m.user_id = p_user_id;
    return true;
  end
  $$;

-- Removes a member, or lets the caller leave. False when there is no such member.
create function private.remove_member(p_org_id uuid, p_user_id uuid) returns boolean
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
    update public.conversations v set assignee_id = null where v.org_id = p_org_id and v.assignee_id = p_user_id;
    delete from public.org_members m where m.org_id = p_org_id and m.user_id = p_user_id;
    return true;
  end
  $$;

grant execute on function
  private.create_organization(text, text),
  private.list_members(uuid),
  private.set_member_role(uuid, uuid, public.org_role),
  private.remove_member(uuid, uuid) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
