-- The archive of a person holds what the engine keeps of them, too: what WhatsApp reported of their messages, what happened for their
-- runs, what imports made of them, and dates of theirs that flows began on.

-- For admins; the oldest first. `statuses`, `runEvents`, `imports` and `dates`, each a list.
create function private.traces_of_contact(p_org_id uuid, p_contact_id uuid) returns jsonb
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'the data of a person are for admins' using errcode = 'PA002';
    end if;
    return jsonb_build_object(
      'statuses', (select coalesce(jsonb_agg(to_jsonb(s) order by s.at, s.id), '[]')
        from public.messages m
        cross join lateral (
          select e.* from private.message_status_events e where e.message_id = m.id
          union
          select e.* from private.message_status_events e where e.phone_number_id = m.phone_number_id and e.wamid = m.wamid) s
        where m.org_id = p_org_id and m.contact_id = p_contact_id),
      'runEvents', (select coalesce(jsonb_agg(to_jsonb(e) order by e.created_at, e.run_id, e.n), '[]')
        from public.flow_runs r join private.run_events e on e.run_id = r.id
        where r.org_id = p_org_id and r.contact_id = p_contact_id),
      'imports', (select coalesce(jsonb_agg(jsonb_build_object('importId', i.id, 'at', i.created_at, 'change', done.change) order by i.created_at), '[]')
        from (select c.import_id, c.change from private.import_contacts c where c.org_id = p_org_id and c.contact_id = p_contact_id
          union
          -- Null: the import made the contact, or one that became it.
          select s.import_id, null from private.import_slices s where s.org_id = p_org_id
            and s.contact_ids && private.ids_of_contact(p_org_id, p_contact_id)) done
        join public.imports i on i.org_id = p_org_id and i.id = done.import_id),
      'dates', (select coalesce(jsonb_agg(jsonb_build_object('flowId', o.flow_id, 'nodeId', o.node_id, 'day', o.day) order by o.day), '[]')
        from private.trigger_occurrences o where o.org_id = p_org_id and o.contact_id = p_contact_id));
  end
  $$;
grant execute on function private.traces_of_contact(uuid, uuid) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
