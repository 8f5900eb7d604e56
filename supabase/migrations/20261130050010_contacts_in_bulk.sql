-- One entry of the audit log for work on many contacts: what happened to each stands in contact_events and consent_events.
-- None when nothing was changed. `p_detail` goes where an erasure finds it.
create function private.note_contacts_changed(p_org_id uuid, p_action text, p_count int, p_detail jsonb) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('agent'))) then
      raise exception 'changing contacts needs the agent role' using errcode = 'PA002';
    end if;
    if p_count > 0 then
      perform private.write_audit(p_org_id, p_action, 'contact', p_org_id::text, null, null,
        '{}', jsonb_build_object('contacts', p_count), '{}', p_detail);
    end if;
  end
  $$;
grant execute on function private.note_contacts_changed(uuid, text, int, jsonb) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
