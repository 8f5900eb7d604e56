-- Campaigns end with their organisation: nobody is written to in its name any more, and workflows that sleep find out.

-- As before, and cancels the campaigns that are under way. One that is paused would sleep for ever.
create or replace function private.delete_organization(p_org_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    perform private.check_may_give(p_org_id, 'owner');
    update public.organizations o set deleted_at = now(), slug = 'deleted-' || o.id where o.id = p_org_id and o.deleted_at is null;
    if not found then return false; end if;
    with ended as (
      update public.campaigns c set status = 'cancelled', pause_reason = null, ended_at = now()
        where c.org_id = p_org_id and c.status in ('scheduled', 'running', 'paused') returning c.id
    )
    insert into private.outbox (topic, key, payload)
      select 'campaign', e.id::text, jsonb_build_object('orgId', p_org_id) from ended e;
    delete from public.api_keys k where k.org_id = p_org_id;
    delete from public.org_invitations i where i.org_id = p_org_id;
    delete from private.channel_credentials c where c.org_id = p_org_id;
    delete from public.flow_triggers t where t.org_id = p_org_id;
    delete from public.org_members m where m.org_id = p_org_id;
    insert into private.outbox (topic, key, payload)
      select 'contactImport', i.id::text, jsonb_build_object('orgId', p_org_id) from public.imports i
        where i.org_id = p_org_id and i.forgotten_at is null
      union all
      select 'contactExport', e.id::text, jsonb_build_object('orgId', p_org_id) from public.exports e
        where e.org_id = p_org_id and (e.file_path is not null or e.status in ('queued', 'running', 'cancelled'));
    insert into private.outbox (topic, key, payload)
      values ('organizationPurge', p_org_id::text, jsonb_build_object('orgId', p_org_id));
    return true;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
