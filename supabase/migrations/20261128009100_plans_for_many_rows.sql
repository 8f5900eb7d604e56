-- The plan that a function keeps was made for the few rows of its first call; with ten thousand of them in one statement (a merge of
-- two contacts) a nested loop over both transition tables takes ten seconds.
alter function private.note_segment_checks_of_statuses() set enable_nestloop = off;
alter function private.broadcast_message_changes() set enable_nestloop = off;
alter function private.broadcast_contact_changes() set enable_nestloop = off;
