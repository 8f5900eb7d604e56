-- A key can do no more than its maker, at any time and not only when it is made: it acts for a person, with the lesser of its own role
-- and of the one that they have now. When they are no member any more, it does nothing until somebody takes it over.

alter table public.api_keys
  -- Who made it, or whom the key that made it acts for. Null: whoever runs the deployment made it, in the database.
  -- NOTE: no foreign key: a key of somebody who is gone must not look like one that nobody made.
  add column acts_for uuid;
create index api_keys_acts_for on public.api_keys (org_id, acts_for); -- of one member

-- Of people whose account is gone the audit log still knows which key they made; where it doesn't either, the key acts for nobody, and an
-- admin takes it over. Writing it down is no change of the key.
alter table public.api_keys disable trigger _700_audit;
with recursive made as (
  select k.id, coalesce(k.created_by, (select l.actor_id from public.audit_log l
      where l.org_id = k.org_id and l.subject = 'apiKey' and l.subject_id = k.id::text and l.action = 'created' and l.actor_kind = 'user'
      limit 1), case when not k.is_sample then gen_random_uuid() end) as person
    from public.api_keys k where k.created_by_key is null
  union all
  select k.id, made.person from public.api_keys k join made on k.created_by_key = made.id)
update public.api_keys k set acts_for = made.person from made where made.id = k.id and made.person is not null;
alter table public.api_keys enable trigger _700_audit;

-- What a key may do now; null: nothing, because the person it acts for is no member.
create function private.role_of_key(p_key public.api_keys) returns public.org_role
  language plpgsql stable set search_path = ''
  as $$
  begin
    if p_key.acts_for is null then return p_key.role; end if;
    return (select least(p_key.role, m.role) from public.org_members m where m.org_id = p_key.org_id and m.user_id = p_key.acts_for);
  end
  $$;

-- As before, by what the key may do now.
create or replace function private.find_api_key(p_key_hash bytea)
  returns table (id uuid, org_id uuid, name text, role public.org_role, scopes text[])
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    return query
      select k.id, k.org_id, k.name, r.role, k.scopes
      from public.api_keys k cross join lateral private.role_of_key(k) r (role)
      where k.key_hash = p_key_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()) and r.role is not null;
  end
  $$;

-- From the tables for keys, too, whatever the claims say.
create or replace function private.has_role_now(p_org_id uuid, p_role public.org_role) returns boolean
  language sql stable set search_path = ''
  as $$
    select case when private.claims() ? 'sub' then exists (select from public.org_members m
        where m.org_id = p_org_id and m.user_id = private.user_id() and m.role >= p_role)
      else exists (select from public.api_keys k
        where k.org_id = p_org_id and k.id = (private.claims() ->> 'key_id')::uuid and k.revoked_at is null
          and private.role_of_key(k) >= p_role) end
  $$;

-- A key and those that it made, and those that they made.
create function private.family_of_key(p_org_id uuid, p_id uuid) returns setof uuid
  language sql stable set search_path = ''
  as $$
    with recursive family as (
      select k.id from public.api_keys k where k.org_id = p_org_id and k.id = p_id
      union
      select k.id from public.api_keys k join family f on k.created_by_key = f.id where k.org_id = p_org_id)
    select id from family
  $$;

-- The three functions below change keys of one organisation one after the other: its row is the lock.

-- As before, and the key acts for whom its maker is or acts for.
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
    perform from public.organizations o where o.id = p_org_id for no key update;
    -- Who makes it may have lost their role, and a key may have been revoked, while this waited.
    perform private.check_may_give(p_org_id, case when p_role = 'owner' then 'owner' else 'viewer' end::public.org_role);
    if private.claims() ? 'key_id' then
      select k.* into v_maker from public.api_keys k
        where k.org_id = p_org_id and k.id = (private.claims() ->> 'key_id')::uuid;
      if p_role > v_maker.role
        or (v_maker.scopes is not null and (p_scopes is null or not p_scopes <@ v_maker.scopes))
        or (v_maker.expires_at is not null and (p_expires_at is null or p_expires_at > v_maker.expires_at)) then
        raise exception 'the key would be stronger than the one that makes it' using errcode = 'PA030';
      end if;
    end if;
    if (select count(*) from public.api_keys k where k.org_id = p_org_id and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now())) >= 100 then
      raise exception 'there are 100 working keys already' using errcode = 'PA031';
    end if;
    insert into public.api_keys (id, org_id, name, key_hash, last_four, role, scopes, expires_at, created_by, created_by_key, acts_for)
    values (p_id, p_org_id, p_name, p_key_hash, p_last_four, p_role, p_scopes, p_expires_at, private.user_id(), v_maker.id,
      coalesce(private.user_id(), v_maker.acts_for));
  end
  $$;

-- As before.
create or replace function private.revoke_api_key(p_org_id uuid, p_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'revoking API keys needs the admin role' using errcode = 'PA002';
    end if;
    perform from public.organizations o where o.id = p_org_id for no key update;
    perform private.check_may_give(p_org_id, 'viewer');
    update public.api_keys k set revoked_at = now()
      where k.org_id = p_org_id and k.id in (select private.family_of_key(p_org_id, p_id)) and k.revoked_at is null;
    return exists (select from public.api_keys k where k.org_id = p_org_id and k.id = p_id);
  end
  $$;

-- Makes the caller, a person, the maker of a key: it and the keys that it made act for them from here on. False when there is no such key.
-- PA030: its role is above the caller's. PA032: it was revoked or has expired. PA033: the caller is a key.
create function private.take_over_api_key(p_org_id uuid, p_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_key public.api_keys;
  begin
    perform private.check_may_give(p_org_id, 'viewer');
    perform from public.organizations o where o.id = p_org_id for no key update;
    perform private.check_may_give(p_org_id, 'viewer');
    if private.user_id() is null then
      raise exception 'a key that took over the one it comes from would act for nobody' using errcode = 'PA033';
    end if;
    select k.* into v_key from public.api_keys k where k.org_id = p_org_id and k.id = p_id;
    if v_key.id is null then return false; end if;
    if v_key.revoked_at is not null or v_key.expires_at <= now() then
      raise exception 'the key has ended' using errcode = 'PA032';
    end if;
    if not private.has_role_now(p_org_id, v_key.role) then
      raise exception 'the role of the key is above the caller''s own' using errcode = 'PA030';
    end if;
    update public.api_keys k set acts_for = private.user_id(),
        created_by = case when k.id = p_id then private.user_id() else k.created_by end,
        created_by_key = case when k.id <> p_id then k.created_by_key end
      where k.org_id = p_org_id and k.id in (select private.family_of_key(p_org_id, p_id));
    return true;
  end
  $$;
grant execute on function private.take_over_api_key(uuid, uuid) to app_user;

-- As before, with whom a key acts for and what it may do now.
drop function private.list_api_keys(uuid);
create function private.list_api_keys(p_org_id uuid)
  returns table (id uuid, name text, last_four text, role public.org_role, effective_role public.org_role, scopes text[],
    created_by uuid, created_by_name text, created_by_key uuid, acts_for uuid, created_at timestamptz, expires_at timestamptz,
    revoked_at timestamptz, last_used_at timestamptz, is_sample boolean)
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'API keys are for admins' using errcode = 'PA002';
    end if;
    return query
      select k.id, k.name, k.last_four, k.role, private.role_of_key(k), k.scopes, k.created_by, m.name, k.created_by_key, k.acts_for,
        k.created_at, k.expires_at, k.revoked_at, k.last_used_at, k.is_sample
      from public.api_keys k left join private.member_names(p_org_id) m on m.user_id = k.created_by
      where k.org_id = p_org_id;
  end
  $$;
grant execute on function private.list_api_keys(uuid) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
