-- Invitations to an organisation. The token in the mail is one-time and stored nowhere: api and worker derive it from the master key,
-- the invitation's id and its nonce; here is its SHA-256 only.

create table public.org_invitations (
  id uuid primary key,
  org_id uuid not null references public.organizations (id) on delete cascade,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  role public.org_role not null,
  token_hash bytea not null unique check (length(token_hash) = 32),
  nonce uuid not null,
  invited_by uuid references auth.users (id) on delete set null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references auth.users (id) on delete set null,
  revoked_at timestamptz,
  -- Each new token is a new mail; `mailed_number` is the newest one that the mail server took.
  mail_number int not null default 1,
  mailed_number int not null default 0,
  mail_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id)
);
alter table public.org_invitations enable row level security;
create unique index org_invitations_open on public.org_invitations (org_id, email)
  where accepted_at is null and revoked_at is null;
create index org_invitations_recent on public.org_invitations (org_id, updated_at); -- mails of a day
create index org_invitations_inviter on public.org_invitations (invited_by); -- users that are deleted
create index org_invitations_accepter on public.org_invitations (accepted_by); -- users that are deleted
-- NOTE: no policy and no grant: hashes and nonces are nobody's to read. Only the functions below touch it.

create trigger _500_touch before update on public.org_invitations for each row execute function private.touch_updated_at();

-- What admins see of one.
create type private.invitation_view as (
  id uuid, email text, role public.org_role, invited_by_name text, created_at timestamptz, expires_at timestamptz, mail text);

create function private.view_invitation(p_invitation public.org_invitations) returns private.invitation_view
  language sql stable security definer set search_path = ''
  as $$
    select p_invitation.id, p_invitation.email, p_invitation.role,
      (select coalesce(nullif(u.raw_user_meta_data ->> 'name', ''), u.email::text) from auth.users u where u.id = p_invitation.invited_by),
      p_invitation.created_at, p_invitation.expires_at,
      case when p_invitation.mailed_number >= p_invitation.mail_number then 'sent'
        when p_invitation.mail_error is not null then 'failed' else 'sending' end
  $$;

-- Open ones, those that have expired among them.
create function private.list_invitations(p_org_id uuid) returns setof private.invitation_view
  language sql stable security definer set search_path = ''
  as $$
    select v.* from public.org_invitations i cross join lateral private.view_invitation(i) v
    where i.org_id = p_org_id and p_org_id = any (private.org_ids_for('admin')) and i.accepted_at is null and i.revoked_at is null
  $$;

create function private.mail_invitation(p_org_id uuid, p_id uuid, p_number int) returns void
  language sql volatile set search_path = ''
  as $$
    insert into private.outbox (topic, key, payload)
    values ('mail', p_id::text, jsonb_build_object('orgId', p_org_id, 'kind', 'invitation', 'number', p_number))
  $$;

-- Mails go to addresses that never asked for them: an organisation sends a bounded number of them.
create function private.check_invitation_limits(p_org_id uuid) returns void
  language plpgsql stable set search_path = ''
  as $$
  declare
    c_max_open constant int := 100;
    c_max_mails_a_day constant int := 300;
  begin
    if (select count(*) from public.org_invitations i
        where i.org_id = p_org_id and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()) > c_max_open then
      raise exception 'there are % open invitations', c_max_open using errcode = 'PA022';
    end if;
    if (select sum(i.mail_number) from public.org_invitations i
        where i.org_id = p_org_id and i.updated_at > now() - interval '1 day') > c_max_mails_a_day then
      raise exception 'an organisation sends % invitations a day', c_max_mails_a_day using errcode = 'PA022';
    end if;
  end
  $$;

-- `p_items` is an array of {id, email, nonce, tokenHash (hex)}. One row an address: outcome `invited`, `member` (is one already) or
-- `open` (has an invitation that is still good); `id` of the new or the open one.
create function private.create_invitations(p_org_id uuid, p_role public.org_role, p_items jsonb)
  returns table (email text, outcome text, id uuid)
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    c_valid constant interval := '7 days';
    v_item record;
    v_open uuid;
  begin
    perform private.check_may_give(p_org_id, p_role);
    perform from public.organizations o where o.id = p_org_id for no key update;
    for v_item in select * from jsonb_to_recordset(p_items) as i (id uuid, email text, nonce uuid, "tokenHash" text) loop
      if exists (select from public.org_members m join auth.users u on u.id = m.user_id
          where m.org_id = p_org_id and lower(u.email) = v_item.email) then
        return query select v_item.email, 'member', null::uuid;
        continue;
      end if;
      update public.org_invitations i set revoked_at = now()
        where i.org_id = p_org_id and i.email = v_item.email and i.accepted_at is null and i.revoked_at is null and i.expires_at <= now();
      select i.id into v_open from public.org_invitations i
        where i.org_id = p_org_id and i.email = v_item.email and i.accepted_at is null and i.revoked_at is null;
      if v_open is not null then
        return query select v_item.email, 'open', v_open;
        continue;
      end if;
      insert into public.org_invitations (id, org_id, email, role, token_hash, nonce, invited_by, expires_at)
        values (v_item.id, p_org_id, v_item.email, p_role, decode(v_item."tokenHash", 'hex'), v_item.nonce, private.user_id(), now() + c_valid);
      perform private.mail_invitation(p_org_id, v_item.id, 1);
      return query select v_item.email, 'invited', v_item.id;
    end loop;
    perform private.check_invitation_limits(p_org_id);
  end
  $$;

-- The open invitation, locked; no row when there is none. PA023 when it was accepted or revoked.
create function private.take_invitation(p_org_id uuid, p_id uuid) returns public.org_invitations
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_invitation public.org_invitations;
  begin
    perform private.check_may_give(p_org_id, 'viewer');
    perform from public.organizations o where o.id = p_org_id for no key update;
    select * into v_invitation from public.org_invitations i where i.org_id = p_org_id and i.id = p_id for update;
    if v_invitation.id is null then return null; end if;
    perform private.check_may_give(p_org_id, v_invitation.role);
    if v_invitation.accepted_at is not null or v_invitation.revoked_at is not null then
      raise exception 'the invitation was accepted or revoked' using errcode = 'PA023';
    end if;
    return v_invitation;
  end
  $$;

-- A new token in a new mail; the old one is dead from here on. False when there is no such invitation.
create function private.resend_invitation(p_org_id uuid, p_id uuid, p_nonce uuid, p_token_hash bytea) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_invitation public.org_invitations := private.take_invitation(p_org_id, p_id);
  begin
    if v_invitation.id is null then return false; end if;
    update public.org_invitations i set nonce = p_nonce, token_hash = p_token_hash, expires_at = now() + interval '7 days',
        mail_number = i.mail_number + 1, mail_error = null
      where i.id = p_id;
    perform private.mail_invitation(p_org_id, p_id, v_invitation.mail_number + 1);
    perform private.check_invitation_limits(p_org_id);
    return true;
  end
  $$;

create function private.revoke_invitation(p_org_id uuid, p_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_invitation public.org_invitations := private.take_invitation(p_org_id, p_id);
  begin
    if v_invitation.id is null then return false; end if;
    update public.org_invitations i set revoked_at = now() where i.id = p_id;
    return true;
  end
  $$;

create function private.invitation_state(p_invitation public.org_invitations) returns text
  language sql stable set search_path = ''
  as $$
    select case when p_invitation.accepted_at is not null then 'accepted'
      when p_invitation.revoked_at is not null then 'revoked'
      when p_invitation.expires_at <= now() then 'expired' else 'open' end
  $$;

-- What whoever holds the token may know before signing in.
create function private.find_invitation(p_token_hash bytea)
  returns table (state text, organization_name text, email text, role public.org_role, invited_by_name text, expires_at timestamptz)
  language sql stable security definer set search_path = ''
  as $$
    select private.invitation_state(i), o.name, i.email, i.role, v.invited_by_name, i.expires_at
    from public.org_invitations i join public.organizations o on o.id = i.org_id
    cross join lateral private.view_invitation(i) v
    where i.token_hash = p_token_hash and o.deleted_at is null
  $$;

-- The caller becomes a member if the invitation is open and speaks of their own verified address. `outcome` is `accepted` or why not:
-- unknown, accepted_before, revoked, expired, wrong_account, unverified. Who is a member already keeps their role.
create function private.accept_invitation(p_token_hash bytea)
  returns table (outcome text, org_id uuid)
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_user uuid := private.user_id();
    v_email text;
    v_is_verified boolean;
    v_invitation public.org_invitations;
    v_state text;
  begin
    select lower(u.email), u.email_confirmed_at is not null into v_email, v_is_verified from auth.users u where u.id = v_user;
    if v_email is null then
      raise exception 'invitations are accepted by people' using errcode = 'PA002';
    end if;
    select * into v_invitation from public.org_invitations i where i.token_hash = p_token_hash for update;
    v_state := private.invitation_state(v_invitation);
    outcome := case
      when v_invitation.id is null then 'unknown'
      when v_state = 'accepted' and v_invitation.accepted_by = v_user and exists (select from public.org_members m
        where m.org_id = v_invitation.org_id and m.user_id = v_user) then 'accepted'
      when v_state = 'accepted' then 'accepted_before'
      when v_state <> 'open' then v_state
      when v_email <> v_invitation.email then 'wrong_account'
      when not v_is_verified then 'unverified'
      else 'accepted' end;
    if outcome = 'accepted' and v_state = 'open' then
      insert into public.org_members (org_id, user_id, role) values (v_invitation.org_id, v_user, v_invitation.role)
        on conflict on constraint org_members_pkey do nothing;
      update public.org_invitations i set accepted_at = now(), accepted_by = v_user where i.id = v_invitation.id;
    end if;
    org_id := case when outcome = 'accepted' then v_invitation.org_id end;
    return next;
  end
  $$;

-- For the worker: what the mail says, while it is still to be sent. No row when another mail took its place, the invitation is closed,
-- or the mail server has it already.
create function private.load_invitation_mail(p_id uuid, p_number int)
  returns table (email text, role public.org_role, organization_name text, invited_by_name text, nonce uuid, token_hash bytea,
    expires_at timestamptz)
  language sql stable security definer set search_path = ''
  as $$
    select i.email, i.role, o.name, v.invited_by_name, i.nonce, i.token_hash, i.expires_at
    from public.org_invitations i join public.organizations o on o.id = i.org_id
    cross join lateral private.view_invitation(i) v
    where i.id = p_id and i.mail_number = p_number and i.mailed_number < p_number and private.invitation_state(i) = 'open'
      and o.deleted_at is null
  $$;

-- `p_error` null: the mail server took it.
create function private.note_invitation_mail(p_id uuid, p_number int, p_error text) returns void
  language sql volatile security definer set search_path = ''
  as $$
    update public.org_invitations i set mail_error = p_error,
      mailed_number = case when p_error is null then p_number else i.mailed_number end
    where i.id = p_id and i.mail_number = p_number
  $$;

grant execute on function
  private.list_invitations(uuid),
  private.create_invitations(uuid, public.org_role, jsonb),
  private.resend_invitation(uuid, uuid, uuid, bytea),
  private.revoke_invitation(uuid, uuid),
  private.find_invitation(bytea),
  private.accept_invitation(bytea) to app_user;
grant execute on function
  private.load_invitation_mail(uuid, int),
  private.note_invitation_mail(uuid, int, text) to parley_worker;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
