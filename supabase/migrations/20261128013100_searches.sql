-- Searches of contacts and conversations among 100,000 people (bench/lists.ts measures them).

-- What somebody typed as conditions: on `c.name` with $2 `escaped`, on `i.value` with $3 `digits` and $8, the numbers it may be in full.
-- One or two letters have no trigram in the middle of a word: they find words that begin with them. `newest` is how many of the newest
-- are worth a look one by one before an index is asked: a look at a name costs less than one at numbers, and most of a number is rare.
create function private.contact_search(
  p_search text, p_phones text[],
  out escaped text, out digits text, out name_is text, out number_is text, out newest int)
  language plpgsql immutable set search_path = ''
  as $$
  declare
    v_digits text := regexp_replace(coalesce(p_search, ''), '\D', '', 'g');
  begin
    escaped := replace(replace(replace(p_search, '\', '\\'), '%', '\%'), '_', '\_');
    digits := '%' || v_digits || '%';
    name_is := case
      when p_search is null then 'true'
      when length(p_search) < 3 then '(c.name ilike $2 || ''%'' or c.name ilike ''% '' || $2 || ''%'')'
      else 'c.name ilike ''%'' || $2 || ''%''' end;
    number_is := nullif(concat_ws(' or ', case when length(v_digits) >= 3 then 'i.value like $3' end,
      case when cardinality(p_phones) > 0 then 'i.value = any ($8)' end), '');
    newest := case when number_is is null then 2000 when length(v_digits) > 5 then 0 else 200 end;
    number_is := 'i.org_id = $1 and i.kind in (''wa_id'', ''phone'') and (' || number_is || ')';
  end
  $$;

-- A page of ids, newest first, by name or digits (`p_phones`: also these numbers in full; null for none) and by tag, from behind the
-- contact that the page before ended with (null: from the start). Under RLS such operators can't use their indexes (they aren't
-- leakproof), so membership is checked first and ids come back.
-- What is common fills a page with the next contacts; what is rare is looked up in its index. Postgres would choose between the two by
-- guesses of how common a piece of a word is, and guesses wrong.
create or replace function private.find_contacts(
  p_org_id uuid, p_search text, p_phones text[], p_tag text, p_before timestamptz, p_before_id uuid, p_limit int)
  returns setof uuid
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    s record := private.contact_search(p_search, p_phones);
    v_range text := 'c.org_id = $1' || case when p_before is null then '' else ' and (c.created_at, c.id) < ($5, $6)' end
      || case when p_tag is null then '' else ' and c.tags @> array[$4]' end;
    v_order text := ' order by c.created_at desc, c.id desc';
    v_numbered uuid[];
    v_ids uuid[];
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then return; end if;
    execute 'select array(select c.id from (select c.* from public.contacts c where ' || replace(v_range, ' and c.tags @> array[$4]', '')
        || v_order || ' limit $9) c where (' || s.name_is
        || coalesce(' or exists (select from public.contact_identities i where ' || s.number_is || ' and i.contact_id = c.id)', '')
        || ') and ' || v_range || v_order || ' limit $7)'
      into v_ids using p_org_id, s.escaped, s.digits, p_tag, p_before, p_before_id, p_limit, p_phones, s.newest;
    if cardinality(v_ids) < p_limit then
      -- Ids first: joined in one statement, all contacts were read to find the few.
      if s.number_is is not null then
        execute 'select array(select distinct i.contact_id from public.contact_identities i where ' || s.number_is || ')'
          into v_numbered using p_org_id, s.escaped, s.digits, p_tag, p_before, p_before_id, p_limit, p_phones;
      end if;
      execute 'with found as materialized (
          select c.id, c.created_at from public.contacts c where ' || v_range || ' and ' || s.name_is
          || case when v_numbered is null then '' else
            ' union select c.id, c.created_at from public.contacts c where c.id = any ($8) and ' || v_range end
          || ') select array(select c.id from found c' || v_order || ' limit $7)'
        into v_ids using p_org_id, s.escaped, s.digits, p_tag, p_before, p_before_id, p_limit, v_numbered;
    end if;
    return query select unnest(v_ids);
  end
  $$;

-- The same for conversations: a page of ids whose contacts a search finds, by newest message, from behind the one that the page before
-- ended with; with `p_is_silent` those without any message. `p_where` holds what else is asked: contactId, status, mode, assigneeId, teamId.
create function private.find_conversations(
  p_org_id uuid, p_search text, p_phones text[], p_where jsonb, p_is_silent boolean, p_before timestamptz, p_before_id uuid, p_limit int)
  returns setof uuid
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    s record := private.contact_search(p_search, p_phones);
    v_range text := 'v.org_id = $1 and v.last_message_at is ' || case when p_is_silent then 'null' else 'not null' end
      || case when p_before_id is null then '' when p_is_silent then ' and v.id < $6'
        else ' and (v.last_message_at, v.id) < ($5, $6)' end
      || case when p_where ? 'contactId' then ' and v.contact_id = ($4 ->> ''contactId'')::uuid' else '' end
      || case when p_where ? 'status' then ' and v.status = $4 ->> ''status''' else '' end
      || case when p_where ? 'mode' then ' and v.mode = $4 ->> ''mode''' else '' end
      || case when p_where ? 'assigneeId' then ' and v.assignee_id = ($4 ->> ''assigneeId'')::uuid' else '' end
      || case when p_where ? 'teamId' then ' and v.team_id = ($4 ->> ''teamId'')::uuid' else '' end;
    v_order text := ' order by v.last_message_at desc nulls last, v.id desc';
    v_contacts uuid[];
    v_ids uuid[];
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then return; end if;
    execute 'select array(select v.id from (select v.* from public.conversations v where ' || v_range || v_order || ' limit $9) v
        join public.contacts c on c.id = v.contact_id where (' || s.name_is
        || coalesce(' or exists (select from public.contact_identities i where ' || s.number_is || ' and i.contact_id = c.id)', '')
        || ')' || v_order || ' limit $7)'
      into v_ids using p_org_id, s.escaped, s.digits, p_where, p_before, p_before_id, p_limit, p_phones, s.newest;
    if cardinality(v_ids) < p_limit then
      execute 'select array(select c.id from public.contacts c where c.org_id = $1 and ' || s.name_is
          || coalesce(' union select i.contact_id from public.contact_identities i where ' || s.number_is, '') || ')'
        into v_contacts using p_org_id, s.escaped, s.digits, p_where, p_before, p_before_id, p_limit, p_phones;
      execute 'with found as materialized (
          select v.id, v.last_message_at from public.conversations v where v.contact_id = any ($2) and ' || v_range
          || ') select array(select v.id from found v' || v_order || ' limit $7)'
        into v_ids using p_org_id, v_contacts, null::text, p_where, p_before, p_before_id, p_limit;
    end if;
    return query select unnest(v_ids);
  end
  $$;
grant execute on function private.find_conversations(uuid, text, text[], jsonb, boolean, timestamptz, uuid, int) to app_user;

drop function private.search_contacts(uuid, text, text[], int);

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
