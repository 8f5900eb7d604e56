-- Campaigns of an organisation that is deleted: their workflows are woken, as those of runs are. One that is paused would sleep for ever.

create or replace function private.purge_organization(p_org_id uuid, p_limit int) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_table text;
    v_count int;
  begin
    if not exists (select from public.organizations o where o.id = p_org_id and o.deleted_at is not null) then return false; end if;
    with gone as (
      delete from public.flow_jobs j
      where j.ctid = any (array(select f.ctid from public.flow_jobs f where f.org_id = p_org_id limit p_limit))
      returning j.id, j.flow_id, j.kind, j.ended_at
    ), woken as (
      insert into private.outbox (topic, key, payload)
      select 'flowJob', g.id::text, jsonb_build_object('orgId', p_org_id, 'flowId', g.flow_id, 'kind', g.kind)
      from gone g where g.ended_at is null
    )
    select count(*) into v_count from gone;
    if v_count > 0 then return true; end if;
    with gone as (
      delete from public.flow_runs r
      where r.ctid = any (array(select f.ctid from public.flow_runs f where f.org_id = p_org_id limit p_limit))
      returning r.id, r.flow_id, r.contact_id, r.conversation_id, r.ended_at
    ), woken as (
      insert into private.outbox (topic, key, payload)
      select 'flowRun', g.id::text, jsonb_build_object('orgId', p_org_id, 'flowId', g.flow_id, 'contactId', g.contact_id,
        'conversationId', g.conversation_id, 'summary', 'Its organisation was deleted', 'wake', jsonb_build_object('kind', 'swept', 'ref', null))
      from gone g where g.ended_at is null
    )
    select count(*) into v_count from gone;
    if v_count > 0 then return true; end if;
    -- Biggest first; what hangs on them is small or goes with them.
    foreach v_table in array array['public.messages', 'public.contact_events', 'public.consent_events', 'public.segment_members',
      'public.conversations', 'public.contacts', 'private.dead_letters'] loop
      execute format('delete from %1$s t where t.ctid = any (array(select s.ctid from %1$s s where s.org_id = $1 limit $2))', v_table)
        using p_org_id, p_limit;
      get diagnostics v_count = row_count;
      if v_count > 0 then return true; end if;
    end loop;
    -- Behind the contacts: recipients are gone with them.
    with gone as (
      delete from public.campaigns c
      where c.ctid = any (array(select f.ctid from public.campaigns f where f.org_id = p_org_id limit p_limit))
      returning c.id, c.status
    ), woken as (
      insert into private.outbox (topic, key, payload)
      select 'campaign', g.id::text, jsonb_build_object('orgId', p_org_id) from gone g where g.status in ('scheduled', 'running', 'paused')
    )
    select count(*) into v_count from gone;
    if v_count > 0 then return true; end if;
    -- The audit log: who did it.
    perform set_config('parley.workflow_id', 'purge/' || p_org_id, true);
    delete from public.organizations o where o.id = p_org_id;
    return false;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
