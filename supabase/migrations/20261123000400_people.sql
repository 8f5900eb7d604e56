-- Contacts, the ids by which WhatsApp names them, what happened to them and what they allowed.

create table public.contacts (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  name text check (length(name) <= 200),
  locale text,
  country text,
  time_zone text,
  tags text[] not null default '{}',
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  -- Derived from consent_events; kept here so that the send gate reads one row.
  marketing_consent text not null default 'unknown' check (marketing_consent in ('unknown', 'granted', 'denied')),
  suppressed boolean not null default false,
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id)
);
alter table public.contacts enable row level security;
create index contacts_newest on public.contacts (org_id, created_at desc, id desc); -- contact list
create index contacts_tags on public.contacts using gin (tags);
create index contacts_name_search on public.contacts using gin (name extensions.gin_trgm_ops); -- private.search_contacts

-- wa_id as WhatsApp writes it; phone in our canonical form, so that number variants meet; bsuid per business portfolio.
create table public.contact_identities (
  org_id uuid not null,
  kind text not null check (kind in ('wa_id', 'phone', 'bsuid', 'parent_bsuid')),
  value text not null check (value <> '' and length(value) <= 256),
  contact_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (org_id, kind, value),
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade
);
alter table public.contact_identities enable row level security;
create index contact_identities_contact on public.contact_identities (org_id, contact_id);
create index contact_identities_search on public.contact_identities using gin (value extensions.gin_trgm_ops); -- private.search_contacts

-- Every change of tag or attribute and every event by API, written in the transaction that makes it; triggers of flows read it.
create table public.contact_events (
  id bigint generated always as identity primary key,
  org_id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('tag_added', 'tag_removed', 'attribute_changed', 'consent_changed', 'api_event')),
  name text not null,
  -- How many flows caused each other before this event; routing stops at 5.
  cause_depth smallint not null default 0,
  routed_at timestamptz,
  created_at timestamptz not null default now(),
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade
);
alter table public.contact_events enable row level security;
create index contact_events_pending on public.contact_events (id) where routed_at is null; -- the relay's claim
create index contact_events_contact on public.contact_events (org_id, contact_id, id desc); -- timeline

-- Append-only: who allowed or refused what, when and how we know.
create table public.consent_events (
  id bigint generated always as identity primary key,
  org_id uuid not null,
  contact_id uuid not null,
  purpose text not null default 'marketing' check (purpose in ('marketing')),
  state text not null check (state in ('granted', 'denied')),
  source text not null,
  evidence jsonb not null default '{}',
  at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (contact_id, purpose, source, state, at),
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade
);
alter table public.consent_events enable row level security;
create trigger _100_append_only before update on public.consent_events for each row execute function private.refuse_change();

create policy select_viewer on public.contacts for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_agent on public.contacts for insert to app_user
  with check (org_id = any ((select private.org_ids_for('agent'))::uuid[]));
create policy update_agent on public.contacts for update to app_user
  using (org_id = any ((select private.org_ids_for('agent'))::uuid[]))
  with check (org_id = any ((select private.org_ids_for('agent'))::uuid[]));
create policy select_viewer on public.contact_identities for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_agent on public.contact_identities for insert to app_user
  with check (org_id = any ((select private.org_ids_for('agent'))::uuid[]));
create policy select_viewer on public.contact_events for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy select_viewer on public.consent_events for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_agent on public.consent_events for insert to app_user
  with check (org_id = any ((select private.org_ids_for('agent'))::uuid[]));

grant select on public.contacts, public.contact_identities, public.contact_events, public.consent_events to app_user;
grant insert (id, org_id, name, locale, country, time_zone, tags, attributes) on public.contacts to app_user;
grant update (name, locale, country, time_zone, tags, attributes) on public.contacts to app_user;
grant insert (org_id, kind, value, contact_id) on public.contact_identities to app_user;
grant insert (org_id, contact_id, purpose, state, source, evidence, at) on public.consent_events to app_user;
-- NOTE: marketing_consent and suppressed are not granted: only the ledger's trigger writes them. No delete: an erasure does.

grant select, insert, update, delete on public.contacts, public.contact_identities to parley_worker;
grant select, insert, update on public.contact_events to parley_worker;
grant select, insert on public.consent_events to parley_worker;

-- The caller's depth of flow-causes-flow: the worker sets it, everyone else starts at 0.
create function private.cause_depth() returns smallint
  language sql stable set search_path = ''
  as $$ select coalesce(nullif(current_setting('parley.cause_depth', true), '')::smallint, 0::smallint) $$;

create function private.record_contact_events() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_old_tags text[] := case when tg_op = 'UPDATE' then old.tags else '{}' end;
    v_old_attributes jsonb := case when tg_op = 'UPDATE' then old.attributes else '{}' end;
  begin
    insert into public.contact_events (org_id, contact_id, kind, name, cause_depth)
    select new.org_id, new.id, e.kind, e.name, private.cause_depth()
    from (
      select 'tag_added' as kind, t as name from unnest(new.tags) t where t <> all (v_old_tags)
      union all
      select 'tag_removed', t from unnest(v_old_tags) t where t <> all (new.tags)
      union all
      select 'attribute_changed', k from jsonb_object_keys(v_old_attributes || new.attributes) k
        where v_old_attributes -> k is distinct from new.attributes -> k
    ) e;
    return null;
  end
  $$;
create trigger _500_events_on_insert after insert on public.contacts for each row
  when (new.tags <> '{}' or new.attributes <> '{}') execute function private.record_contact_events();
create trigger _500_events_on_update after update of tags, attributes on public.contacts for each row
  when (old.tags is distinct from new.tags or old.attributes is distinct from new.attributes)
  execute function private.record_contact_events();

-- The newest entry by its own time decides, whatever order entries arrive in.
create function private.project_consent() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update public.contacts c set marketing_consent = (
      select e.state from public.consent_events e
      where e.contact_id = new.contact_id and e.purpose = 'marketing' order by e.at desc, e.id desc limit 1)
    where c.id = new.contact_id;
    return null;
  end
  $$;
create trigger _500_project after insert on public.consent_events for each row execute function private.project_consent();
create trigger _500_touch before update on public.contacts for each row execute function private.touch_updated_at();

-- Name or digits. Under RLS the planner may not use trigram indexes (the operator isn't leakproof), so membership is
-- checked first and ids come back; the rows are then read under RLS.
create function private.search_contacts(p_org_id uuid, p_search text, p_limit int) returns setof uuid
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    v_pattern text := '%' || replace(replace(replace(p_search, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    v_digits text := regexp_replace(p_search, '\D', '', 'g');
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then return; end if;
    return query
      select id from (
        (select c.id, c.created_at from public.contacts c
          where c.org_id = p_org_id and c.name ilike v_pattern order by c.created_at desc limit p_limit)
        union
        (select c.id, c.created_at from public.contact_identities i
          join public.contacts c on c.org_id = i.org_id and c.id = i.contact_id
          where length(v_digits) >= 3 and i.org_id = p_org_id and i.kind in ('wa_id', 'phone')
            and i.value like '%' || v_digits || '%' order by c.created_at desc limit p_limit)
      ) found order by created_at desc limit p_limit;
  end
  $$;
grant execute on function private.search_contacts(uuid, text, int) to app_user;
