-- What an event changed and routing could not look at is checked like every other change, as deep as the event was.
alter table private.segment_checks add column cause_depth smallint not null default 0;
grant insert (org_id, contact_id, cause_depth) on private.segment_checks to parley_worker;
