-- Consent by purpose, as a ledger that nobody can rewrite, and the list of numbers that are never written to.

-- Which contact an id belongs to now that two contacts turned out to be one person. Flat: when the winner is merged away itself, its
-- rows lead on to the new one. No foreign key to contacts: the redirect, and with it the ledger under the old id, outlives both.
create table public.contact_merges (
  org_id uuid not null references public.organizations (id) on delete cascade,
  merged_contact_id uuid not null,
  contact_id uuid not null,
  -- linked: WhatsApp said that two ids are one person. people: a person or a key decided.
  cause text not null check (cause in ('linked', 'people')),
  -- `user:{id}`, `key:{id}`, or `meta`.
  merged_by text not null,
  created_at timestamptz not null default now(),
  primary key (org_id, merged_contact_id),
  check (merged_contact_id <> contact_id)
);
alter table public.contact_merges enable row level security;
create index contact_merges_contact on public.contact_merges (org_id, contact_id); -- ledger of a contact, erasure
create policy select_viewer on public.contact_merges for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.contact_merges to app_user, parley_worker;
-- NOTE: written by private.merge_contacts only.

-- The contact that this id leads to: itself, or the one it was merged into.
create function private.current_contact(p_org_id uuid, p_contact_id uuid) returns uuid
  language sql stable set search_path = ''
  as $$ select coalesce((select m.contact_id from public.contact_merges m
      where m.org_id = p_org_id and m.merged_contact_id = p_contact_id), p_contact_id) $$;

-- Ids under which the ledger has entries of this contact.
create function private.ids_of_contact(p_org_id uuid, p_contact_id uuid) returns uuid[]
  language sql stable set search_path = ''
  as $$ select array[p_contact_id] || array(select m.merged_contact_id from public.contact_merges m
      where m.org_id = p_org_id and m.contact_id = p_contact_id) $$;
grant execute on function private.current_contact(uuid, uuid), private.ids_of_contact(uuid, uuid) to app_user, parley_worker;

-- Who says so: `user:{id}` or `key:{id}` of a request, else the system itself.
create function private.consent_actor() returns text
  language sql stable set search_path = ''
  as $$ select coalesce(private.idempotency_caller(), 'system') $$;
grant execute on function private.consent_actor() to app_user, parley_worker;
grant execute on function private.idempotency_caller() to app_user, parley_worker;

alter table public.consent_events
  drop constraint consent_events_purpose_check,
  drop constraint consent_events_state_check,
  -- An erasure deletes the contact and leaves the entries, which then hold nothing but its id.
  drop constraint consent_events_org_id_contact_id_fkey,
  add constraint consent_events_org_id_fkey foreign key (org_id) references public.organizations (id) on delete cascade,
  add constraint consent_events_purpose_check check (purpose in ('marketing', 'utility')),
  -- requested: asked for, to be confirmed (double opt-in); alone it is no consent.
  add constraint consent_events_state_check check (state in ('granted', 'denied', 'requested')),
  add constraint consent_events_evidence_check check (jsonb_typeof(evidence) = 'object' and length(evidence::text) <= 8192),
  add constraint consent_events_source_check check (length(source) between 1 and 200),
  -- `user:{id}`, `key:{id}`, `contact` (wrote or pressed it), `meta`, `run:{id}`, `import:{id}`, `system`.
  add column actor text not null default private.consent_actor() check (length(actor) between 1 and 200);
-- NOTE: actor is not granted to app_user: a request can't say that somebody else did it.
create index consent_events_contact on public.consent_events (org_id, contact_id, at desc, id desc); -- ledger, timeline
drop trigger _100_append_only on public.consent_events;
drop trigger _500_project on public.consent_events;
drop function private.project_consent();

alter table public.contacts
  drop constraint contacts_marketing_consent_check,
  add constraint contacts_marketing_consent_check check (marketing_consent in ('unknown', 'pending', 'granted', 'denied')),
  add column utility_consent text not null default 'unknown' check (utility_consent in ('unknown', 'pending', 'granted', 'denied'));

-- Entries name a contact of their organisation, and stay as they were written. Two things may happen to them, and both only when what
-- they are about is gone: an erased contact's evidence is emptied, and a deleted organisation takes its rows along. Nobody, the owner
-- of the table included, can do more, and there is no setting that would let them.
create function private.guard_consent() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if tg_op = 'TRUNCATE' then
      raise exception 'the ledger of consent is never emptied' using errcode = 'PA001';
    elsif tg_op = 'INSERT' then
      if not exists (select from public.contacts c
          where c.org_id = new.org_id and c.id = private.current_contact(new.org_id, new.contact_id)) then
        raise exception 'no such contact' using errcode = '23503';
      end if;
      return new;
    elsif tg_op = 'DELETE' then
      if exists (select from public.organizations o where o.id = old.org_id) then
        raise exception 'entries of consent are never deleted' using errcode = 'PA001';
      end if;
      return old;
    end if;
    if new.evidence <> '{}' or (to_jsonb(new) - 'evidence') <> (to_jsonb(old) - 'evidence') or exists (
        select from public.contacts c where c.org_id = old.org_id and c.id = private.current_contact(old.org_id, old.contact_id)) then
      raise exception 'entries of consent are never changed' using errcode = 'PA001';
    end if;
    return new;
  end
  $$;
create trigger _100_guard before insert or update or delete on public.consent_events
  for each row execute function private.guard_consent();
create trigger _100_guard_all before truncate on public.consent_events
  for each statement execute function private.guard_consent();
-- Also where triggers are off for replication.
alter table public.consent_events enable always trigger _100_guard, enable always trigger _100_guard_all;

-- For an erasure, after it has deleted the contact: what remains of its consent are ids, states and times.
create function private.erase_consent_evidence(p_org_id uuid, p_contact_id uuid) returns void
  language sql volatile security definer set search_path = ''
  as $$ update public.consent_events e set evidence = '{}'
    where e.org_id = p_org_id and e.contact_id = any (private.ids_of_contact(p_org_id, p_contact_id)) and e.evidence <> '{}' $$;
grant execute on function private.erase_consent_evidence(uuid, uuid) to parley_worker;

-- What the ledger says, whatever order its entries were written in: the newest yes or no by its own time, a no before a yes of the same
-- moment; without either, a request makes it pending. NOTE: core/messaging/consent.ts says the same; a test compares the two.
create function private.consent_state(p_org_id uuid, p_contact_id uuid, p_purpose text) returns text
  language sql stable security definer set search_path = ''
  as $$
    select coalesce((
      select case e.state when 'requested' then 'pending' else e.state end from public.consent_events e
      where e.org_id = p_org_id and e.contact_id = any (private.ids_of_contact(p_org_id, p_contact_id)) and e.purpose = p_purpose
      order by (e.state = 'requested'), e.at desc, (e.state = 'denied') desc limit 1), 'unknown')
  $$;

-- Brings the contact's row in line with the ledger; a change of the state is an event. Looks after it has the lock, so that of two
-- entries at once the later one sees both.
create function private.project_consent_of(p_org_id uuid, p_contact_id uuid) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_before record;
    v_marketing text;
    v_utility text;
  begin
    select c.marketing_consent, c.utility_consent into v_before from public.contacts c
      where c.org_id = p_org_id and c.id = p_contact_id for no key update;
    if not found then return; end if;
    v_marketing := private.consent_state(p_org_id, p_contact_id, 'marketing');
    v_utility := private.consent_state(p_org_id, p_contact_id, 'utility');
    if (v_marketing, v_utility) = (v_before.marketing_consent, v_before.utility_consent) then return; end if;
    update public.contacts c set marketing_consent = v_marketing, utility_consent = v_utility where c.id = p_contact_id;
    insert into public.contact_events (org_id, contact_id, kind, name, cause_depth, detail)
    select p_org_id, p_contact_id, 'consent_changed', s.purpose, private.cause_depth(),
      jsonb_build_object('value', s.state, 'previous', s.previous)
    from (values ('marketing', v_marketing, v_before.marketing_consent), ('utility', v_utility, v_before.utility_consent))
      s (purpose, state, previous)
    where s.state <> s.previous;
  end
  $$;

create function private.project_consent() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.project_consent_of(new.org_id, private.current_contact(new.org_id, new.contact_id));
    return null;
  end
  $$;
create trigger _500_project after insert on public.consent_events for each row execute function private.project_consent();

-- Computes all states of an organisation anew and says how many contacts had wrong ones: none, unless somebody changed rows by hand.
create function private.rebuild_consent(p_org_id uuid) returns int
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_changed int;
  begin
    with latest as (
      select distinct on (owner, purpose) owner, purpose, case state when 'requested' then 'pending' else state end as state
      from (
        select coalesce(m.contact_id, e.contact_id) as owner, e.purpose, e.state, e.at
        from public.consent_events e
        left join public.contact_merges m on m.org_id = e.org_id and m.merged_contact_id = e.contact_id
        where e.org_id = p_org_id) entries
      order by owner, purpose, (state = 'requested'), at desc, (state = 'denied') desc),
    truth as (
      select c.id, coalesce(m.state, 'unknown') as marketing, coalesce(u.state, 'unknown') as utility
      from public.contacts c
      left join latest m on m.owner = c.id and m.purpose = 'marketing'
      left join latest u on u.owner = c.id and u.purpose = 'utility'
      where c.org_id = p_org_id)
    update public.contacts c set marketing_consent = t.marketing, utility_consent = t.utility
    from truth t where t.id = c.id and (c.marketing_consent, c.utility_consent) is distinct from (t.marketing, t.utility);
    get diagnostics v_changed = row_count;
    return v_changed;
  end
  $$;
grant execute on function private.rebuild_consent(uuid) to parley_worker;

-- Numbers and ids that must never be written to, whether or not somebody has them. `hash` is an HMAC of the canonical identity under a
-- key of the organisation (platform/secrets/suppression.ts), so that the list says nothing to who reads it, outlives
-- the erasure of a person, and meets the same number when it comes again.
create table public.suppressions (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  hash bytea not null check (length(hash) = 32),
  -- Country code and the last two digits, for the eye.
  hint text not null check (length(hint) <= 64),
  reason text check (length(reason) <= 500),
  created_by text not null default private.consent_actor(),
  created_at timestamptz not null default now(),
  unique (org_id, id),
  unique (org_id, hash)
);
alter table public.suppressions enable row level security;
create index suppressions_newest on public.suppressions (org_id, created_at desc, id desc); -- list
create policy select_viewer on public.suppressions for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_agent on public.suppressions for insert to app_user
  with check (org_id = any ((select private.org_ids_for('agent'))::uuid[]));
create policy delete_admin on public.suppressions for delete to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select, delete on public.suppressions to app_user;
grant insert (org_id, hash, hint, reason) on public.suppressions to app_user;
grant select, insert on public.suppressions to parley_worker;

-- The key of these HMACs: AES-256-GCM envelope (platform/secrets), made at first use and never changed: hashes of another key would
-- meet nobody.
create table private.suppression_keys (
  org_id uuid primary key references public.organizations (id) on delete cascade,
  envelope bytea not null
);
alter table private.suppression_keys enable row level security;
grant select, update on private.suppression_keys to parley_worker; -- sealing anew

-- The organisation's key, or this one if it has none yet.
create function private.suppression_key(p_org_id uuid, p_new bytea) returns table (envelope bytea, is_new boolean)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if session_user <> 'parley_worker' and not (p_org_id = any (private.org_ids_for('viewer'))) then
      raise exception 'keys of suppressions are for members' using errcode = 'PA002';
    end if;
    return query select k.envelope, false from private.suppression_keys k where k.org_id = p_org_id;
    if found then return; end if;
    insert into private.suppression_keys as k (org_id, envelope) values (p_org_id, p_new) on conflict (org_id) do nothing;
    return query select k.envelope, k.envelope = p_new from private.suppression_keys k where k.org_id = p_org_id;
  end
  $$;
grant execute on function private.suppression_key(uuid, bytea) to app_user, parley_worker;

-- The same HMAC of each identity, written by whoever writes the identity: this is how somebody who comes later is met. The gate looks
-- once more at the number it is about to write to, so that an identity without a hash is no way around the list.
alter table public.contact_identities add column hash bytea check (length(hash) = 32);
create index contact_identities_unhashed on public.contact_identities (org_id) where hash is null; -- worker/suppressions
create index contact_identities_hash on public.contact_identities (org_id, hash) where hash is not null; -- suppressions
grant insert (hash) on public.contact_identities to app_user;

create function private.project_suppressed(p_contact_ids uuid[]) returns void
  language sql volatile security definer set search_path = ''
  as $$
    update public.contacts c set suppressed = not c.suppressed
    where c.id = any (p_contact_ids) and c.suppressed <> exists (
      select from public.contact_identities i join public.suppressions s on s.org_id = i.org_id and s.hash = i.hash
      where i.org_id = c.org_id and i.contact_id = c.id)
  $$;

create function private.project_suppressions() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.project_suppressed(array(
      select distinct i.contact_id from changed_rows s
      join public.contact_identities i on i.org_id = s.org_id and i.hash = s.hash order by 1));
    return null;
  end
  $$;
create trigger _500_project_insert after insert on public.suppressions
  referencing new table as changed_rows for each statement execute function private.project_suppressions();
create trigger _500_project_delete after delete on public.suppressions
  referencing old table as changed_rows for each statement execute function private.project_suppressions();

create function private.project_suppressed_identities() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    -- NOTE: nearly nobody is suppressed, and this runs for every new person: one look at a small index, no write.
    perform private.project_suppressed(array(
      select distinct r.contact_id from changed_rows r join public.suppressions s on s.org_id = r.org_id and s.hash = r.hash
      order by 1));
    return null;
  end
  $$;
create trigger _500_project_insert after insert on public.contact_identities
  referencing new table as changed_rows for each statement execute function private.project_suppressed_identities();
create trigger _500_project_update after update on public.contact_identities
  referencing new table as changed_rows for each statement execute function private.project_suppressed_identities();
create trigger _500_project_delete after delete on public.contact_identities
  referencing old table as changed_rows for each statement execute function private.project_suppressed_identities();

-- Consent to utility messages and suppression are shown too.
create or replace function private.broadcast_contact_changes() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform realtime.send(
      case when count(*) > 100 then '{}' else jsonb_build_object('contactIds', jsonb_agg(n.id)) end,
      'contacts', 'org:' || n.org_id || ':inbox', true)
    from new_rows n join old_rows o on o.id = n.id
    where (n.name, n.tags, n.attributes, n.marketing_consent, n.utility_consent, n.suppressed)
      is distinct from (o.name, o.tags, o.attributes, o.marketing_consent, o.utility_consent, o.suppressed)
    group by n.org_id;
    return null;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
