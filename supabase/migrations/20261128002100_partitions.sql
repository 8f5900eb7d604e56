-- Partitions by month for every table that is partitioned by a time, not for the deliveries alone.

-- Makes this month's and the next month's partition of one table, in schema private, where nobody but the owner reaches it by itself.
-- Rows that came while there was none (the worker was away over the end of a month) are in the default partition and move into the new
-- one first.
create function private.ensure_partitions_of(p_table regclass, p_column text) returns void
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_base text := (select c.relname from pg_catalog.pg_class c where c.oid = p_table);
    v_from timestamptz;
    v_to timestamptz;
    v_name text;
  begin
    if to_regclass('private.' || v_base || '_default') is null then
      execute format('create table private.%I partition of %s default', v_base || '_default', p_table);
      perform private.guard_partition(p_table, v_base || '_default');
    end if;
    for i in 0..1 loop
      v_from := date_trunc('month', now() at time zone 'utc' + make_interval(months => i)) at time zone 'utc';
      v_to := (v_from at time zone 'utc' + interval '1 month') at time zone 'utc';
      v_name := v_base || '_' || to_char(v_from at time zone 'utc', 'YYYYMM');
      continue when to_regclass('private.' || v_name) is not null;
      execute format('create table private.%I (like %s including defaults including constraints)', v_name, p_table);
      -- Tables that keep their rows let these through.
      perform set_config('parley.removes', 'into a partition', true);
      execute format('with moved as (delete from private.%1$I where %2$I >= %3$L and %2$I < %4$L returning *)
        insert into private.%5$I overriding system value select * from moved', v_base || '_default', p_column, v_from, v_to, v_name);
      perform set_config('parley.removes', '', true);
      execute format('alter table %s attach partition private.%I for values from (%L) to (%L)', p_table, v_name, v_from, v_to);
      perform private.guard_partition(p_table, v_name);
    end loop;
  end
  $$;

-- What a partition doesn't get from its table by itself: row level security, and the trigger that refuses a truncate.
create function private.guard_partition(p_table regclass, p_name text) returns void
  language plpgsql volatile set search_path = ''
  as $$
  begin
    execute format('alter table private.%I enable row level security', p_name);
    if exists (select from pg_catalog.pg_trigger t where t.tgrelid = p_table and t.tgname = '_100_no_truncate') then
      execute format(
        'create trigger _100_no_truncate before truncate on private.%I execute function private.refuse_change()', p_name);
    end if;
  end
  $$;

-- Of every table of ours that is partitioned by ranges of one column; the worker calls it at start and every few hours.
create or replace function private.ensure_partitions() returns void
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.ensure_partitions_of(p.partrelid::regclass, a.attname)
    from pg_catalog.pg_partitioned_table p
    join pg_catalog.pg_class c on c.oid = p.partrelid and c.relnamespace::regnamespace::text in ('public', 'private')
    join pg_catalog.pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
    where p.partstrat = 'r' and p.partnatts = 1;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
