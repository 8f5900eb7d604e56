-- What an organisation answers to STOP and START, and words of its own that mean the same.

create table public.consent_settings (
  org_id uuid primary key references public.organizations (id) on delete cascade,
  -- Null: no answer is sent.
  stop_reply text check (length(stop_reply) between 1 and 1024),
  start_reply text check (length(start_reply) between 1 and 1024),
  -- Beside those that everybody understands (core/messaging/consent-words.ts).
  stop_words text[] not null default '{}' check (cardinality(stop_words) <= 50),
  start_words text[] not null default '{}' check (cardinality(start_words) <= 50),
  updated_at timestamptz not null default now()
);
alter table public.consent_settings enable row level security;
create policy select_viewer on public.consent_settings for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_admin on public.consent_settings for insert to app_user
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy update_admin on public.consent_settings for update to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]))
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select on public.consent_settings to app_user, parley_worker;
grant insert (org_id, stop_reply, start_reply, stop_words, start_words) on public.consent_settings to app_user;
grant update (stop_reply, start_reply, stop_words, start_words) on public.consent_settings to app_user;
create trigger _500_touch before update on public.consent_settings for each row execute function private.touch_updated_at();

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
