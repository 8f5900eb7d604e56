-- What people of an organisation said about consent goes with it: the purge deletes it slice by slice, while the organisation's row is
-- still there, marked as deleted.

create or replace function private.guard_consent() returns trigger
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
      if exists (select from public.organizations o where o.id = old.org_id and o.deleted_at is null) then
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

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
