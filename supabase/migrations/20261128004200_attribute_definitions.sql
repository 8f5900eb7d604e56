-- What the attributes of contacts mean: a name for people, a type that values are checked for, choices. Attributes without a definition
-- stay free.

create table public.attribute_definitions (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  -- The name in `contacts.attributes`; it and the type never change, because values and flows rely on them.
  key text not null check (length(key) between 1 and 64),
  label text not null check (length(label) between 1 and 100),
  type text not null check (type in ('text', 'number', 'boolean', 'date', 'choice')),
  options text[] not null default '{}' check (cardinality(options) <= 100 and (type = 'choice') = (options <> '{}')),
  description text check (length(description) <= 500),
  -- No longer offered, and its values no longer checked.
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  unique (org_id, key)
);
alter table public.attribute_definitions enable row level security;
create policy select_viewer on public.attribute_definitions for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_admin on public.attribute_definitions for insert to app_user
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy update_admin on public.attribute_definitions for update to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]))
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy delete_admin on public.attribute_definitions for delete to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select, delete on public.attribute_definitions to app_user;
grant insert (id, org_id, key, label, type, options, description) on public.attribute_definitions to app_user;
grant update (label, options, description, archived_at) on public.attribute_definitions to app_user;
grant select on public.attribute_definitions to parley_worker;
create trigger _500_touch before update on public.attribute_definitions for each row execute function private.touch_updated_at();

-- A defined attribute is a known one, before the first contact has it.
create function private.note_attribute_definition() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into public.contact_fields (org_id, kind, name, type)
    values (new.org_id, 'attribute', new.key, case new.type when 'number' then 'number' when 'boolean' then 'boolean' else 'string' end)
    on conflict do nothing;
    return null;
  end
  $$;
create trigger _600_note after insert on public.attribute_definitions
  for each row execute function private.note_attribute_definition();

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
