-- Idempotency-Key also where no organisation is named (making one, accepting an invitation), and for answers that hold a secret.

drop function private.claim_idempotency_key(uuid, text, bytea);
drop function private.keep_idempotent_answer(uuid, text, smallint, jsonb);

alter table private.idempotency_keys
  drop constraint idempotency_keys_pkey,
  alter column org_id drop not null,
  -- In place of `answer` when it holds a secret: the answer as JSON, sealed by the API under the master key.
  add column sealed_answer bytea,
  -- Without an organisation: the caller's own.
  add constraint idempotency_keys_scope unique nulls not distinct (org_id, caller, key);

-- Takes the key for this transaction. `is_new`: go on. Else the first request's answer, if it was the same request.
create function private.claim_idempotency_key(p_org_id uuid, p_key text, p_request_hash bytea)
  returns table (is_new boolean, is_same_request boolean, status smallint, answer jsonb, sealed_answer bytea)
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_caller text := private.idempotency_caller();
    v_oldest timestamptz := now() - interval '24 hours';
  begin
    if v_caller is null or (p_org_id is not null and not (p_org_id = any (private.org_ids_for('viewer')))) then
      raise exception 'idempotency keys are for members' using errcode = 'PA002';
    end if;
    delete from private.idempotency_keys k
      where k.org_id is not distinct from p_org_id and k.caller = v_caller and k.key = p_key and k.created_at < v_oldest;
    -- Everybody's old answers go a few at a time; a row that another request is just removing is left to it.
    delete from private.idempotency_keys k where k.ctid = any (array(
      select o.ctid from private.idempotency_keys o where o.created_at < v_oldest limit 20 for update skip locked));
    insert into private.idempotency_keys as k (org_id, caller, key, request_hash)
      values (p_org_id, v_caller, p_key, p_request_hash)
      on conflict on constraint idempotency_keys_scope do nothing;
    if found then
      return query select true, true, null::smallint, null::jsonb, null::bytea;
    else
      return query select false, k.request_hash = p_request_hash, k.status, k.answer, k.sealed_answer
        from private.idempotency_keys k
        where k.org_id is not distinct from p_org_id and k.caller = v_caller and k.key = p_key;
    end if;
  end
  $$;
grant execute on function private.claim_idempotency_key(uuid, text, bytea) to app_user;

-- Keeps the answer of the request that took the key in this transaction; an answer that is there is never replaced.
create function private.keep_idempotent_answer(p_org_id uuid, p_key text, p_status smallint, p_answer jsonb, p_sealed_answer bytea)
  returns void
  language sql volatile security definer set search_path = ''
  as $$
    update private.idempotency_keys k set status = p_status, answer = p_answer, sealed_answer = p_sealed_answer
    where k.org_id is not distinct from p_org_id and k.caller = private.idempotency_caller() and k.key = p_key
      and k.status is null and (p_org_id is null or p_org_id = any (private.org_ids_for('viewer')))
  $$;
grant execute on function private.keep_idempotent_answer(uuid, text, smallint, jsonb, bytea) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
