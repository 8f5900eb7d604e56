-- Who may log in, and the helpers that every policy and trigger below uses.
--
-- parley_api     the API logs in as it and runs each request as app_user with the verified claims
-- app_user       has no rights beyond what the policies give the signed-in person
-- parley_worker  relay and activities: all tenants, so it bypasses RLS, but only on the tables granted to it
-- Passwords are set by whoever deploys (`alter role parley_api password ...`), never in a migration.

do $$
begin
  if not exists (select from pg_roles where rolname = 'app_user') then
    create role app_user nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'parley_api') then
    create role parley_api login noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'parley_worker') then
    create role parley_worker login noinherit bypassrls;
  end if;
end
$$;

grant app_user to parley_api;

create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to app_user, parley_api, parley_worker;
grant usage on schema public to app_user, parley_api, parley_worker;

create extension if not exists pg_trgm with schema extensions;
grant usage on schema extensions to app_user, parley_worker;

-- What the API verified about the caller, set per transaction: {sub} of a person, {org_id, org_role} of an API key.
create function private.claims() returns jsonb
  language sql stable set search_path = ''
  as $$ select coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb, '{}'::jsonb) $$;

create function private.user_id() returns uuid
  language sql stable set search_path = ''
  as $$ select (private.claims() ->> 'sub')::uuid $$;

create function private.touch_updated_at() returns trigger
  language plpgsql set search_path = ''
  as $$ begin new.updated_at := now(); return new; end $$;

create function private.refuse_change() returns trigger
  language plpgsql set search_path = ''
  as $$ begin raise exception 'rows of % are never changed', tg_table_name using errcode = 'PA001'; end $$;

-- NOTE: Postgres lets everybody call a new function; the last migration that adds one closes the schema again.
revoke execute on all functions in schema private from public;
grant execute on function private.claims(), private.user_id() to app_user, parley_worker;
