-- What Meta says about an account changes its status; an older word that comes late, or is replayed, changes nothing.
alter table public.waba_accounts
  -- When Meta said so; null: nobody but the connection itself has said anything.
  add column status_at timestamptz;

-- As before; an account that was ended and is reached by a token once more is connected again.
create or replace function private.connect_waba(
  p_org_id uuid, p_app_key text, p_meta_waba_id text, p_name text, p_numbers jsonb, p_envelope bytea) returns uuid
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_id uuid;
    -- As worker/relay/items/account.ts has them.
    v_ends text[] := array['ACCOUNT_DELETED', 'ACCOUNT_OFFBOARDED', 'PARTNER_REMOVED', 'PARTNER_APP_UNINSTALLED'];
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'connecting an account needs the admin role' using errcode = 'PA002';
    end if;
    insert into public.waba_accounts as w (org_id, app_key, meta_waba_id, name)
      values (p_org_id, p_app_key, p_meta_waba_id, p_name)
      on conflict (meta_waba_id) do update set name = excluded.name,
        status = case when w.status = any (v_ends) then 'CONNECTED' else w.status end,
        status_at = case when w.status = any (v_ends) then now() else w.status_at end
        where w.org_id = p_org_id
      returning w.id into v_id;
    if v_id is null then
      raise exception 'the account belongs to another organisation' using errcode = 'PA080';
    end if;
    insert into public.phone_numbers as p (org_id, waba_account_id, meta_phone_number_id, display_phone_number, verified_name, quality_rating)
      select p_org_id, v_id, n ->> 'metaPhoneNumberId', n ->> 'displayPhoneNumber', n ->> 'verifiedName', n ->> 'qualityRating'
      from jsonb_array_elements(p_numbers) n
      on conflict (meta_phone_number_id) do update set waba_account_id = excluded.waba_account_id,
        display_phone_number = excluded.display_phone_number, verified_name = excluded.verified_name,
        quality_rating = excluded.quality_rating
        where p.org_id = p_org_id;
    if exists (
      select from jsonb_array_elements(p_numbers) n
      join public.phone_numbers p on p.meta_phone_number_id = n ->> 'metaPhoneNumberId' where p.org_id <> p_org_id) then
      raise exception 'a number of the account belongs to another organisation' using errcode = 'PA080';
    end if;
    insert into private.rate_buckets (phone_number_id, tokens)
      select p.id, 80 from public.phone_numbers p where p.org_id = p_org_id and p.waba_account_id = v_id
      on conflict do nothing;
    if p_envelope is not null then
      insert into private.channel_credentials (org_id, waba_account_id, kind, envelope)
        values (p_org_id, v_id, 'access_token', p_envelope)
        on conflict (waba_account_id, kind) do update set envelope = excluded.envelope, updated_at = now();
    end if;
    return v_id;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
