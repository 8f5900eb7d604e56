-- Nobody's default privileges open our tables. New hosted projects give none; an older one, and whoever wrote `alter default
-- privileges` into theirs, hands every new table of `public` to the roles of Supabase's REST door.

alter default privileges in schema public revoke all on tables from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;

revoke all on all tables in schema public from public, anon, authenticated, service_role;
revoke all on all sequences in schema public from public, anon, authenticated, service_role;
revoke all on all tables in schema private from public, anon, authenticated, service_role;
revoke all on all sequences in schema private from public, anon, authenticated, service_role;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
