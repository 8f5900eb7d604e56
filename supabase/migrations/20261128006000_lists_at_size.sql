-- Lists and searches of an organisation with 100,000 contacts and a million messages (bench/lists.ts measures them).

-- Asked once per statement and table. In PL/pgSQL, because a function in SQL is planned anew at every statement: that took longer
-- than reading a page of most lists. Whoever changes what a member is changes it here.
create or replace function private.org_ids_for(min_role public.org_role) returns uuid[]
  language plpgsql stable security definer parallel safe set search_path = ''
  as $$
  declare
    v_claims jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
  begin
    if v_claims ? 'org_id' then
      if (v_claims ->> 'org_role')::public.org_role >= min_role then
        return array[(v_claims ->> 'org_id')::uuid];
      end if;
      return '{}';
    end if;
    return array(select m.org_id from public.org_members m where m.user_id = (v_claims ->> 'sub')::uuid and m.role >= min_role);
  end
  $$;

-- With the organisation in them: a search doesn't wade through what other tenants have.
create extension if not exists btree_gin with schema extensions;
drop index public.contacts_tags, public.contacts_name_search, public.contact_identities_search;
create index contacts_tags on public.contacts using gin (org_id, tags);
create index contacts_name_search on public.contacts using gin (org_id, name extensions.gin_trgm_ops); -- private.find_contacts
create index contact_identities_search on public.contact_identities using gin (org_id, value extensions.gin_trgm_ops); -- private.find_contacts

-- A page of ids, newest first, by name or digits (`p_phones`: also these numbers in full; null for none) and by tag, from behind the
-- contact that the page before ended with (null: from the start). Under RLS such operators can't use their indexes (they aren't
-- leakproof), so membership is checked first and ids come back. One or two letters have no trigram in the middle of a word: they find
-- words that begin with them.
-- What is common fills a page with the next few hundred contacts; what is rare is looked up in its index. Postgres would choose
-- between the two by guesses of how common a piece of a word is, and guesses wrong.
create function private.find_contacts(
  p_org_id uuid, p_search text, p_phones text[], p_tag text, p_before timestamptz, p_before_id uuid, p_limit int)
  returns setof uuid
  language plpgsql stable security definer set search_path = ''
  as $$
  declare
    v_escaped text := replace(replace(replace(p_search, '\', '\\'), '%', '\%'), '_', '\_');
    v_digits text := regexp_replace(coalesce(p_search, ''), '\D', '', 'g');
    v_range text := 'c.org_id = $1' || case when p_before is null then '' else ' and (c.created_at, c.id) < ($5, $6)' end;
    v_tag text := case when p_tag is null then '' else ' and c.tags @> array[$4]' end;
    v_name text := case
      when p_search is null then 'true'
      when length(p_search) < 3 then '(c.name ilike $2 || ''%'' or c.name ilike ''% '' || $2 || ''%'')'
      else 'c.name ilike ''%'' || $2 || ''%''' end;
    v_number text := concat_ws(' or ', case when length(v_digits) >= 3 then 'i.value like $3' end,
      case when cardinality(p_phones) > 0 then 'i.value = any ($8)' end);
    v_order text := ' order by c.created_at desc, c.id desc';
    v_ids uuid[];
  begin
    if not (p_org_id = any (private.org_ids_for('viewer'))) then return; end if;
    v_number := 'from public.contact_identities i where i.org_id = $1 and i.kind in (''wa_id'', ''phone'') and (' || nullif(v_number, '') || ')';
    execute 'select array(select c.id from (select c.* from public.contacts c where ' || v_range || v_order || ' limit greatest(500, 2 * $7)) c where ('
        || v_name || coalesce(' or exists (select ' || v_number || ' and i.contact_id = c.id)', '') || ')' || v_tag || v_order || ' limit $7)'
      into v_ids using p_org_id, v_escaped, '%' || v_digits || '%', p_tag, p_before, p_before_id, p_limit, p_phones;
    if cardinality(v_ids) < p_limit then
      execute 'with found as materialized (
          select c.id, c.created_at from public.contacts c where ' || v_range || v_tag || ' and ' || v_name
          || coalesce(' union select c.id, c.created_at from (select distinct i.contact_id ' || v_number || ') i
            join public.contacts c on c.id = i.contact_id where ' || v_range || v_tag, '')
          || ') select array(select c.id from found c' || v_order || ' limit $7)'
        into v_ids using p_org_id, v_escaped, '%' || v_digits || '%', p_tag, p_before, p_before_id, p_limit, p_phones;
    end if;
    return query select unnest(v_ids);
  end
  $$;
grant execute on function private.find_contacts(uuid, text, text[], text, timestamptz, uuid, int) to app_user;

-- The newest contacts that a search finds, where they are only a step on the way to something else.
drop function if exists private.search_contacts(uuid, text, int), private.search_contacts(uuid, text, text[], int);
create function private.search_contacts(p_org_id uuid, p_search text, p_phones text[], p_limit int) returns setof uuid
  language sql stable set search_path = ''
  as $$ select private.find_contacts(p_org_id, p_search, p_phones, null, null, null, p_limit) $$;
grant execute on function private.search_contacts(uuid, text, text[], int) to app_user;

-- Messages by state, and what segments ask of all contacts at once (private.segment_part): the columns they look at travel along.
create index messages_by_status on public.messages (org_id, status, created_at desc, id desc)
  include (contact_id, source, campaign_id);

create index conversations_by_status on public.conversations (org_id, status, last_message_at desc nulls last, id desc);
create index conversations_human on public.conversations (org_id, last_message_at desc nulls last, id desc) where mode = 'human';
create index conversations_assigned on public.conversations (org_id, assignee_id, last_message_at desc nulls last, id desc)
  where assignee_id is not null;

-- How many people completed a flow lately.
create index flow_runs_completed on public.flow_runs (org_id, flow_id, ended_at) where status = 'completed';

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
