-- Whoever sees a job sees who began it: of a key its name, also once it is revoked. Who may read no keys learns nothing else of it.
create function private.api_key_name(p_org_id uuid, p_key_id uuid) returns text
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then
      raise exception 'the names of keys are for members' using errcode = 'PA002';
    end if;
    return (select k.name from public.api_keys k where k.org_id = p_org_id and k.id = p_key_id);
  end
  $$;
grant execute on function private.api_key_name(uuid, uuid) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
