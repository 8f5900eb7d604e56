-- Lists of runs by a status that few of them have, without reading all runs of the organisation: those that go on (the query says
-- `ended_at is null` with their statuses), and those that didn't come to their end.
create index flow_runs_open on public.flow_runs (org_id, started_at desc, id desc) where ended_at is null;
create index flow_runs_stopped on public.flow_runs (org_id, started_at desc, id desc) where status in ('failed', 'exited');
