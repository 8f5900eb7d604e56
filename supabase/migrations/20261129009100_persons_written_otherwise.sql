-- Where others' rows hold a person in other words than ours: a number as people format it, their e-mail address, their full name.

-- E-mail addresses among the attributes, and the name if it is more than one word, in small letters: no single word that many have.
alter table private.erasure_work add column words text[] not null default '{}';

-- Notes who is to be erased, anew before every slice: the person may get another number, or turn out to be another contact, meanwhile.
-- Numbers change hands: one that somebody else has by now names them and not the person.
create or replace function private.note_person(p_erasure public.erasures) returns private.erasure_work
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_ids uuid[] := private.ids_of_contact(p_erasure.org_id, private.current_contact(p_erasure.org_id, p_erasure.contact_id));
    v_work private.erasure_work;
    v_own text[];
    v_needles text[];
    v_words text[];
  begin
    select * into v_work from private.erasure_work w where w.erasure_id = p_erasure.id;
    -- The contact is gone: who has its numbers from now on, may be the same person come back.
    if v_work.stage in ('deliveries', 'files') then return v_work; end if;
    v_own := array(select distinct ltrim(i.value, '+') from public.contact_identities i
      where i.org_id = p_erasure.org_id and i.contact_id = any (v_ids));
    v_needles := v_own || array(
      select n from (select unnest(private.phone_variants(o)) from unnest(v_own) o union select unnest(v_work.needles)) other (n)
      where n <> all (v_own) and not exists (select from public.contact_identities i
        where i.org_id = p_erasure.org_id and i.kind in ('wa_id', 'phone') and i.value in (n, '+' || n) and i.contact_id <> all (v_ids)));
    v_words := array(
      select lower(btrim(said.word)) from public.contacts c
      cross join lateral (select c.name union all select a.value from jsonb_each_text(c.attributes) a) said (word)
      where c.org_id = p_erasure.org_id and c.id = any (v_ids)
        and (said.word ~ '^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$' or (said.word = c.name and btrim(c.name) ~ '\s'))
      union select unnest(v_work.words));
    insert into private.erasure_work as w (erasure_id, org_id, contact_ids, conversation_ids, needles, words, name)
    select p_erasure.id, p_erasure.org_id, v_ids,
      array(select v.id from public.conversations v where v.org_id = p_erasure.org_id and v.contact_id = any (v_ids)), v_needles, v_words,
      (select c.name from public.contacts c where c.org_id = p_erasure.org_id and c.id = any (v_ids) limit 1)
    on conflict (erasure_id) do update set contact_ids = excluded.contact_ids,
      conversation_ids = array(select unnest(w.conversation_ids) union select unnest(excluded.conversation_ids)),
      needles = excluded.needles,
      words = excluded.words,
      name = coalesce(excluded.name, w.name)
    returning * into v_work;
    return v_work;
  end
  $$;

-- Whether a text holds one of the person's numbers however it is formatted, also without its country, as private.erase_traces reads cells.
create function private.holds_number(p_text text, p_needles text[]) returns boolean
  language sql immutable set search_path = ''
  as $$
    select exists (
      select from regexp_matches(p_text, '(?<![[:alnum:]])[0-9](?:[ ()./\u00a0\u2011-]{0,3}[0-9]){6,14}(?![[:alnum:]])', 'g') m
      cross join lateral (select ltrim(regexp_replace(m[1], '[^0-9]', '', 'g'), '0') as digits) d
      join unnest(p_needles) n on n ~ '^[0-9]+$' and length(d.digits) >= 7 and right(n, length(d.digits)) = d.digits)
  $$;

-- Whether a text holds one of these words (in small letters), alone: an address that another one begins or ends with is not meant.
create function private.holds_words(p_text text, p_words text[]) returns boolean
  language sql immutable set search_path = ''
  as $$
    select exists (select from unnest(p_words) w where position(w in lower(p_text)) > 0
      and lower(p_text) ~ (case when w like '%@%' then '(?<![[:alnum:]._%+-])' else '(?<![[:alnum:]])' end
        || regexp_replace(w, '([^[:alnum:][:space:]])', '\\\1', 'g') || case when w like '%@%' then '(?![[:alnum:]-]|\.[[:alnum:]])' else '(?![[:alnum:]])' end))
  $$;

grant execute on function private.holds_words(text, text[]) to parley_worker; -- files of refused rows

-- Whether the name of a file or a header of it names the person. In names of files words are often joined.
create function private.heading_names_person(p_text text, p_work private.erasure_work) returns boolean
  language sql immutable set search_path = ''
  as $$
    select private.names_person(p_text, p_work.needles) or private.holds_number(p_text, p_work.needles)
      or private.holds_words(p_text || ' ' || translate(p_text, '_-', '  '), p_work.words)
  $$;

-- Names and headers of imported files that name the person. A column that did is ignored from now on: an attribute would have its name.
create function private.erase_import_headings(p_work private.erasure_work) returns void
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_count int;
  begin
    update public.imports i set
      file_name = case when private.heading_names_person(i.file_name, p_work) then 'erased' else i.file_name end,
      columns = array(select case when private.heading_names_person(c.heading, p_work) then 'erased' else c.heading end
        from unnest(i.columns) with ordinality c (heading, n) order by c.n),
      mapping = case when jsonb_typeof(i.mapping -> 'columns') is distinct from 'array' then i.mapping
        else jsonb_set(i.mapping, '{columns}', (select coalesce(jsonb_agg(
            case when private.heading_names_person(m.target ->> 'name', p_work) then '{"kind":"ignore"}' else m.target end order by m.n), '[]')
          from jsonb_array_elements(i.mapping -> 'columns') with ordinality m (target, n))) end
    where i.org_id = p_work.org_id and (private.heading_names_person(i.file_name, p_work)
      or exists (select from unnest(i.columns) heading where private.heading_names_person(heading, p_work)));
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'importHeadings', v_count);
  end
  $$;

-- As before, and looks for formatted numbers in kept answers, for words in these, in refused rows and in the audit log, and for both in
-- names and headers of imported files.
create or replace function private.erase_traces(p_work private.erasure_work) returns void
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_ids text[] := p_work.needles || p_work.contact_ids::text[] || p_work.conversation_ids::text[];
    -- A short name would be found in everything.
    v_words text[] := p_work.needles || case when length(p_work.name) >= 4 then array[p_work.name] else '{}' end;
    v_count int;
  begin
    -- The key stays taken, so that a repetition doesn't make the person anew; it is told that another request had it.
    update private.idempotency_keys k set request_hash = '\x', status = 410, answer = '{"code":"erased"}',
      key = case when private.names_person(k.key, v_words) then 'erased ' || gen_random_uuid() else k.key end
      where k.org_id = p_work.org_id and (private.names_person(k.answer::text, v_ids || v_words) or private.names_person(k.key, v_words)
        or private.holds_number(k.answer::text, p_work.needles) or private.holds_words(k.answer::text, p_work.words));
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'keptAnswers', v_count);

    delete from private.import_rejects r where r.org_id = p_work.org_id
      and (private.holds_words(array_to_string(r.cells, ' '), p_work.words) or exists (
        select from unnest(r.cells) cell
        cross join lateral (select ltrim(regexp_replace(cell, '\D', '', 'g'), '0') as digits) d
        join unnest(p_work.needles) n on length(d.digits) >= 7 and right(n, length(d.digits)) = d.digits));
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'rejectedRows', v_count);
    perform private.erase_import_headings(p_work);

    -- Files of exports live some days and can be made again: all go, because which of them hold the person is not known.
    with expired as (
      update public.exports e set
        params = case when private.names_person(e.params::text, v_words) then e.params || '{"search":"erased"}' else e.params end,
        status = case when e.status = 'running' then 'cancelled' else e.status end,
        ended_at = case when e.status = 'running' then now() else e.ended_at end,
        expires_at = case when e.status in ('running', 'completed') then now() else e.expires_at end
      where e.org_id = p_work.org_id
        and (e.status in ('running', 'completed') or private.names_person(e.params::text, v_words))
      returning e.id, e.status
    ), woken as (
      insert into private.outbox (topic, key, payload)
      select 'contactExport', x.id::text, jsonb_build_object('orgId', p_work.org_id)
      from expired x where x.status in ('cancelled', 'completed') returning 1
    )
    select count(*) into v_count from woken;
    perform private.count_erased(p_work.erasure_id, 'exportFiles', v_count);

    -- After what writes into it.
    update public.audit_details d set before = '{}', after = '{}', erased_at = now()
      where d.org_id = p_work.org_id and d.erased_at is null and (d.contact_id = any (p_work.contact_ids)
        or private.names_person(d.before::text || ' ' || d.after::text, v_words)
        or private.holds_words(d.before::text || ' ' || d.after::text, p_work.words)
        or private.heading_names_person(concat_ws(' ', d.before ->> 'file_name', d.after ->> 'file_name'), p_work));
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'auditDetails', v_count);

    update private.dead_letters d set reference = jsonb_build_object('erased', d.id)
      where (d.org_id = p_work.org_id or d.org_id is null) and private.names_person(d.reference::text, v_words);
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'deadLetters', v_count);

    delete from private.processed_keys k where private.names_person(k.key, p_work.needles);
    delete from private.segment_checks s where s.org_id = p_work.org_id and s.contact_id = any (p_work.contact_ids);
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
