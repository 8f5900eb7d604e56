-- Work on many runs at once: enrol, end, move, retry, skip. And what the sweeper remembers.

-- A job's row is its whole state: each slice of work, its counts and its cursor are one transaction, so that a job that was cut off
-- anywhere goes on where it was and nobody is taken twice.
create table public.flow_jobs (
  id uuid primary key,
  org_id uuid not null,
  flow_id uuid not null,
  kind text not null check (kind in ('enrol', 'exit', 'move', 'retry', 'skip')),
  -- Audience or filter by ids and names, no personal values (worker/bulk/params.ts).
  params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
  status text not null default 'queued' check (status in ('queued', 'running', 'paused', 'completed', 'cancelled', 'failed')),
  -- Contacts or runs in all, as counted when the job began; null before.
  total int,
  done int not null default 0,
  skipped int not null default 0,
  failed int not null default 0,
  -- The last contact or run that was looked at, in the order of their ids.
  cursor uuid,
  -- From when the next workflow may be woken: the job's own pace.
  next_wake_at timestamptz,
  -- Why it failed: a stable code.
  error text,
  -- The caller's Idempotency-Key, or the job's own id.
  dedupe_key text not null check (length(dedupe_key) between 1 and 255),
  -- `user:{id}`, `key:{id}`, or `trigger:{node}` for schedules and dates.
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  unique (org_id, id),
  unique (org_id, dedupe_key),
  foreign key (org_id, flow_id) references public.flows (org_id, id) on delete cascade
) with (fillfactor = 70);
alter table public.flow_jobs enable row level security;
create index flow_jobs_newest on public.flow_jobs (org_id, created_at desc, id desc); -- list
create index flow_jobs_flow on public.flow_jobs (org_id, flow_id, created_at desc, id desc);

create policy select_viewer on public.flow_jobs for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.flow_jobs to app_user;
-- NOTE: written only by the functions below and by the worker.
grant select, insert, update on public.flow_jobs to parley_worker;

create trigger _500_touch before update on public.flow_jobs for each row execute function private.touch_updated_at();

create function private.wake_flow_job(p_job public.flow_jobs) returns void
  language sql volatile set search_path = ''
  as $$
    insert into private.outbox (topic, key, payload)
    values ('flowJob', p_job.id::text, jsonb_build_object('orgId', p_job.org_id, 'flowId', p_job.flow_id, 'kind', p_job.kind))
  $$;

-- Null when there is no such flow. The same key again answers with the first job, whatever it asks for.
create function private.create_flow_job(
  p_org_id uuid, p_flow_id uuid, p_id uuid, p_kind text, p_params jsonb, p_dedupe_key text)
  returns public.flow_jobs
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_job public.flow_jobs;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'work on many runs needs the admin role' using errcode = 'PA002';
    end if;
    if not exists (select from public.flows f where f.org_id = p_org_id and f.id = p_flow_id) then return null; end if;
    insert into public.flow_jobs (id, org_id, flow_id, kind, params, dedupe_key, created_by)
    values (p_id, p_org_id, p_flow_id, p_kind, p_params, coalesce(p_dedupe_key, p_id::text), private.idempotency_caller())
    on conflict (org_id, dedupe_key) do nothing
    returning * into v_job;
    if v_job.id is null then
      select * into v_job from public.flow_jobs j where j.org_id = p_org_id and j.dedupe_key = p_dedupe_key;
      return v_job;
    end if;
    perform private.wake_flow_job(v_job);
    return v_job;
  end
  $$;
grant execute on function private.create_flow_job(uuid, uuid, uuid, text, jsonb, text) to app_user;

-- cancelled, paused, or running again. Null when there is no such job; a job that is over stays as it is.
create function private.steer_flow_job(p_org_id uuid, p_job_id uuid, p_status text) returns public.flow_jobs
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_job public.flow_jobs;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'work on many runs needs the admin role' using errcode = 'PA002';
    end if;
    if p_status not in ('cancelled', 'paused', 'queued') then
      raise exception 'a job can''t be made %', p_status using errcode = '22023';
    end if;
    -- Waits for the slice that is going on: its lock is this one.
    select * into v_job from public.flow_jobs j where j.org_id = p_org_id and j.id = p_job_id for update;
    if v_job.id is null or v_job.ended_at is not null or v_job.status = p_status then return v_job; end if;
    if p_status = 'queued' and v_job.status <> 'paused' then return v_job; end if;
    update public.flow_jobs j set status = p_status, ended_at = case when p_status = 'cancelled' then now() end
      where j.id = p_job_id returning * into v_job;
    perform private.wake_flow_job(v_job);
    return v_job;
  end
  $$;
grant execute on function private.steer_flow_job(uuid, uuid, text) to app_user;

-- When the sweeper woke a run the last time: it doesn't knock on the same door at every pass.
alter table public.flow_runs add column swept_at timestamptz;
create index flow_runs_running on public.flow_runs (started_at) where status = 'running'; -- sweeper: turns that were lost
-- Rows come in the order of their time, so these cost next to nothing to keep.
create index run_events_age on private.run_events using brin (created_at); -- sweeper: events that nobody took
create index contact_events_age on public.contact_events using brin (created_at); -- forgetting
create index webhook_events_age on private.webhook_events using brin (received_at); -- forgetting
grant delete on public.contact_events, private.webhook_events to parley_worker;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
