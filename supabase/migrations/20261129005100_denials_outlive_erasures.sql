-- What outlives an erasure is what the person had refused, by purpose: as HMACs of their numbers and ids, met again when they come back.
-- Until now it was a suppression of everything, which kept even answers from people who wrote, and which no START could take back; and a
-- refusal of utility messages was lost. Suppressions that were written so stay: which of them people had wanted is not known any more.

create table private.kept_denials (
  org_id uuid not null references public.organizations (id) on delete cascade,
  -- As in public.suppressions.
  hash bytea not null check (length(hash) = 32),
  purpose text not null check (purpose in ('marketing', 'utility')),
  -- When it was said: a yes that is older doesn't take it back, one that is newer does.
  at timestamptz not null,
  primary key (org_id, hash, purpose)
);
alter table private.kept_denials enable row level security;
-- NOTE: written by private.keep_opt_out only.

-- Whoever is on the list of suppressions stays there by every number and id; who had refused a purpose is remembered by it. What was
-- kept of an earlier erasure is replaced: the person may have agreed since.
create or replace function private.keep_opt_out(p_work private.erasure_work) returns void
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_suppressions int;
    v_denials int;
  begin
    insert into public.suppressions (org_id, hash, hint, reason)
    select distinct on (i.hash) i.org_id, i.hash, '…' || right(i.value, 2), 'On this list before they were erased'
    from public.contact_identities i
    join public.contacts c on c.org_id = i.org_id and c.id = i.contact_id
    where i.org_id = p_work.org_id and c.id = any (p_work.contact_ids) and i.hash is not null and c.suppressed
    order by i.hash
    on conflict (org_id, hash) do nothing;
    get diagnostics v_suppressions = row_count;

    delete from private.kept_denials d using public.contact_identities i
      where i.org_id = p_work.org_id and i.contact_id = any (p_work.contact_ids) and d.org_id = i.org_id and d.hash = i.hash;
    insert into private.kept_denials (org_id, hash, purpose, at)
    select i.org_id, i.hash, e.purpose, max(e.at)
    from public.contact_identities i
    join public.contacts c on c.org_id = i.org_id and c.id = i.contact_id
    join public.consent_events e on e.org_id = c.org_id and e.contact_id = any (p_work.contact_ids) and e.state = 'denied'
      and 'denied' = case e.purpose when 'marketing' then c.marketing_consent else c.utility_consent end
    where i.org_id = p_work.org_id and c.id = any (p_work.contact_ids) and i.hash is not null
    group by i.org_id, i.hash, e.purpose;
    get diagnostics v_denials = row_count;
    perform private.count_erased(p_work.erasure_id, 'optOutsKept', v_suppressions + v_denials);
  end
  $$;

-- Writes them into the ledger of who has such a number or id now, whoever wrote it: the relay, the API, an import. They stay kept: an
-- import may be undone.
create function private.note_kept_denials_of(p_contact_ids uuid[]) returns void
  language sql volatile security definer set search_path = ''
  as $$
    insert into public.consent_events (org_id, contact_id, purpose, state, source, actor, at)
    select i.org_id, i.contact_id, d.purpose, 'denied', 'beforeErasure', 'system', max(d.at)
    from public.contact_identities i join private.kept_denials d on d.org_id = i.org_id and d.hash = i.hash
    where i.contact_id = any (p_contact_ids)
    group by i.org_id, i.contact_id, d.purpose order by i.contact_id, d.purpose
    on conflict do nothing
  $$;

create function private.note_kept_denials() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_contact_ids uuid[];
  begin
    -- NOTE: nearly nobody was erased, and this runs for every new person: one look at a small index, no write.
    v_contact_ids := array(select distinct r.contact_id from changed_rows r
      join private.kept_denials d on d.org_id = r.org_id and d.hash = r.hash);
    if v_contact_ids <> '{}' then
      perform private.note_kept_denials_of(v_contact_ids);
    end if;
    return null;
  end
  $$;
create trigger _550_kept_denials after insert on public.contact_identities
  referencing new table as changed_rows for each statement execute function private.note_kept_denials();

create function private.note_kept_denials_by_hash() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.note_kept_denials_of(array[new.contact_id]);
    return null;
  end
  $$;
-- An id that was written without its hash gets it later (worker/suppressions).
create trigger _550_kept_denials_by_hash after update of hash on public.contact_identities
  for each row when (old.hash is distinct from new.hash) execute function private.note_kept_denials_by_hash();

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
