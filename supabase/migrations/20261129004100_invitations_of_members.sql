-- An invitation is good as long as whoever made it may still give what it gives.

alter table public.org_invitations
  -- Of a key; `invited_by` is null then.
  add column invited_by_key uuid,
  add foreign key (org_id, invited_by_key) references public.api_keys (org_id, id) on delete cascade;
create index org_invitations_key on public.org_invitations (org_id, invited_by_key) where invited_by_key is not null; -- keys that go
-- Open ones that a key made before there was the column.
alter table public.org_invitations disable trigger _700_audit;
update public.org_invitations i set invited_by_key = l.actor_id
  from public.audit_log l join public.api_keys k on k.org_id = l.org_id and k.id = l.actor_id
  where l.org_id = i.org_id and l.subject = 'invitation' and l.subject_id = i.id::text and l.action = 'created'
    and i.invited_by is null and i.accepted_at is null and i.revoked_at is null;
alter table public.org_invitations enable trigger _700_audit;

-- Only owners make owners, and only they touch one.
create function private.role_that_gives(p_role public.org_role) returns public.org_role
  language sql immutable set search_path = ''
  as $$ select case when p_role = 'owner' then 'owner' else 'admin' end::public.org_role $$;

create or replace function private.check_may_give(p_org_id uuid, p_role public.org_role) returns void
  language plpgsql stable set search_path = ''
  as $$
  begin
    if not private.has_role_now(p_org_id, private.role_that_gives(p_role)) then
      raise exception 'this needs the role %', private.role_that_gives(p_role) using errcode = 'PA002';
    end if;
  end
  $$;

-- Whether who invited could do it now. A key that has expired since may have: its end was no judgement of what it did before.
create function private.is_vouched_for(p_invitation public.org_invitations) returns boolean
  language sql stable set search_path = ''
  as $$
    select exists (select from public.org_members m where m.org_id = p_invitation.org_id and m.user_id = p_invitation.invited_by
        and m.role >= private.role_that_gives(p_invitation.role))
      or exists (select from public.api_keys k where k.org_id = p_invitation.org_id and k.id = p_invitation.invited_by_key
        and k.revoked_at is null and private.role_of_key(k) >= private.role_that_gives(p_invitation.role))
  $$;

-- As before, and `revoked` when nobody stands behind it any more: whoever took that away may not have committed when it was made.
create or replace function private.invitation_state(p_invitation public.org_invitations) returns text
  language sql stable set search_path = ''
  as $$
    select case when p_invitation.accepted_at is not null then 'accepted'
      when p_invitation.revoked_at is not null or not private.is_vouched_for(p_invitation) then 'revoked'
      when p_invitation.expires_at <= now() then 'expired' else 'open' end
  $$;

-- Of the organisation in which somebody or a key has just lost rights, whatever way.
create function private.revoke_invitations() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    update public.org_invitations i set revoked_at = now()
      where i.org_id = old.org_id and i.accepted_at is null and i.revoked_at is null and not private.is_vouched_for(i);
    return null;
  end
  $$;
create trigger _600_revoke_invitations after delete on public.org_members
  for each row execute function private.revoke_invitations();
create trigger _600_revoke_invitations_role after update on public.org_members
  for each row when (new.role < old.role) execute function private.revoke_invitations();
create trigger _600_revoke_invitations after update on public.api_keys
  for each row when (new.revoked_at is not null and old.revoked_at is null) execute function private.revoke_invitations();

-- As before, notes a key that invites, and looks again behind the lock.
create or replace function private.create_invitations(p_org_id uuid, p_role public.org_role, p_items jsonb)
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
    perform private.check_may_give(p_org_id, p_role);
    for v_item in select * from jsonb_to_recordset(p_items) as i (id uuid, email text, nonce uuid, "tokenHash" text) loop
      if exists (select from public.org_members m join auth.users u on u.id = m.user_id
          where m.org_id = p_org_id and lower(u.email) = v_item.email) then
        return query select v_item.email, 'member', null::uuid;
        continue;
      end if;
      update public.org_invitations i set revoked_at = now()
        where i.org_id = p_org_id and i.email = v_item.email and i.accepted_at is null and i.revoked_at is null
          and private.invitation_state(i) <> 'open';
      select i.id into v_open from public.org_invitations i
        where i.org_id = p_org_id and i.email = v_item.email and i.accepted_at is null and i.revoked_at is null;
      if v_open is not null then
        return query select v_item.email, 'open', v_open;
        continue;
      end if;
      insert into public.org_invitations (id, org_id, email, role, token_hash, nonce, invited_by, invited_by_key, expires_at)
        values (v_item.id, p_org_id, v_item.email, p_role, decode(v_item."tokenHash", 'hex'), v_item.nonce, private.user_id(),
          (private.claims() ->> 'key_id')::uuid, now() + c_valid);
      perform private.mail_invitation(p_org_id, v_item.id, 1);
      return query select v_item.email, 'invited', v_item.id;
    end loop;
    perform private.check_invitation_limits(p_org_id);
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
