-- What else is audited: who is invited, teams, files of contacts, merging, suppressions, what attributes and consent mean.

select
  private.audit('public.org_invitations', 'invitation', '{"personal": ["email"], "mask": ["token_hash"],
    "skip": ["nonce", "mail_number", "mailed_number", "mail_error", "invited_by", "accepted_by"]}'),
  private.audit('public.contact_merges', 'contactMerge', '{"id": "contact_id", "contact": "contact_id", "skip": ["contact_id", "merged_by"]}',
    'insert'),
  private.audit('public.consent_settings', 'consentSettings', '{"id": "org_id"}'),
  private.audit('public.attribute_definitions', 'attribute', '{"name": "label"}'),
  private.audit('public.teams', 'team', '{"name": "name"}'),
  private.audit('public.team_members', 'teamMember', '{"id": "team_id", "skip": ["team_id"]}'),
  -- Progress is not a change; what people asked for and how it ended is.
  private.audit('public.imports', 'import', '{"personal": ["file_name"], "digest": ["source", "mapping", "columns"],
    "skip": ["file_path", "position", "created", "updated", "unchanged", "rejected", "kept_denials", "rejected_path", "removed",
    "restored", "kept", "created_by", "started_at", "ended_at", "undo_until", "forgotten_at", "error"]}'),
  private.audit('public.exports', 'export', '{"personal": ["file_name", "params"], "skip": ["file_path", "created_by", "started_at",
    "ended_at", "expires_at", "cursor", "done", "total", "byte_size", "error", "position", "written"]}');

-- Suppressions come ten thousand at a time: one entry for each statement, not for each row.
create function private.record_audit_of_suppressions() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_group record;
  begin
    for v_group in
      select r.org_id, min(r.id::text) as id, count(*) as count from changed_rows r
      where exists (select from public.organizations o where o.id = r.org_id) group by r.org_id
    loop
      perform private.write_audit(v_group.org_id, case tg_op when 'INSERT' then 'created' else 'deleted' end, 'suppression',
        v_group.id, null, null, '{}', jsonb_build_object('count', v_group.count));
    end loop;
    return null;
  end
  $$;
create trigger _700_audit_insert after insert on public.suppressions
  referencing new table as changed_rows for each statement execute function private.record_audit_of_suppressions();
create trigger _700_audit_delete after delete on public.suppressions
  referencing old table as changed_rows for each statement execute function private.record_audit_of_suppressions();

-- An organisation that goes takes with it what the log's details tell of people; what happened stays, by ids.
create function private.forget_details_of_organization() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform set_config('parley.removes', 'a person', true);
    update public.audit_details d set before = '{}', after = '{}', erased_at = now() where d.org_id = old.id;
    perform set_config('parley.removes', '', true);
    return null;
  end
  $$;
create trigger _800_forget_details after delete on public.organizations
  for each row execute function private.forget_details_of_organization();

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
