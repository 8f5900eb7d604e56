-- The archive of a person holds what their runs asked of other servers and of models, too, and what these answered.

-- For admins; the oldest first.
create function private.calls_of_contact(p_org_id uuid, p_contact_id uuid) returns jsonb
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'the data of a person are for admins' using errcode = 'PA002';
    end if;
    return (select coalesce(jsonb_agg(to_jsonb(c) - 'org_id' order by c.created_at, c.run_id, c.ordinal), '[]')
      from private.flow_calls c join public.flow_runs r on r.org_id = c.org_id and r.id = c.run_id
      where r.org_id = p_org_id and r.contact_id = p_contact_id);
  end
  $$;
grant execute on function private.calls_of_contact(uuid, uuid) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
