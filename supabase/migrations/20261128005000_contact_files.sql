-- Contacts out of files and into files. The bytes are in Storage; a row here is the whole state of the work on them: each slice of an
-- import, its counts and its position are one transaction, so that work that was cut off anywhere goes on where it was.

create table public.imports (
  id uuid primary key,
  org_id uuid not null references public.organizations (id) on delete cascade,
  file_name text not null check (length(file_name) between 1 and 255),
  -- In bucket `imports`; null when the file is deleted.
  file_path text,
  -- How it is written (platform/imports/source.ts), and its headers.
  source jsonb not null check (jsonb_typeof(source) = 'object'),
  columns text[] not null,
  -- What the columns mean and what to do (core/api/imports.ts); of a draft only suggested.
  mapping jsonb not null check (jsonb_typeof(mapping) = 'object'),
  status text not null default 'draft' check (status in
    ('draft', 'queued', 'running', 'paused', 'completed', 'cancelled', 'failed', 'undoing', 'undone')),
  -- Rows of the file without its header, and those that were worked on: the next slice begins there.
  total int not null,
  position int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  rejected int not null default 0,
  kept_denials int not null default 0,
  -- File of the rejected rows in bucket `imports`, written when the work is over.
  rejected_path text,
  removed int not null default 0,
  restored int not null default 0,
  kept int not null default 0,
  error text,
  -- `user:{id}` or `key:{id}`.
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  -- Until then it can be undone; afterwards what was kept for that is deleted.
  undo_until timestamptz,
  forgotten_at timestamptz,
  unique (org_id, id)
) with (fillfactor = 70);
alter table public.imports enable row level security;
create index imports_newest on public.imports (org_id, created_at desc, id desc); -- list

-- What an import did to whom, for its undoing. No change: it made the contact. Deleted when the time for undoing is over.
create table private.import_contacts (
  org_id uuid not null,
  import_id uuid not null,
  contact_id uuid not null,
  -- Values before and after (core/imports/plan-change.ts).
  change jsonb,
  primary key (import_id, contact_id),
  foreign key (org_id, import_id) references public.imports (org_id, id) on delete cascade,
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade
);
alter table private.import_contacts enable row level security;
create index import_contacts_contact on private.import_contacts (org_id, contact_id); -- erasure

-- Rows that were not taken, until they are written into their file.
create table private.import_rejects (
  org_id uuid not null,
  import_id uuid not null,
  -- Of the file, from 1.
  line int not null,
  cells text[] not null,
  reason text not null,
  primary key (import_id, line),
  foreign key (org_id, import_id) references public.imports (org_id, id) on delete cascade
);
alter table private.import_rejects enable row level security;

create table public.exports (
  id uuid primary key,
  org_id uuid not null references public.organizations (id) on delete cascade,
  file_name text not null,
  -- In bucket `exports`; null before it is written and after it is deleted.
  file_path text,
  -- Whom and which columns (core/api/imports.ts).
  params jsonb not null check (jsonb_typeof(params) = 'object'),
  format text not null check (format in ('csv', 'xlsx')),
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'cancelled', 'failed', 'expired')),
  total int,
  done int not null default 0,
  byte_size bigint,
  error text,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ended_at timestamptz,
  expires_at timestamptz,
  unique (org_id, id)
) with (fillfactor = 70);
alter table public.exports enable row level security;
create index exports_newest on public.exports (org_id, created_at desc, id desc); -- list

create policy select_admin on public.imports for select to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy select_admin on public.exports for select to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select on public.imports, public.exports to app_user;
-- NOTE: written only by the functions below and by the worker. The private tables have no policy: they are the worker's memory.
grant select, update, delete on public.imports, public.exports to parley_worker;
grant select, insert, update, delete on private.import_contacts, private.import_rejects to parley_worker;

create trigger _500_touch before update on public.imports for each row execute function private.touch_updated_at();
create trigger _500_touch before update on public.exports for each row execute function private.touch_updated_at();

create function private.wake_contact_file(p_topic text, p_org_id uuid, p_id uuid) returns void
  language sql volatile set search_path = ''
  as $$
    insert into private.outbox (topic, key, payload) values (p_topic, p_id::text, jsonb_build_object('orgId', p_org_id))
  $$;

create function private.require_files_admin(p_org_id uuid) returns void
  language plpgsql stable set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'files of contacts need the admin role' using errcode = 'PA002';
    end if;
  end
  $$;

create function private.create_import(
  p_org_id uuid, p_id uuid, p_file_name text, p_file_path text, p_source jsonb, p_columns text[], p_mapping jsonb, p_total int)
  returns public.imports
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_import public.imports;
  begin
    perform private.require_files_admin(p_org_id);
    insert into public.imports (id, org_id, file_name, file_path, source, columns, mapping, total, created_by)
    values (p_id, p_org_id, p_file_name, p_file_path, p_source, p_columns, p_mapping, p_total, private.idempotency_caller())
    returning * into v_import;
    perform private.wake_contact_file('contactImport', p_org_id, p_id);
    return v_import;
  end
  $$;
grant execute on function private.create_import(uuid, uuid, text, text, jsonb, text[], jsonb, int) to app_user;

-- start (with the mapping), pause, resume, cancel or undo. Null when there is no such import; PA050 when its state doesn't allow it.
create function private.steer_import(p_org_id uuid, p_id uuid, p_action text, p_mapping jsonb default null) returns public.imports
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_import public.imports;
    v_status text;
  begin
    perform private.require_files_admin(p_org_id);
    -- Waits for the slice that is going on: its lock is this one.
    select * into v_import from public.imports i where i.org_id = p_org_id and i.id = p_id for update;
    if v_import.id is null then return null; end if;
    v_status := case
      when p_action = 'start' and v_import.status = 'draft' then 'queued'
      when p_action = 'pause' and v_import.status in ('queued', 'running', 'paused') then 'paused'
      when p_action = 'resume' and v_import.status in ('queued', 'running') then v_import.status
      when p_action = 'resume' and v_import.status = 'paused' then 'queued'
      when p_action = 'cancel' and v_import.status in ('draft', 'queued', 'running', 'paused', 'cancelled') then 'cancelled'
      when p_action = 'undo' and v_import.status in ('undoing', 'undone') then v_import.status
      when p_action = 'undo' and v_import.status in ('completed', 'cancelled', 'failed')
        and v_import.forgotten_at is null and v_import.undo_until > now() and v_import.created + v_import.updated > 0 then 'undoing'
    end;
    if v_status is null then
      raise exception 'an import that is % can''t %', v_import.status, p_action using errcode = 'PA050';
    end if;
    if v_status = v_import.status then return v_import; end if;
    update public.imports i set status = v_status,
      mapping = coalesce(p_mapping, i.mapping),
      ended_at = case when v_status = 'cancelled' then now() else i.ended_at end,
      -- What was never started has nothing to undo.
      undo_until = case when v_status = 'cancelled' then now() + case when i.status = 'draft' then interval '0' else interval '7 days' end
        else i.undo_until end
    where i.id = p_id returning * into v_import;
    perform private.wake_contact_file('contactImport', p_org_id, p_id);
    return v_import;
  end
  $$;
grant execute on function private.steer_import(uuid, uuid, text, jsonb) to app_user;

create function private.create_export(p_org_id uuid, p_id uuid, p_file_name text, p_format text, p_params jsonb) returns public.exports
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_export public.exports;
  begin
    perform private.require_files_admin(p_org_id);
    insert into public.exports (id, org_id, file_name, format, params, created_by)
    values (p_id, p_org_id, p_file_name, p_format, p_params, private.idempotency_caller())
    returning * into v_export;
    perform private.wake_contact_file('contactExport', p_org_id, p_id);
    return v_export;
  end
  $$;
grant execute on function private.create_export(uuid, uuid, text, text, jsonb) to app_user;

-- Ends the work, or lets a written file expire now. Null when there is no such export.
create function private.cancel_export(p_org_id uuid, p_id uuid) returns public.exports
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_export public.exports;
  begin
    perform private.require_files_admin(p_org_id);
    update public.exports e set
      status = case when e.status in ('queued', 'running') then 'cancelled' else e.status end,
      ended_at = coalesce(e.ended_at, now()), expires_at = now()
    where e.org_id = p_org_id and e.id = p_id and e.status in ('queued', 'running', 'completed')
    returning * into v_export;
    if v_export.id is not null then
      perform private.wake_contact_file('contactExport', p_org_id, p_id);
      return v_export;
    end if;
    select * into v_export from public.exports e where e.org_id = p_org_id and e.id = p_id;
    return v_export;
  end
  $$;
grant execute on function private.cancel_export(uuid, uuid) to app_user;

-- How far files are: ids only, the studio asks for the rest.
create function private.broadcast_contact_files() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform realtime.send('{}', 'files', 'org:' || new.org_id || ':inbox', true);
    return null;
  end
  $$;
create trigger _900_broadcast after insert or update on public.imports for each row execute function private.broadcast_contact_files();
create trigger _900_broadcast after insert or update on public.exports for each row execute function private.broadcast_contact_files();

-- What a bulk change does to contacts is written down like any other, but wakes nobody: the worker says so for its transaction.
create function private.contact_event_routed_at() returns timestamptz
  language sql stable set search_path = ''
  as $$ select case when current_setting('parley.wakes_flows', true) = 'off' then now() end $$;
alter table public.contact_events alter column routed_at set default private.contact_event_routed_at();
grant execute on function private.contact_event_routed_at() to parley_worker;

-- One statement for all contacts that were added together; a call for each row took more time than the rows.
create function private.record_events_of_new_contacts() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into public.contact_events (org_id, contact_id, kind, name, cause_depth, detail)
    select c.org_id, c.id, e.kind, e.name, private.cause_depth(), e.detail
    from added c
    cross join lateral (
      select 'tag_added' as kind, t as name, '{}'::jsonb as detail from unnest(c.tags) t
      union all
      select 'attribute_changed', a.key, jsonb_build_object('value', private.scalar(a.value), 'previous', null)
        from jsonb_each(c.attributes) a
    ) e;
    return null;
  end
  $$;
drop trigger _500_events_on_insert on public.contacts;
create trigger _500_events_on_insert after insert on public.contacts referencing new table as added
  for each statement execute function private.record_events_of_new_contacts();

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
