-- Who calls is looked up once a request instead of once a statement and table: on short lists that look cost more than the list.

-- Begins a request: makes the caller's claims those of the transaction. A person who belongs to the organisation gets it and their role there
-- as claims, as an API key has them, and `private.org_ids_for` takes these; anybody else keeps the claims that were brought, and belongs where
-- `org_members` says. Answers with a person's role in the organisation.
create function private.enter(p_claims jsonb, p_org_id uuid) returns public.org_role
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_role public.org_role;
  begin
    select m.role into v_role from public.org_members m where m.org_id = p_org_id and m.user_id = (p_claims ->> 'sub')::uuid;
    perform set_config('request.jwt.claims', (p_claims || case when v_role is null then '{}'
      else jsonb_build_object('org_id', p_org_id, 'org_role', v_role) end)::text, true);
    return v_role;
  end
  $$;
grant execute on function private.enter(jsonb, uuid) to parley_api;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
