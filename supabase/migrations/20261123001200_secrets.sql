-- Secrets that flows use by name: API keys for HTTP requests and language models.

-- The value is an AES-256-GCM envelope (platform/secrets) whose additional data names organisation and secret, so that a row
-- copied to another place can't be opened there. The API seals, the worker opens; nothing ever reads a value back to people.
create table private.org_secrets (
  org_id uuid not null references public.organizations (id) on delete cascade,
  name text not null check (name ~ '^[a-z][a-z0-9_.-]{0,62}$'),
  envelope bytea not null check (length(envelope) between 30 and 16384),
  -- The person who set the value last; null when an API key did.
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, name)
);
alter table private.org_secrets enable row level security;
-- NOTE: no policy and no grant for app_user: only the functions below touch it, and none of them gives out an envelope.
grant select on private.org_secrets to parley_worker;

-- Names stand in flow documents, which every member reads, and the editor checks flows against them: a viewer may list them.
create function private.list_org_secrets(p_org_id uuid)
  returns table (name text, created_by uuid, created_at timestamptz, updated_at timestamptz)
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then
      raise exception 'names of secrets are for members' using errcode = 'PA002';
    end if;
    return query
      select s.name, s.created_by, s.created_at, s.updated_at from private.org_secrets s
      where s.org_id = p_org_id order by s.name;
  end
  $$;
grant execute on function private.list_org_secrets(uuid) to app_user;

-- Adds a secret or replaces its value. No row: the organisation has as many as it may have.
create function private.set_org_secret(p_org_id uuid, p_name text, p_envelope bytea)
  returns table (name text, created_by uuid, created_at timestamptz, updated_at timestamptz)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'setting a secret needs the admin role' using errcode = 'PA002';
    end if;
    if (select count(*) from private.org_secrets s where s.org_id = p_org_id and s.name <> p_name) >= 100 then return; end if;
    return query
      insert into private.org_secrets as s (org_id, name, envelope, created_by)
      values (p_org_id, p_name, p_envelope, private.user_id())
      on conflict on constraint org_secrets_pkey
        do update set envelope = excluded.envelope, created_by = excluded.created_by
      returning s.name, s.created_by, s.created_at, s.updated_at;
  end
  $$;
grant execute on function private.set_org_secret(uuid, text, bytea) to app_user;

-- Whether there was one.
create function private.delete_org_secret(p_org_id uuid, p_name text) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'deleting a secret needs the admin role' using errcode = 'PA002';
    end if;
    delete from private.org_secrets s where s.org_id = p_org_id and s.name = p_name;
    return found;
  end
  $$;
grant execute on function private.delete_org_secret(uuid, text) to app_user;

create trigger _500_touch before update on private.org_secrets for each row execute function private.touch_updated_at();

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
