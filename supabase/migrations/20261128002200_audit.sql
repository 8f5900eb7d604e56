-- The audit log: who changed settings, members, keys, channels, flows and consent, what it was before and after, from which request.
-- Written by triggers and definer functions only, in the transaction of the change itself; nobody changes or removes an entry.

-- Ids, names of things and values that tell nothing of a person. What does stands apart in audit_details, so that an erasure can
-- rewrite that alone. No foreign keys: an entry outlives what it speaks of, the organisation included.
create table public.audit_log (
  id bigint generated always as identity,
  at timestamptz not null default now(),
  org_id uuid not null,
  actor_kind text not null check (actor_kind in ('user', 'apiKey', 'system')),
  actor_id uuid,
  -- Of the system: the workflow that did it, where it is known.
  workflow_id text,
  -- created, changed, deleted, or a word of the function that wrote the entry.
  action text not null check (length(action) between 1 and 64),
  subject text not null check (length(subject) between 1 and 64),
  subject_id text not null,
  -- What the subject is called, when that is no person.
  label text,
  contact_id uuid,
  -- Columns, personal ones included.
  changed text[] not null default '{}',
  before jsonb not null default '{}',
  after jsonb not null default '{}',
  request_id text,
  address text,
  primary key (id, at)
) partition by range (at);
alter table public.audit_log enable row level security;

create table public.audit_details (
  audit_id bigint not null,
  at timestamptz not null,
  org_id uuid not null,
  contact_id uuid,
  before jsonb not null default '{}',
  after jsonb not null default '{}',
  erased_at timestamptz,
  primary key (audit_id, at)
) partition by range (at);
alter table public.audit_details enable row level security;

create index audit_log_newest on public.audit_log (org_id, at desc, id desc);
create index audit_log_actor on public.audit_log (org_id, actor_id, at desc, id desc);
create index audit_log_subjects on public.audit_log (org_id, subject, at desc, id desc);
create index audit_log_actions on public.audit_log (org_id, action, at desc, id desc);
create index audit_log_subject on public.audit_log (org_id, subject_id, at desc, id desc);
create index audit_log_contact on public.audit_log (org_id, contact_id, at desc, id desc) where contact_id is not null;
create index audit_log_request on public.audit_log (org_id, request_id) where request_id is not null;
create index audit_log_label on public.audit_log using gin (label extensions.gin_trgm_ops); -- private.search_audit
create index audit_details_contact on public.audit_details (org_id, contact_id) where contact_id is not null; -- erasure
create index audit_details_age on public.audit_details (org_id, at); -- forgetting

create policy select_admin on public.audit_log for select to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy select_admin on public.audit_details for select to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select on public.audit_log, public.audit_details to app_user;
-- NOTE: no insert, update or delete for anybody.

-- Refuses for the owner, too. Three functions of ours say for the length of one statement what they are about to do: moving rows into
-- their partition, forgetting by a retention rule (never what is younger than a year), erasing a person from the details.
create function private.keep_audit() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    v_why text := current_setting('parley.removes', true);
  begin
    if tg_op = 'DELETE' and (v_why = 'into a partition' or (v_why = 'by retention' and old.at < now() - interval '365 days')) then
      return old;
    end if;
    if tg_op = 'UPDATE' and v_why = 'a person' and tg_argv[0] = 'details' then return new; end if;
    raise exception 'the audit log is never changed' using errcode = 'PA001';
  end
  $$;
create trigger _100_keep before update or delete on public.audit_log for each row execute function private.keep_audit();
create trigger _100_keep before update or delete on public.audit_details for each row execute function private.keep_audit('details');
create trigger _100_no_truncate before truncate on public.audit_log execute function private.refuse_change();
create trigger _100_no_truncate before truncate on public.audit_details execute function private.refuse_change();
select private.ensure_partitions();

-- Writes one entry: who and which request come from the transaction's settings. For triggers and definer functions.
create function private.write_audit(
  p_org_id uuid, p_action text, p_subject text, p_subject_id text, p_label text, p_contact_id uuid,
  p_before jsonb default '{}', p_after jsonb default '{}',
  p_personal_before jsonb default '{}', p_personal_after jsonb default '{}') returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_claims jsonb := private.claims();
    v_request jsonb := private.request();
    v_kind text := case when v_claims ? 'key_id' then 'apiKey' when v_claims ? 'sub' then 'user' else 'system' end;
    v_entry record;
  begin
    insert into public.audit_log (org_id, actor_kind, actor_id, workflow_id, action, subject, subject_id, label, contact_id, changed,
      before, after, request_id, address)
    values (p_org_id, v_kind, coalesce(v_claims ->> 'key_id', v_claims ->> 'sub')::uuid,
      case when v_kind = 'system' then nullif(current_setting('parley.workflow_id', true), '') end,
      p_action, p_subject, p_subject_id, p_label, p_contact_id,
      array(select k from jsonb_object_keys(p_before || p_after || p_personal_before || p_personal_after) k order by k),
      p_before, p_after, v_request ->> 'id', v_request ->> 'address')
    returning id, at into v_entry;
    if p_personal_before <> '{}' or p_personal_after <> '{}' then
      insert into public.audit_details (audit_id, at, org_id, contact_id, before, after)
      values (v_entry.id, v_entry.at, p_org_id, p_contact_id, p_personal_before, p_personal_after);
    end if;
  end
  $$;

-- A value as the log shows it: secrets not at all, documents by size and hash.
create function private.audit_value(p_key text, p_value jsonb, p_options jsonb) returns jsonb
  language sql immutable set search_path = ''
  as $$
    select case
      when p_value is null or p_value = 'null' then 'null'
      when p_options -> 'mask' ? p_key then '{"hidden":true}'
      when p_options -> 'digest' ? p_key then jsonb_build_object('bytes', octet_length(p_value::text),
        'sha256', left(encode(pg_catalog.sha256(convert_to(p_value::text, 'UTF8')), 'hex'), 16))
      else p_value end
  $$;

-- Trigger of a table that is audited. Arguments: what the subject is called, and options as JSON, all of them optional:
--   org, id, contact   columns with the organisation, the subject's id and the contact (org_id, id, none)
--   name               column with what the subject is called, when that is no person
--   skip               columns whose change says nothing: a change of those alone writes no entry
--   mask               columns with secrets: the log says that they changed
--   digest             columns with documents: the log holds size and hash
--   personal           columns that tell of a person: their values go to audit_details
--   only               "people": changes by people and API keys only
--   values             false: the entry says that it happened, and no more
create function private.record_audit() returns trigger
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
    perform private.write_audit(
      v_org_id, case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end,
      tg_argv[0], v_row ->> coalesce(v_options ->> 'id', 'id'), v_row ->> (v_options ->> 'name'),
      (v_row ->> (v_options ->> 'contact'))::uuid,
      v_diff.before, v_diff.after, v_diff.personal_before, v_diff.personal_after);
    return null;
  end
  $$;

-- The one line that puts a table under audit; `p_events` when not every command counts.
create function private.audit(
  p_table regclass, p_subject text, p_options jsonb default '{}', p_events text default 'insert or update or delete') returns void
  language plpgsql volatile set search_path = ''
  as $$
  begin
    execute format('create trigger _700_audit after %s on %s for each row execute function private.record_audit(%L, %L)',
      p_events, p_table, p_subject, p_options);
  end
  $$;

select
  private.audit('public.organizations', 'organization', '{"org": "id", "name": "name"}'),
  private.audit('public.org_members', 'member', '{"id": "user_id", "skip": ["user_id"]}'),
  private.audit('public.api_keys', 'apiKey', '{"name": "name", "mask": ["key_hash"], "skip": ["last_used_at"]}'),
  private.audit('private.org_secrets', 'secret', '{"id": "name", "name": "name", "mask": ["envelope"], "skip": ["name", "created_by"]}'),
  private.audit('public.waba_accounts', 'whatsAppAccount', '{"name": "name", "only": "people"}'),
  private.audit('private.channel_credentials', 'accessToken', '{"id": "waba_account_id", "mask": ["envelope"], "skip": ["waba_account_id"]}'),
  private.audit('public.phone_numbers', 'phoneNumber', '{"name": "display_phone_number", "only": "people"}'),
  private.audit('public.templates', 'template', '{"name": "name", "digest": ["components"], "only": "people"}'),
  private.audit('public.segments', 'segment', '{"name": "name", "personal": ["rules"], "skip": ["members_since"]}'),
  -- Drafts are saved every other second; what counts is what was published.
  private.audit('public.flows', 'flow', '{"name": "name", "skip": ["draft", "draft_rev", "draft_hash", "published_version_id",
    "published_version", "published_hash"]}'),
  private.audit('public.flow_versions', 'flowVersion', '{"id": "flow_id", "digest": ["doc"], "skip": ["flow_id", "hash", "author_id"]}',
    'insert'),
  private.audit('public.flow_jobs', 'flowJob', '{"only": "people", "digest": ["params"], "skip": ["total", "done", "skipped", "failed",
    "cursor", "next_wake_at", "error", "dedupe_key", "created_by", "started_at", "ended_at"]}'),
  private.audit('public.consent_events', 'consent', '{"id": "contact_id", "contact": "contact_id", "personal": ["evidence"],
    "skip": ["contact_id"]}', 'insert'),
  -- What is changed of a contact stands in contact_events; here only that one is gone.
  private.audit('public.contacts', 'contact', '{"contact": "id", "values": false}', 'delete');

-- Newest entries of an organisation that a person's words find: what a thing is called, an id or a request as it is written, and
-- everything that somebody of that name did or had done to them. Under RLS the planner may not use trigram indexes, so the role is
-- checked first and ids come back.
create function private.search_audit(p_org_id uuid, p_search text, p_limit int) returns table (id bigint, at timestamptz)
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    -- Two letters have no trigram but at the beginning of a word.
    v_pattern text := case when length(p_search) < 3 then '' else '%' end
      || replace(replace(replace(p_search, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    v_actors uuid[];
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'the audit log is for admins' using errcode = 'PA002';
    end if;
    v_actors := array(
      select m.user_id from public.org_members m join auth.users u on u.id = m.user_id
        where m.org_id = p_org_id and (u.raw_user_meta_data ->> 'name' ilike v_pattern or u.email::text ilike v_pattern)
      union all select k.id from public.api_keys k where k.org_id = p_org_id and k.name ilike v_pattern);
    return query
      select f.id, f.at from (
        (select a.id, a.at from public.audit_log a where a.org_id = p_org_id and a.label ilike v_pattern
          order by a.at desc, a.id desc limit p_limit)
        union
        (select a.id, a.at from unnest(v_actors) actor cross join lateral (
          select l.id, l.at from public.audit_log l where l.org_id = p_org_id and l.actor_id = actor
            order by l.at desc, l.id desc limit p_limit) a)
        union
        (select a.id, a.at from unnest(v_actors::text[] || lower(p_search)) name cross join lateral (
          select l.id, l.at from public.audit_log l where l.org_id = p_org_id and l.subject_id = name
            order by l.at desc, l.id desc limit p_limit) a)
        union
        (select a.id, a.at from public.audit_log a where a.org_id = p_org_id and a.request_id = p_search limit p_limit)
      ) f order by f.at desc, f.id desc limit p_limit;
  end
  $$;

-- People and keys of an organisation's audit log by name, those who have left included.
create function private.audit_names(p_org_id uuid, p_ids uuid[]) returns table (id uuid, name text)
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'the audit log is for admins' using errcode = 'PA002';
    end if;
    return query
      select u.id, coalesce(nullif(u.raw_user_meta_data ->> 'name', ''), u.email::text)
      from auth.users u
      where u.id = any (p_ids) and (
        exists (select from public.audit_log l where l.org_id = p_org_id and l.actor_id = u.id)
        or exists (select from public.audit_log l where l.org_id = p_org_id and l.subject_id = u.id::text and l.subject = 'member'))
      union all
      select k.id, k.name from public.api_keys k where k.org_id = p_org_id and k.id = any (p_ids);
  end
  $$;
grant execute on function private.search_audit(uuid, text, int), private.audit_names(uuid, uuid[]) to app_user;

-- What an erasure does to the log: entries about the person stay, their personal values go. For private.erase_contact.
create function private.erase_audit_details(p_org_id uuid, p_contact_id uuid) returns int
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_count int;
  begin
    perform set_config('parley.removes', 'a person', true);
    update public.audit_details d set before = '{}', after = '{}', erased_at = now()
      where d.org_id = p_org_id and d.contact_id = p_contact_id and d.erased_at is null;
    get diagnostics v_count = row_count;
    perform set_config('parley.removes', '', true);
    return v_count;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
