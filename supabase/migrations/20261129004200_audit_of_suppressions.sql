-- A number that may be written to again is named in the audit log, by its hint and why it was on the list: after the row is gone, nothing
-- else tells. What people write as a reason may tell of a person, so both are details, which an erasure searches.

-- One entry for each row, as of other tables; of a statement that changes more rows than somebody would read, their number.
create or replace function private.record_audit_of_suppressions() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    c_most_entries constant int := 100;
    v_action text := case tg_op when 'INSERT' then 'created' else 'deleted' end;
    v_group record;
  begin
    for v_group in
      select r.org_id, min(r.id::text) as id, count(*) as count from changed_rows r
      where exists (select from public.organizations o where o.id = r.org_id) group by r.org_id
    loop
      if v_group.count > c_most_entries then
        perform private.write_audit(v_group.org_id, v_action, 'suppression', v_group.id, null, null,
          '{}', jsonb_build_object('count', v_group.count));
      else
        perform private.write_audit(r.org_id, v_action, 'suppression', r.id::text, null, null, '{}', '{}',
            case tg_op when 'DELETE' then d.row else '{}' end, case tg_op when 'INSERT' then d.row else '{}' end)
          from changed_rows r
          cross join lateral (select jsonb_strip_nulls(jsonb_build_object('hint', r.hint, 'reason', r.reason)) as row) d
          where r.org_id = v_group.org_id;
      end if;
    end loop;
    return null;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
