-- Organisations, who belongs to them, and the keys that act for them.

create type public.org_role as enum ('viewer', 'agent', 'admin', 'owner');

create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table public.organizations enable row level security;

-- A person's role in an organisation. Roles are ordered: a policy asks for "at least".
create table public.org_members (
  org_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role public.org_role not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, user_id)
);
alter table public.org_members enable row level security;
create index org_members_user on public.org_members (user_id); -- org_ids_for, every request

-- Keys are shown once; we keep their SHA-256. A key acts with one role in one organisation, never with a bypass.
create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  key_hash bytea not null unique,
  role public.org_role not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  unique (org_id, id)
);
alter table public.api_keys enable row level security;

-- The organisations in which the caller has at least this role. Evaluated once per statement as
-- `org_id = any ((select private.org_ids_for('agent'))::uuid[])`, never per row.
create function private.org_ids_for(min_role public.org_role) returns uuid[]
  language sql stable security definer set search_path = ''
  as $$
    select case
      when private.claims() ? 'org_id' then
        case when (private.claims() ->> 'org_role')::public.org_role >= min_role
          then array[(private.claims() ->> 'org_id')::uuid] else '{}'::uuid[] end
      else coalesce(
        (select array_agg(m.org_id) from public.org_members m
          where m.user_id = private.user_id() and m.role >= min_role), '{}'::uuid[])
    end
  $$;
grant execute on function private.org_ids_for(public.org_role) to app_user;

create policy select_viewer on public.organizations for select to app_user
  using (id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy select_viewer on public.org_members for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.organizations, public.org_members to app_user;
grant select on public.organizations to parley_worker;
-- NOTE: no insert, update or delete for app_user: members and keys change only through functions that check more than a row.
-- NOTE: api_keys has no policy and no grant: the API asks private.find_api_key, people never read hashes.

create function private.find_api_key(p_key_hash bytea)
  returns table (id uuid, org_id uuid, name text, role public.org_role)
  language sql stable security definer set search_path = ''
  as $$
    select k.id, k.org_id, k.name, k.role from public.api_keys k
    where k.key_hash = p_key_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
  $$;
grant execute on function private.find_api_key(bytea) to parley_api;

create trigger _500_touch before update on public.organizations for each row execute function private.touch_updated_at();
create trigger _500_touch before update on public.org_members for each row execute function private.touch_updated_at();
