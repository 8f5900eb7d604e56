-- Whose number it is, when the person behind it has changed: a user id belongs to one business portfolio, so two of them can only be
-- compared when they are of the same.

-- Accounts with the same value belong to one portfolio, as far as we know. WhatsApp doesn't tell; a user id that comes on two accounts
-- does (worker/relay/strangers.ts).
alter table public.waba_accounts add column portfolio uuid not null default gen_random_uuid();

-- Since when it is theirs, by the time of the delivery that said so. Null: from before, or written by people and imports.
alter table public.contact_identities add column held_since timestamptz;

-- On which account a user id was named. Null for numbers, and for user ids from before of people who talk with several accounts, until
-- they are named again.
alter table public.contact_identities
  add column waba_account_id uuid,
  add constraint contact_identities_account_fkey foreign key (org_id, waba_account_id)
    references public.waba_accounts (org_id, id) on delete set null (waba_account_id);
create index contact_identities_account on public.contact_identities (org_id, waba_account_id) where waba_account_id is not null; -- foreign key

update public.contact_identities i set waba_account_id = named.id
from (
  select u.org_id, u.contact_id, (array_agg(distinct w.id))[1] as id
  from (select distinct b.org_id, b.contact_id from public.contact_identities b where b.kind = 'bsuid') u
  join public.waba_accounts w on w.org_id = u.org_id
  where not exists (select from public.waba_accounts o where o.org_id = u.org_id and o.id <> w.id)
    or exists (select from public.conversations v join public.phone_numbers p on p.id = v.phone_number_id
      where v.org_id = u.org_id and v.contact_id = u.contact_id and p.waba_account_id = w.id)
  group by u.org_id, u.contact_id having count(distinct w.id) = 1) named
where i.org_id = named.org_id and i.contact_id = named.contact_id and i.kind = 'bsuid';
