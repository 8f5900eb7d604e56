-- Contacts that look like one person and are two: what people said about a suggestion holds for everybody and for good.

-- Two contacts, the lesser id first, so that a pair is one row whichever way it is given. It isn't kept beyond its contacts.
create table public.dismissed_duplicates (
  org_id uuid not null references public.organizations (id) on delete cascade,
  contact_id uuid not null,
  other_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (org_id, contact_id, other_id),
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade,
  foreign key (org_id, other_id) references public.contacts (org_id, id) on delete cascade,
  check (contact_id < other_id)
);
alter table public.dismissed_duplicates enable row level security;
create index dismissed_duplicates_other on public.dismissed_duplicates (org_id, other_id); -- merging, deleting contacts
create policy select_viewer on public.dismissed_duplicates for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_agent on public.dismissed_duplicates for insert to app_user
  with check (org_id = any ((select private.org_ids_for('agent'))::uuid[]));
create policy delete_agent on public.dismissed_duplicates for delete to app_user
  using (org_id = any ((select private.org_ids_for('agent'))::uuid[]));
grant select, delete, insert (org_id, contact_id, other_id) on public.dismissed_duplicates to app_user;
-- NOTE: no update: a pair is there or it isn't.
select private.audit('public.dismissed_duplicates', 'dismissedDuplicate', '{"id": "contact_id", "contact": "contact_id", "only": "people"}',
  'insert or delete');

-- Who isn't the same person as a contact isn't the same as the one that it goes into. The pair of the two themselves goes with the
-- contact, and so does one that the other has already.
create function private.move_dismissed_duplicates() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update public.dismissed_duplicates d
      set contact_id = least(f.other, new.contact_id), other_id = greatest(f.other, new.contact_id)
      from (
        select p.contact_id, p.other_id, case when p.contact_id = new.merged_contact_id then p.other_id else p.contact_id end as other
        from public.dismissed_duplicates p
        where p.org_id = new.org_id and new.merged_contact_id in (p.contact_id, p.other_id)) f
      where d.org_id = new.org_id and d.contact_id = f.contact_id and d.other_id = f.other_id and f.other <> new.contact_id
        and not exists (select from public.dismissed_duplicates t where t.org_id = new.org_id
          and t.contact_id = least(f.other, new.contact_id) and t.other_id = greatest(f.other, new.contact_id));
    return null;
  end
  $$;
create trigger _500_move_dismissed after insert on public.contact_merges
  for each row execute function private.move_dismissed_duplicates();

-- Of contacts that have something in common, those that may still be one person with another of them; at most ten, those about whom
-- least was said first. Null when nobody is left.
create function private.without_dismissed(p_org_id uuid, p_ids uuid[]) returns uuid[]
  language sql stable set search_path = ''
  as $$
    with apart as (
      select e.id, count(*) as n
      from public.dismissed_duplicates d cross join lateral (values (d.contact_id), (d.other_id)) e (id)
      where d.org_id = p_org_id and d.contact_id = any (p_ids) and d.other_id = any (p_ids)
      group by e.id)
    select (array_agg(i.id order by coalesce(a.n, 0), i.n))[1:10]
    from unnest(p_ids) with ordinality i (id, n) left join apart a on a.id = i.id
    where coalesce(a.n, 0) < cardinality(p_ids) - 1
  $$;

-- As before, without what people dismissed. `limit` stands behind that: a page of dismissed groups is no page.
create or replace function private.duplicate_contacts(p_org_id uuid, p_after_reason text, p_after_key text, p_limit int)
  returns table (reason text, key text, contact_ids uuid[])
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then
      raise exception 'contacts are for members' using errcode = 'PA002';
    end if;
    return query
      (select 'email'::text, g.mail, k.ids
        from (
          select lower(c.attributes ->> 'email') as mail, array_agg(c.id order by c.created_at, c.id) as ids
          from public.contacts c
          where c.org_id = p_org_id and c.attributes ->> 'email' <> '' and p_after_reason is distinct from 'nameAndPhone'
            and (p_after_reason is null or lower(c.attributes ->> 'email') > p_after_key)
          group by 1 having count(*) > 1 order by 1) g
        cross join lateral (select private.without_dismissed(p_org_id, g.ids) as ids) k
        where k.ids is not null order by g.mail limit p_limit)
      union all
      (with ends as (
          select right(i.value, 7) as digits from public.contact_identities i
          where i.org_id = p_org_id and i.kind = 'phone' group by 1 having count(*) > 1)
        select 'nameAndPhone', g.name_and_end, k.ids
        from (
          select lower(c.name) || ' ' || e.digits as name_and_end, array_agg(distinct c.id) as ids
          from ends e
          join public.contact_identities i on i.org_id = p_org_id and i.kind = 'phone' and right(i.value, 7) = e.digits
          join public.contacts c on c.org_id = i.org_id and c.id = i.contact_id
          where c.name is not null
            and (p_after_reason is distinct from 'nameAndPhone' or lower(c.name) || ' ' || e.digits > p_after_key)
          group by 1 having count(distinct c.id) > 1 order by 1) g
        cross join lateral (select private.without_dismissed(p_org_id, g.ids) as ids) k
        where k.ids is not null order by g.name_and_end limit p_limit)
      limit p_limit;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
