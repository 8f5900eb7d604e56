-- The zone of a person may be an offset, `+05:30`. Postgres reads those the other way round, as POSIX does: ahead of UTC with a minus.

-- A zone as people and clocks name it, in the words of Postgres.
create function private.postgres_zone(p_zone text) returns text
  language sql immutable set search_path = ''
  as $$ select case when p_zone ~ '^[+-]' then translate(p_zone, '+-', '-+') else p_zone end $$;
grant execute on function private.postgres_zone(text) to parley_worker, app_user;

-- As before, and for people whose zone is an offset.
create or replace function private.after_quiet_hours(p_at timestamptz, p_zone text, p_from time, p_to time) returns timestamptz
  language plpgsql stable set search_path = ''
  as $$
  declare
    v_zone text := coalesce(private.postgres_zone(p_zone), 'UTC');
    v_local timestamp;
    v_time time;
  begin
    if p_from is null or p_to is null or p_from = p_to then return p_at; end if;
    begin
      v_local := p_at at time zone v_zone;
    exception when invalid_parameter_value then
      v_zone := 'UTC';
      v_local := p_at at time zone v_zone;
    end;
    v_time := v_local::time;
    if p_from < p_to then
      if v_time < p_from or v_time >= p_to then return p_at; end if;
      return (v_local::date + p_to) at time zone v_zone;
    end if;
    if v_time >= p_from then return (v_local::date + 1 + p_to) at time zone v_zone; end if;
    if v_time < p_to then return (v_local::date + p_to) at time zone v_zone; end if;
    return p_at;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
