-- API keys limited to some permissions, and what the database knows of the request it works for.

-- Names from core/api/permissions.ts; null: everything that the key's role may do.
alter table public.api_keys add column scopes text[] check (cardinality(scopes) between 1 and 100);

drop function private.find_api_key(bytea);
create function private.find_api_key(p_key_hash bytea)
  returns table (id uuid, org_id uuid, name text, role public.org_role, scopes text[])
  language sql stable security definer set search_path = ''
  as $$
    select k.id, k.org_id, k.name, k.role, k.scopes from public.api_keys k
    where k.key_hash = p_key_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
  $$;
grant execute on function private.find_api_key(bytea) to parley_api;

-- {id, address} of the API request of this transaction, for the audit log; empty elsewhere.
create function private.request() returns jsonb
  language sql stable set search_path = ''
  as $$ select coalesce(nullif(current_setting('parley.request', true), '')::jsonb, '{}'::jsonb) $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
