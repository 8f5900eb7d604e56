-- What nothing acted on was noted as done when it was kept, so a replay of it did nothing. It is noted no more, and those notes go.
delete from private.processed_keys k using private.dead_letters d
  where d.cause = 'kept' and k.key ~ '^[0-9a-f-]{36} '
    and substr(k.key, 38) = substr(d.kind, length('webhook_') + 1) || ' ' || (d.reference ->> 'content');

create index dead_letters_kept on private.dead_letters (last_failed_at) where state = 'open' and cause = 'kept'; -- forgetting
