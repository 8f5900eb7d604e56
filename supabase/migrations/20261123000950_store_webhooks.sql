-- Many deliveries in one statement: while one insert is on its way the API gathers what arrives meanwhile, so that a burst
-- pays for one round trip and one commit instead of hundreds.

-- `p_items` is an array of {appKey, lane, priority, headers, start, length}; start (from 1) and length are the place of the
-- body in `p_bodies`. Order of arrival becomes order of ids, which the relay keeps within a lane.
create function private.store_webhooks(p_items jsonb, p_bodies bytea) returns void
  language sql volatile security definer set search_path = ''
  as $$
    insert into private.webhook_events (app_key, lane, priority, body, headers, sha256)
    select i ->> 'appKey', (i ->> 'lane')::smallint, (i ->> 'priority')::smallint, b.body, i -> 'headers',
      pg_catalog.sha256(b.body)
    from jsonb_array_elements(p_items) with ordinality as items (i, n)
    cross join lateral (select substring(p_bodies from (i ->> 'start')::int for (i ->> 'length')::int) as body) b
    order by n
  $$;
grant execute on function private.store_webhooks(jsonb, bytea) to parley_api;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
