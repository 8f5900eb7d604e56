-- How long an organisation keeps what it keeps. Enforced by the workflow `retention` once a day, in small batches (worker/retention).

-- No row: kept as long as the deployment keeps it.
create table public.retention_rules (
  org_id uuid not null references public.organizations (id) on delete cascade,
  kind text not null check (kind in ('messageContent', 'deliveries', 'contactEvents', 'runs', 'auditLog')),
  days int not null,
  -- All that is older has been dealt with: the next pass begins here.
  done_until timestamptz,
  enforced_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, kind),
  -- Not less than what flows, segments and an auditor need (core/api/retention-kinds.ts).
  constraint retention_rules_days check (days <= 3650 and days >= case kind
    when 'messageContent' then 7 when 'deliveries' then 1 when 'contactEvents' then 30 when 'runs' then 7 when 'auditLog' then 365 end)
);
alter table public.retention_rules enable row level security;
create policy select_viewer on public.retention_rules for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_admin on public.retention_rules for insert to app_user
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy update_admin on public.retention_rules for update to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]))
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy delete_admin on public.retention_rules for delete to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select, delete on public.retention_rules to app_user;
grant insert (org_id, kind, days), update (days) on public.retention_rules to app_user;
grant select, update (done_until, enforced_at) on public.retention_rules to parley_worker;

create trigger _500_touch before update of days on public.retention_rules
  for each row execute function private.touch_updated_at();
select private.audit('public.retention_rules', 'retentionRule',
  '{"id": "kind", "name": "kind", "skip": ["kind", "done_until", "enforced_at"]}');

create index contact_events_by_age on public.contact_events (org_id, created_at); -- forgetting
-- A run that was thinned out leaves the index.
create index flow_runs_to_forget on public.flow_runs (org_id, ended_at) where ended_at is not null and state <> '{}';
grant delete on public.flow_run_steps, private.run_events to parley_worker;

-- Forgets the oldest entries before a time, never what is younger than a year, at most `p_limit`; how many.
create function private.forget_audit(p_org_id uuid, p_before timestamptz, p_limit int) returns int
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_ids bigint[];
    v_ats timestamptz[];
  begin
    select array_agg(o.id), array_agg(o.at) into v_ids, v_ats from (
      select l.id, l.at from public.audit_log l
      where l.org_id = p_org_id and l.at < least(p_before, now() - interval '365 days')
      order by l.at, l.id limit p_limit) o;
    perform set_config('parley.removes', 'by retention', true);
    delete from public.audit_details d using unnest(v_ids, v_ats) o (id, at) where d.audit_id = o.id and d.at = o.at;
    delete from public.audit_log l using unnest(v_ids, v_ats) o (id, at) where l.id = o.id and l.at = o.at;
    perform set_config('parley.removes', '', true);
    return coalesce(cardinality(v_ids), 0);
  end
  $$;
grant execute on function private.forget_audit(uuid, timestamptz, int) to parley_worker;

-- As before, but words that a retention rule removes are no news: thousands of them would make every open inbox read anew.
create or replace function private.broadcast_message_changes() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    -- NOTE: queued -> sending is not worth a refetch; its outcome follows within the second.
    perform private.broadcast_conversations(n.org_id, 'messages', array_agg(distinct n.conversation_id))
    from new_rows n join old_rows o on o.id = n.id
    where (n.status is distinct from o.status and n.status <> 'sending')
      or (n.content is distinct from o.content and not n.content ? 'removed')
    group by n.org_id;
    return null;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
