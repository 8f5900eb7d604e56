-- Repeated requests: who sends a POST again with the same Idempotency-Key gets the first answer, not a second effect.

-- One row per key and caller, written in the transaction of the request itself: a request that failed leaves no row and may
-- be tried again; a second one at the same time waits on the primary key until the first has committed. Holds the answer
-- for 24 hours, personal data included, and nothing that the caller couldn't read then.
create table private.idempotency_keys (
  org_id uuid not null references public.organizations (id) on delete cascade,
  -- `user:{id}` or `key:{id}`: two callers may choose the same key.
  caller text not null,
  key text not null check (length(key) between 1 and 255),
  -- SHA-256 of method, path and body.
  request_hash bytea not null,
  status smallint,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (org_id, caller, key)
);
alter table private.idempotency_keys enable row level security;
create index idempotency_keys_age on private.idempotency_keys (created_at); -- forgetting
-- NOTE: no policy and no grant: only the functions below touch it, always for the caller's own keys.

create function private.idempotency_caller() returns text
  language sql stable set search_path = ''
  as $$ select coalesce('key:' || (private.claims() ->> 'key_id'), 'user:' || (private.claims() ->> 'sub')) $$;

-- Takes the key for this transaction. `is_new`: go on. Else the first request's answer, if it was the same request.
create function private.claim_idempotency_key(p_org_id uuid, p_key text, p_request_hash bytea)
  returns table (is_new boolean, is_same_request boolean, status smallint, answer jsonb)
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_caller text := private.idempotency_caller();
    v_oldest timestamptz := now() - interval '24 hours';
  begin
    if v_caller is null or not (p_org_id = any (private.org_ids_for('viewer'))) then
      raise exception 'idempotency keys are for members' using errcode = 'PA002';
    end if;
    delete from private.idempotency_keys k
      where k.org_id = p_org_id and k.caller = v_caller and k.key = p_key and k.created_at < v_oldest;
    -- Everybody's old answers go a few at a time; a row that another request is just removing is left to it.
    delete from private.idempotency_keys k where k.ctid = any (array(
      select o.ctid from private.idempotency_keys o where o.created_at < v_oldest limit 20 for update skip locked));
    insert into private.idempotency_keys as k (org_id, caller, key, request_hash)
      values (p_org_id, v_caller, p_key, p_request_hash)
      on conflict on constraint idempotency_keys_pkey do nothing;
    if found then
      return query select true, true, null::smallint, null::jsonb;
    else
      return query select false, k.request_hash = p_request_hash, k.status, k.answer
        from private.idempotency_keys k where k.org_id = p_org_id and k.caller = v_caller and k.key = p_key;
    end if;
  end
  $$;
grant execute on function private.claim_idempotency_key(uuid, text, bytea) to app_user;

-- Keeps the answer of the request that took the key in this transaction; an answer that is there is never replaced.
create function private.keep_idempotent_answer(p_org_id uuid, p_key text, p_status smallint, p_answer jsonb) returns void
  language sql volatile security definer set search_path = ''
  as $$
    update private.idempotency_keys k set status = p_status, answer = p_answer
    where k.org_id = p_org_id and k.caller = private.idempotency_caller() and k.key = p_key and k.status is null
      and p_org_id = any (private.org_ids_for('viewer'))
  $$;
grant execute on function private.keep_idempotent_answer(uuid, text, smallint, jsonb) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
