-- The audit log's guard believed a setting, which whoever may write to the table may make. Now it looks at what is true: an entry goes when its
-- organisation's own rule no longer keeps it, and a detail is emptied while a person is being erased. Neither is a matter of who asks.

create or replace function private.keep_audit() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if tg_op = 'DELETE' then
      -- Never what is younger than a year, whatever the rule says.
      if old.at < now() - interval '365 days' and exists (select from public.retention_rules r
          where r.org_id = old.org_id and r.kind = 'auditLog' and old.at < now() - make_interval(days => r.days)) then
        return old;
      end if;
    elsif tg_argv[0] = 'details' then
      -- Emptied and nothing else: by an erasure that has come to what others hold of its person, or because the organisation is gone.
      if new.before = '{}' and new.after = '{}' and new.erased_at is not null
        and to_jsonb(new) - array['before', 'after', 'erased_at'] = to_jsonb(old) - array['before', 'after', 'erased_at']
        and (exists (select from private.erasure_work w where w.org_id = old.org_id and w.stage = 'contact')
          or not exists (select from public.organizations o where o.id = old.org_id)) then
        return new;
      end if;
    end if;
    raise exception 'the audit log is never changed' using errcode = 'PA001';
  end
  $$;
-- Also where triggers are off for replication; partitions follow.
alter table public.audit_log enable always trigger _100_keep, enable always trigger _100_no_truncate;
alter table public.audit_details enable always trigger _100_keep, enable always trigger _100_no_truncate;

drop function private.erase_audit_details(uuid, uuid);

-- As before, and the trigger that refuses a truncate is on whatever replication says.
create or replace function private.guard_partition(p_table regclass, p_name text) returns void
  language plpgsql volatile set search_path = ''
  as $$
  begin
    execute format('alter table private.%I enable row level security', p_name);
    if exists (select from pg_catalog.pg_trigger t where t.tgrelid = p_table and t.tgname = '_100_no_truncate') then
      execute format('create trigger _100_no_truncate before truncate on private.%I execute function private.refuse_change()', p_name);
      execute format('alter table private.%I enable always trigger _100_no_truncate', p_name);
    end if;
  end
  $$;
do $$
  declare
    v_partition regclass;
  begin
    for v_partition in select i.inhrelid from pg_catalog.pg_inherits i
      where i.inhparent in ('public.audit_log'::regclass, 'public.audit_details'::regclass) loop
      execute format('alter table %s enable always trigger _100_no_truncate', v_partition);
    end loop;
  end
$$;

-- As before, but rows that came while there was no partition are copied, and the table in which they waited is dropped: no row of a
-- table that keeps its rows is ever deleted for it.
create or replace function private.ensure_partitions_of(p_table regclass, p_column text) returns void
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_base text := (select c.relname from pg_catalog.pg_class c where c.oid = p_table);
    v_default text := v_base || '_default';
    v_from timestamptz;
    v_to timestamptz;
    v_name text;
    v_is_late boolean;
  begin
    if to_regclass('private.' || v_default) is null then
      execute format('create table private.%I partition of %s default', v_default, p_table);
      perform private.guard_partition(p_table, v_default);
    end if;
    for i in 0..1 loop
      v_from := date_trunc('month', now() at time zone 'utc' + make_interval(months => i)) at time zone 'utc';
      v_to := (v_from at time zone 'utc' + interval '1 month') at time zone 'utc';
      v_name := v_base || '_' || to_char(v_from at time zone 'utc', 'YYYYMM');
      continue when to_regclass('private.' || v_name) is not null;
      execute format('create table private.%I (like %s including defaults including constraints)', v_name, p_table);
      execute format('select exists (select from private.%1$I where %2$I >= %3$L and %2$I < %4$L)', v_default, p_column, v_from, v_to)
        into v_is_late;
      if v_is_late then
        -- Detached first: nobody writes to it from here on.
        execute format('alter table %s detach partition private.%I', p_table, v_default);
        execute format('insert into private.%5$I overriding system value select * from private.%1$I where %2$I >= %3$L and %2$I < %4$L',
          v_default, p_column, v_from, v_to, v_name);
        execute format('alter table private.%I rename to %I', v_default, v_default || '_old');
        execute format('create table private.%I (like %s including defaults including constraints)', v_default, p_table);
        execute format('insert into private.%1$I overriding system value select * from private.%5$I
          where %2$I < %3$L or %2$I >= %4$L', v_default, p_column, v_from, v_to, v_default || '_old');
        execute format('drop table private.%I', v_default || '_old');
        execute format('alter table %s attach partition private.%I default', p_table, v_default);
        perform private.guard_partition(p_table, v_default);
      end if;
      execute format('alter table %s attach partition private.%I for values from (%L) to (%L)', p_table, v_name, v_from, v_to);
      perform private.guard_partition(p_table, v_name);
    end loop;
  end
  $$;

-- The functions that forget, as before but for the setting; private.erase_traces follows with what else changes of it.

-- Forgets the oldest entries before a time that the organisation's rule doesn't keep, never what is younger than a year, at most `p_limit`;
-- how many.
create or replace function private.forget_audit(p_org_id uuid, p_before timestamptz, p_limit int) returns int
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    -- By this clock, too: the guard's.
    v_before timestamptz := least(p_before, now() - interval '365 days', (select now() - make_interval(days => r.days)
      from public.retention_rules r where r.org_id = p_org_id and r.kind = 'auditLog'));
    v_ids bigint[];
    v_ats timestamptz[];
  begin
    select array_agg(o.id), array_agg(o.at) into v_ids, v_ats from (
      select l.id, l.at from public.audit_log l where l.org_id = p_org_id and l.at < v_before order by l.at, l.id limit p_limit) o;
    delete from public.audit_details d using unnest(v_ids, v_ats) o (id, at) where d.audit_id = o.id and d.at = o.at;
    delete from public.audit_log l using unnest(v_ids, v_ats) o (id, at) where l.id = o.id and l.at = o.at;
    return coalesce(cardinality(v_ids), 0);
  end
  $$;

create or replace function private.forget_details_of_organization() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update public.audit_details d set before = '{}', after = '{}', erased_at = now() where d.org_id = old.id and d.erased_at is null;
    return null;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
