-- Going back to an older version, pausing and putting away flows, who wrote a version, and the names of tags and attributes that
-- a draft is judged against.

-- Makes an older version live again, as the next one: what publish_flow does with the draft, this does with the version's document.
-- The caller read the document of that version in today's shape, compiled and validated it (core/flow); the draft stays as it is,
-- unless `p_restores_draft`. `p_draft_rev` refuses when the draft has moved on; null takes it as it is.
create function private.republish_flow(
  p_org_id uuid, p_flow_id uuid, p_number int, p_doc jsonb, p_hash text, p_note text, p_triggers jsonb, p_rules jsonb,
  p_restores_draft boolean, p_draft_rev int)
  returns public.flow_versions
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_flow public.flows;
    v_version public.flow_versions;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'publishing needs the admin role' using errcode = 'PA002';
    end if;
    select * into v_flow from public.flows f where f.org_id = p_org_id and f.id = p_flow_id for update;
    if v_flow.id is null or not exists (
      select from public.flow_versions v where v.flow_id = p_flow_id and v.number = p_number) then return null; end if;
    if p_restores_draft and v_flow.draft_rev <> p_draft_rev then
      raise exception 'the draft has moved on to revision %', v_flow.draft_rev using errcode = 'PA003';
    end if;
    -- NOTE: there is one way to publish. For the length of this call the old document stands in the draft's place.
    update public.flows f set draft = p_doc, draft_hash = p_hash where f.id = p_flow_id;
    v_version := private.publish_flow(p_org_id, p_flow_id, v_flow.draft_rev, p_note, p_triggers, p_rules);
    if p_restores_draft then
      update public.flows f set draft_rev = f.draft_rev + 1 where f.id = p_flow_id;
    else
      update public.flows f set draft = v_flow.draft, draft_hash = v_flow.draft_hash where f.id = p_flow_id;
    end if;
    return v_version;
  end
  $$;

-- live: answers people. paused: nobody enters, those on the way go on. archived: the same, and out of the list.
-- Null when there is no such flow; a change that makes no sense is refused with PA015.
create function private.set_flow_status(p_org_id uuid, p_flow_id uuid, p_status text) returns text
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_flow public.flows;
    v_may boolean;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'pausing a flow needs the admin role' using errcode = 'PA002';
    end if;
    select * into v_flow from public.flows f where f.org_id = p_org_id and f.id = p_flow_id for update;
    if v_flow.id is null then return null; end if;
    if v_flow.status = p_status then return p_status; end if;
    v_may := case p_status
      when 'paused' then v_flow.status in ('live', 'archived') and v_flow.published_version is not null
      when 'live' then v_flow.status = 'paused'
      when 'draft' then v_flow.status = 'archived' and v_flow.published_version is null
      when 'archived' then true
      else false end;
    if not v_may then
      raise exception 'a flow that is % can''t become %', v_flow.status, p_status using errcode = 'PA015';
    end if;
    update public.flows f set status = p_status where f.id = p_flow_id;
    return p_status;
  end
  $$;

-- Members by name, for authors and assignees: the name they signed up with, else their mail address.
create function private.member_names(p_org_id uuid) returns table (user_id uuid, name text)
  language sql stable security definer set search_path = ''
  as $$
    select m.user_id, coalesce(nullif(u.raw_user_meta_data ->> 'name', ''), u.email::text)
    from public.org_members m join auth.users u on u.id = m.user_id
    where m.org_id = p_org_id and p_org_id = any (private.org_ids_for('viewer'))
  $$;

-- Which tags and attributes the contacts of an organisation have, or had: a contact that has none left doesn't make a name unknown.
-- Filled by the statement that brings a name in; 100,000 contacts are not searched for it.
create table public.contact_fields (
  org_id uuid not null references public.organizations (id) on delete cascade,
  kind text not null check (kind in ('tag', 'attribute')),
  name text not null,
  -- Of an attribute, as jsonb says it: string, number, boolean; a tag has none.
  type text not null default '',
  created_at timestamptz not null default now(),
  primary key (org_id, kind, name, type)
);
alter table public.contact_fields enable row level security;
create policy select_viewer on public.contact_fields for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.contact_fields to app_user, parley_worker;
-- NOTE: no insert, update or delete for anybody: the triggers below write it.

create function private.note_contact_fields() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    -- Sorted, so that two statements that bring in the same names wait for each other instead of both.
    insert into public.contact_fields (org_id, kind, name, type)
    select distinct n.org_id, f.kind, f.name, f.type
    from new_rows n
    cross join lateral (
      select 'tag' as kind, t as name, '' as type from unnest(n.tags) t
      union all
      select 'attribute', a.key, jsonb_typeof(a.value) from jsonb_each(n.attributes) a where jsonb_typeof(a.value) <> 'null'
    ) f
    where (n.tags <> '{}' or n.attributes <> '{}')
      and not exists (select from public.contact_fields k
        where k.org_id = n.org_id and k.kind = f.kind and k.name = f.name and k.type = f.type)
    order by 1, 2, 3, 4
    on conflict do nothing;
    return null;
  end
  $$;
create trigger _600_fields_on_insert after insert on public.contacts
  referencing new table as new_rows for each statement execute function private.note_contact_fields();
create trigger _600_fields_on_update after update on public.contacts
  referencing new table as new_rows for each statement execute function private.note_contact_fields();

insert into public.contact_fields (org_id, kind, name, type)
select distinct c.org_id, 'tag', t, '' from public.contacts c cross join lateral unnest(c.tags) t
union
select distinct c.org_id, 'attribute', a.key, jsonb_typeof(a.value)
from public.contacts c cross join lateral jsonb_each(c.attributes) a where jsonb_typeof(a.value) <> 'null';

-- Name, time zone and opening times of an organisation are for its admins to change.
create policy update_admin on public.organizations for update to app_user
  using (id = any ((select private.org_ids_for('admin'))::uuid[]))
  with check (id = any ((select private.org_ids_for('admin'))::uuid[]));
grant update (name, time_zone, business_hours) on public.organizations to app_user;

grant execute on function
  private.republish_flow(uuid, uuid, int, jsonb, text, text, jsonb, jsonb, boolean, int),
  private.set_flow_status(uuid, uuid, text),
  private.member_names(uuid) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
