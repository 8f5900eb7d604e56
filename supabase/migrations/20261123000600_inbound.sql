-- From Meta to us: the raw deliveries, what woke or failed because of them.

-- Every delivery is kept as it came, duplicates included; partitioned by month, so that retention drops a partition.
create table private.webhook_events (
  id bigint generated always as identity,
  received_at timestamptz not null default now(),
  app_key text not null,
  -- Hash of the WABA id: one relay holds a lane, so order holds within an account.
  lane smallint not null,
  -- 0 carries messages, 1 anything else, 2 only statuses: claimed in this order.
  priority smallint not null,
  body bytea not null,
  headers jsonb not null default '{}',
  sha256 bytea not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'dead')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  error text,
  primary key (id, received_at)
) partition by range (received_at);
alter table private.webhook_events enable row level security;
-- The relay's claim: in this order over all its lanes, which are nearly always all of them.
create index webhook_events_pending on private.webhook_events (priority, id) where state = 'pending';
create index webhook_events_sha256 on private.webhook_events (sha256);
create table private.webhook_events_default partition of private.webhook_events default;
alter table private.webhook_events_default enable row level security;

-- Makes this month's and the next month's partition; the worker calls it at start and every day. Rows that came while there was none
-- (the worker was away over the end of a month) are in the default partition and move into the new one first.
create function private.ensure_partitions() returns void
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_from timestamptz;
    v_to timestamptz;
    v_name text;
  begin
    for i in 0..1 loop
      v_from := date_trunc('month', now() at time zone 'utc' + make_interval(months => i)) at time zone 'utc';
      v_to := (v_from at time zone 'utc' + interval '1 month') at time zone 'utc';
      v_name := 'webhook_events_' || to_char(v_from at time zone 'utc', 'YYYYMM');
      continue when to_regclass('private.' || v_name) is not null;
      execute format('create table private.%I (like private.webhook_events including defaults including constraints)', v_name);
      execute format('alter table private.%I enable row level security', v_name);
      execute format('with moved as (delete from private.webhook_events_default where received_at >= %L and received_at < %L returning *)
        insert into private.%I overriding system value select * from moved', v_from, v_to, v_name);
      execute format('alter table private.webhook_events attach partition private.%I for values from (%L) to (%L)', v_name, v_from, v_to);
    end loop;
  end
  $$;
select private.ensure_partitions();
grant execute on function private.ensure_partitions() to parley_worker;
grant select, update on private.webhook_events to parley_worker;

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

-- Items without a natural key (reactions, preferences, account events) are done once; kept 10 days.
create table private.processed_keys (
  key text primary key,
  created_at timestamptz not null default now()
);
alter table private.processed_keys enable row level security;
create index processed_keys_age on private.processed_keys (created_at);
grant select, insert, delete on private.processed_keys to parley_worker;

-- Workflows to start or signal, written in the transaction that gives the reason; deleted once Temporal has it.
create table private.outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  key text not null,
  payload jsonb not null default '{}',
  attempts int not null default 0,
  -- Also the lease: the writer dispatches its own rows at once, others take them over when this time has come.
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
alter table private.outbox enable row level security;
create index outbox_due on private.outbox (next_attempt_at);
grant select, insert, update, delete on private.outbox to parley_worker;

-- What could not be done, with its cause; replayed one by one, by range or by cause. References, not contents.
create table private.dead_letters (
  id bigint generated always as identity primary key,
  org_id uuid,
  kind text not null,
  cause text not null,
  reference jsonb not null default '{}',
  -- The delivery in which it came first, for a replay.
  webhook_event_id bigint,
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  replayed_at timestamptz
);
alter table private.dead_letters enable row level security;
create unique index dead_letters_once on private.dead_letters (kind, cause, reference);
create index dead_letters_org on private.dead_letters (org_id, id desc);
grant select, insert, update on private.dead_letters to parley_worker;
