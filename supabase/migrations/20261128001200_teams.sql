-- Teams of members. A conversation can be a team's, with or without one of its members as assignee.

create table public.teams (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id)
);
alter table public.teams enable row level security;
create unique index teams_name on public.teams (org_id, lower(name));

create table public.team_members (
  org_id uuid not null,
  team_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (org_id, team_id, user_id),
  foreign key (org_id, team_id) references public.teams (org_id, id) on delete cascade,
  foreign key (org_id, user_id) references public.org_members (org_id, user_id) on delete cascade
);
alter table public.team_members enable row level security;
create index team_members_user on public.team_members (org_id, user_id);

create policy select_viewer on public.teams for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_admin on public.teams for insert to app_user
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy update_admin on public.teams for update to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]))
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy delete_admin on public.teams for delete to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select, insert (id, org_id, name), update (name), delete on public.teams to app_user;

create policy select_viewer on public.team_members for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_admin on public.team_members for insert to app_user
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy delete_admin on public.team_members for delete to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select, insert (org_id, team_id, user_id), delete on public.team_members to app_user;
grant select on public.teams to parley_worker;

create trigger _500_touch before update on public.teams for each row execute function private.touch_updated_at();

alter table public.conversations
  add column team_id uuid,
  add foreign key (org_id, team_id) references public.teams (org_id, id) on delete set null (team_id);
create index conversations_team on public.conversations (org_id, team_id, last_message_at desc nulls last, id desc)
  where team_id is not null; -- inbox: a team's
grant update (team_id) on public.conversations to app_user;

drop trigger _900_broadcast_update on public.conversations;
create trigger _900_broadcast_update after update on public.conversations for each row
  when ((new.mode, new.status, new.assignee_id, new.team_id, new.foreground_run_id, new.window_expires_at is null)
      is distinct from (old.mode, old.status, old.assignee_id, old.team_id, old.foreground_run_id, old.window_expires_at is null)
    or (new.unread_count = 0 and old.unread_count > 0))
  execute function private.broadcast_conversation_change();
