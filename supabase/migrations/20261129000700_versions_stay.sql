-- A published version was safe from changes, but not from deletion, when no run stood on it: now it goes only with its flow, and the
-- flow only with its organisation.
create function private.guard_version() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if exists (select from public.flows f where f.id = old.flow_id) then
      raise exception 'published versions are never deleted' using errcode = 'PA001';
    end if;
    return old;
  end
  $$;
create trigger _100_no_delete before delete on public.flow_versions for each row execute function private.guard_version();
create trigger _100_no_truncate before truncate on public.flow_versions for each statement execute function private.refuse_change();

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
