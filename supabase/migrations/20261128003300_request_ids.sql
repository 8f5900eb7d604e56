-- Which API request asked for a workflow, so that operators find it in Temporal. Both columns fill themselves: whatever an API
-- request writes carries its id, and what the worker writes carries the id that it hands on, or none.

alter table private.outbox add column request_id text;
alter table private.outbox alter column request_id set default (private.request() ->> 'id');
alter table public.contact_events add column request_id text;
alter table public.contact_events alter column request_id set default (private.request() ->> 'id');

-- Who inserts evaluates the default.
grant execute on function private.request() to app_user, parley_worker;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
