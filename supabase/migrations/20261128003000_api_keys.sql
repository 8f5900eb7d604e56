-- API keys that people and programs make by themselves: who made them, how to tell them apart, when they were last used.

alter table public.api_keys
  -- Shown beside the name; the key itself is answered once and never again.
  add column last_four text check (length(last_four) = 4),
  -- The person who made it; null when a key did, or when the person is gone.
  add column created_by uuid references auth.users (id) on delete set null,
  -- The key that made it: revoked together with it.
  add column created_by_key uuid,
  add foreign key (org_id, created_by_key) references public.api_keys (org_id, id);
create index api_keys_newest on public.api_keys (org_id, created_at desc, id desc);

-- Everything of keys but their hashes, for those who may see them; the API pages by (created_at, id).
create function private.list_api_keys(p_org_id uuid)
  returns table (id uuid, name text, last_four text, role public.org_role, scopes text[], created_by uuid, created_by_name text,
    created_by_key uuid, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz,
    is_sample boolean)
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'API keys are for admins' using errcode = 'PA002';
    end if;
    return query
      select k.id, k.name, k.last_four, k.role, k.scopes, k.created_by, m.name, k.created_by_key, k.created_at, k.expires_at,
        k.revoked_at, k.last_used_at, k.is_sample
      from public.api_keys k left join private.member_names(p_org_id) m on m.user_id = k.created_by
      where k.org_id = p_org_id;
  end
  $$;
grant execute on function private.list_api_keys(uuid) to app_user;

-- Makes a key that can do no more than who makes it: not by its role, and, when a key makes it, not by its scopes nor for
-- longer than that one lives. PA030: it would. PA031: the organisation has as many working keys as it may have.
create function private.create_api_key(p_org_id uuid, p_id uuid, p_name text, p_key_hash bytea, p_last_four text,
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
    if (select count(*) from public.api_keys k where k.org_id = p_org_id and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now())) >= 100 then
      raise exception 'there are 100 working keys already' using errcode = 'PA031';
    end if;
    insert into public.api_keys (id, org_id, name, key_hash, last_four, role, scopes, expires_at, created_by, created_by_key)
    values (p_id, p_org_id, p_name, p_key_hash, p_last_four, p_role, p_scopes, p_expires_at, private.user_id(), v_maker.id);
  end
  $$;
grant execute on function private.create_api_key(uuid, uuid, text, bytea, text, public.org_role, text[], timestamptz)
  to app_user;

-- Ends a key and the keys that it made, at once and for good. Whether there was one.
create function private.revoke_api_key(p_org_id uuid, p_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'revoking API keys needs the admin role' using errcode = 'PA002';
    end if;
    -- First the key alone: who is just making another one with it is waited for, and the statement below sees that one too.
    update public.api_keys k set revoked_at = coalesce(k.revoked_at, now()) where k.org_id = p_org_id and k.id = p_id;
    if not found then return false; end if;
    with recursive made as (
      select k.id from public.api_keys k where k.org_id = p_org_id and k.created_by_key = p_id
      union
      select k.id from public.api_keys k join made on k.created_by_key = made.id where k.org_id = p_org_id)
    update public.api_keys k set revoked_at = now() from made
      where k.org_id = p_org_id and k.id = made.id and k.revoked_at is null;
    return true;
  end
  $$;
grant execute on function private.revoke_api_key(uuid, uuid) to app_user;

-- When keys were last used, to the minute. The API collects them and tells many at once, outside of any request.
create function private.note_api_key_uses(p_ids uuid[]) returns void
  language sql volatile security definer set search_path = ''
  as $$
    update public.api_keys k set last_used_at = now()
    where k.id = any (p_ids) and (k.last_used_at is null or k.last_used_at < now() - interval '50 seconds')
  $$;
grant execute on function private.note_api_key_uses(uuid[]) to parley_api;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
