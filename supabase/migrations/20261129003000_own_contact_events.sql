-- What a run does to its contact itself doesn't end it in the middle of what it says; the same from anybody else does.
alter table public.contact_events add column flow_run_id uuid;
alter table public.contact_events alter column flow_run_id set default (nullif(current_setting('parley.flow_run_id', true), '')::uuid);
comment on column public.contact_events.flow_run_id is 'The run that caused it by a step of its own';
