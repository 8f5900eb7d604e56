-- A request carries the caller's role from its beginning (private.enter). What waits for a lock and then gives or takes rights asks what
-- the role is now: others may have removed the caller meanwhile.

-- For people from the table, whatever the claims say; for API keys from the claims.
create function private.has_role_now(p_org_id uuid, p_role public.org_role) returns boolean
  language sql stable set search_path = ''
  as $$
    select case when private.claims() ? 'sub' then exists (select from public.org_members m
        where m.org_id = p_org_id and m.user_id = private.user_id() and m.role >= p_role)
      else p_org_id = any (private.org_ids_for(p_role)) end
  $$;

-- As before, by what is true now.
create or replace function private.check_may_give(p_org_id uuid, p_role public.org_role) returns void
  language plpgsql stable set search_path = ''
  as $$
  begin
    if not private.has_role_now(p_org_id, case when p_role = 'owner' then 'owner' else 'admin' end::public.org_role) then
      raise exception 'this needs the role %', case when p_role = 'owner' then 'owner' else 'admin' end using errcode = 'PA002';
    end if;
  end
  $$;

-- As before, and looks again behind the lock.
create or replace function private.create_api_key(p_org_id uuid, p_id uuid, p_name text, p_key_hash bytea, p_last_four text,
  p_role public.org_role, p_scopes text[], p_expires_at timestamptz) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_maker public.api_keys;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'making API keys needs the admin role' using errcode = 'PA002';
    end if;
    if not (p_org_id = any (private.org_ids_for(p_role))) then
      raise exception 'the role is above the maker''s own' using errcode = 'PA030';
    end if;
    if private.claims() ? 'key_id' then
      -- Locked, so that it isn't revoked between this look and the insert.
      select k.* into v_maker from public.api_keys k
        where k.org_id = p_org_id and k.id = (private.claims() ->> 'key_id')::uuid and k.revoked_at is null for share;
      if v_maker.id is null or p_role > v_maker.role
        or (v_maker.scopes is not null and (p_scopes is null or not p_scopes <@ v_maker.scopes))
        or (v_maker.expires_at is not null and (p_expires_at is null or p_expires_at > v_maker.expires_at)) then
        raise exception 'the key would be stronger than the one that makes it' using errcode = 'PA030';
      end if;
    end if;
    -- One at a time an organisation, so that the limit holds.
    perform 1 from public.organizations o where o.id = p_org_id for no key update;
    -- Who makes it may have been removed while this waited.
    perform private.check_may_give(p_org_id, case when p_role = 'owner' then 'owner' else 'viewer' end::public.org_role);
    if (select count(*) from public.api_keys k where k.org_id = p_org_id and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now())) >= 100 then
      raise exception 'there are 100 working keys already' using errcode = 'PA031';
    end if;
    insert into public.api_keys (id, org_id, name, key_hash, last_four, role, scopes, expires_at, created_by, created_by_key)
    values (p_id, p_org_id, p_name, p_key_hash, p_last_four, p_role, p_scopes, p_expires_at, private.user_id(), v_maker.id);
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
