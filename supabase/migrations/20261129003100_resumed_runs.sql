-- How long a message waits is counted from when its run was let go on.
alter table public.flow_runs add column resumed_at timestamptz;
