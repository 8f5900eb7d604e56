-- Schedules and dates enrol many contacts: the worker queues jobs for them.
grant insert on public.flow_jobs to parley_worker;
