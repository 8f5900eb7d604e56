-- The audit log names the workflow by which Parley did something. Whoever writes says it for its transaction (`parley.workflow_id`); of rows
-- that are a workflow's state the trigger knows it, so that their many small statements say nothing.

-- Trigger of a table that is audited. Arguments: what the subject is called, and options as JSON, all of them optional:
--   org, id, contact   columns with the organisation, the subject's id and the contact (org_id, id, none)
--   name               column with what the subject is called, when that is no person
--   skip               columns whose change says nothing: a change of those alone writes no entry
--   mask               columns with secrets: the log says that they changed
--   digest             columns with documents: the log holds size and hash
--   personal           columns that tell of a person: their values go to audit_details
--   only               "people": changes by people and API keys only
--   values             false: the entry says that it happened, and no more
--   workflow           what the row is the state of: when no person changes it and the transaction names no other workflow, it was
--                      {workflow}/{organisation}/{subject's id} (workflows/contract.ts)
create or replace function private.record_audit() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_options jsonb := coalesce(tg_argv[1], '{}');
    v_old jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
    v_new jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
    v_row jsonb := case when tg_op = 'DELETE' then v_old else v_new end;
    v_org_id uuid := (v_row ->> coalesce(v_options ->> 'org', 'org_id'))::uuid;
    v_has_before boolean := tg_op <> 'INSERT' and coalesce((v_options ->> 'values')::boolean, true);
    v_has_after boolean := tg_op <> 'DELETE' and coalesce((v_options ->> 'values')::boolean, true);
    v_diff record;
    v_is_named boolean := nullif(current_setting('parley.workflow_id', true), '') is not null;
  begin
    if v_options ->> 'only' = 'people' and not (private.claims() ?| array['sub', 'key_id']) then return null; end if;
    -- With its organisation everything goes; that is one entry.
    if tg_op = 'DELETE' and tg_table_name <> 'organizations'
      and not exists (select from public.organizations o where o.id = v_org_id) then return null; end if;
    select
      coalesce(jsonb_object_agg(k, b) filter (where v_has_before and not is_personal), '{}') as before,
      coalesce(jsonb_object_agg(k, a) filter (where v_has_after and not is_personal), '{}') as after,
      coalesce(jsonb_object_agg(k, b) filter (where v_has_before and is_personal), '{}') as personal_before,
      coalesce(jsonb_object_agg(k, a) filter (where v_has_after and is_personal), '{}') as personal_after,
      count(*) as changes
      into v_diff
      from (
        select k, private.audit_value(k, v_old -> k, v_options) as b, private.audit_value(k, v_new -> k, v_options) as a,
          coalesce(v_options -> 'personal' ? k, false) as is_personal
        from jsonb_object_keys(v_old || v_new) k
        where nullif(v_old -> k, 'null') is distinct from nullif(v_new -> k, 'null')
          and k <> all (array['id', 'org_id', 'created_at', 'updated_at', 'is_sample'])
          and not coalesce(v_options -> 'skip' ? k, false)) d;
    if tg_op = 'UPDATE' and v_diff.changes = 0 then return null; end if;
    if v_options ? 'workflow' and not v_is_named then
      perform set_config('parley.workflow_id', concat_ws('/', v_options ->> 'workflow', v_org_id,
        v_row ->> coalesce(v_options ->> 'id', 'id')), true);
    end if;
    perform private.write_audit(
      v_org_id, case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end,
      tg_argv[0], v_row ->> coalesce(v_options ->> 'id', 'id'), v_row ->> (v_options ->> 'name'),
      (v_row ->> (v_options ->> 'contact'))::uuid,
      v_diff.before, v_diff.after, v_diff.personal_before, v_diff.personal_after);
    -- The next row may be another workflow's.
    if v_options ? 'workflow' and not v_is_named then perform set_config('parley.workflow_id', '', true); end if;
    return null;
  end
  $$;

drop trigger _700_audit on public.imports;
drop trigger _700_audit on public.exports;
select
  private.audit('public.imports', 'import', '{"workflow": "import", "personal": ["file_name"], "digest": ["source", "mapping", "columns"],
    "skip": ["file_path", "position", "created", "updated", "unchanged", "rejected", "kept_denials", "rejected_path", "removed",
    "restored", "kept", "created_by", "started_at", "ended_at", "undo_until", "forgotten_at", "error"]}'),
  private.audit('public.exports', 'export', '{"workflow": "export", "personal": ["file_name", "params"],
    "skip": ["file_path", "created_by", "started_at", "ended_at", "expires_at", "cursor", "done", "total", "byte_size", "error", "position", "written"]}');

-- The functions of an erasure, as before but for the name.

-- One bounded slice of an erasure, each a transaction of its own: may be cut off anywhere and called again. `again`: there is more;
-- `files`: the database holds nothing of the person, files are next, then private.complete_erasure; `done`: nothing is left to do.
create or replace function private.erase_contact(p_org_id uuid, p_id uuid, p_limit int) returns text
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_erasure public.erasures;
    v_work private.erasure_work;
    v_next text;
  begin
    select * into v_erasure from public.erasures e where e.org_id = p_org_id and e.id = p_id for update;
    if v_erasure.id is null or v_erasure.status in ('completed', 'failed') then return 'done'; end if;
    perform set_config('parley.workflow_id', 'erase/' || p_org_id || '/' || p_id, true);
    -- No two contacts become one while one of them is being erased.
    perform pg_advisory_xact_lock(hashtextextended('parley.merges:' || p_org_id, 0));
    v_work := private.note_person(v_erasure);
    update public.erasures e set status = 'running' where e.id = p_id and e.status = 'queued';
    v_next := case v_work.stage
      when 'runs' then case when not private.erase_runs(v_work, p_limit) then 'messages' end
      when 'messages' then case when not private.erase_messages(v_work, p_limit) then 'events' end
      when 'events' then case when not private.erase_contact_events(v_work, p_limit) then 'contact' end
      when 'contact' then case when private.erase_contact_row(v_work) then 'deliveries' else 'runs' end
      when 'deliveries' then case when not private.erase_deliveries(v_work, p_limit) then 'files' end
      else 'files' end;
    if v_next is not null and v_next <> v_work.stage then
      update private.erasure_work w set stage = v_next, gone_at = case when v_next = 'deliveries' then now() else w.gone_at end
        where w.erasure_id = p_id;
    end if;
    return case v_next when 'files' then 'files' else 'again' end;
  end
  $$;

-- After the files, with how many of them went: forgets who it was, and writes the proof.
create or replace function private.complete_erasure(p_org_id uuid, p_id uuid, p_import_files int) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_erasure public.erasures;
  begin
    delete from private.erasure_work w where w.org_id = p_org_id and w.erasure_id = p_id and w.stage = 'files';
    if not found then return; end if;
    perform set_config('parley.workflow_id', 'erase/' || p_org_id || '/' || p_id, true);
    perform private.count_erased(p_id, 'importFiles', p_import_files);
    select * into v_erasure from public.erasures e where e.id = p_id;
    v_erasure.completed_at := now();
    update public.erasures e set status = 'completed', completed_at = v_erasure.completed_at,
      proof = encode(pg_catalog.sha256(convert_to(private.erasure_statement(v_erasure), 'UTF8')), 'hex')
      where e.id = p_id;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
