-- Erasing a person: everything that tells of them goes, in small transactions; what remains are ids, and proof of what was done.

-- One row per person. No personal values, and no foreign key to the contact: the row outlives it.
create table public.erasures (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  contact_id uuid not null,
  -- A word of a list, never free text: that could name the person.
  reason text not null check (reason in ('request', 'mistake', 'other')),
  -- `user:{id}` or `key:{id}`.
  requested_by text not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed')),
  -- Rows by what was erased.
  counts jsonb not null default '{}' check (jsonb_typeof(counts) = 'object'),
  -- SHA-256 (hex) of private.erasure_statement: whoever changes the row afterwards changes what it says. The audit log has it, too.
  proof text check (length(proof) = 64),
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  unique (org_id, id),
  unique (org_id, contact_id)
);
alter table public.erasures enable row level security;
create index erasures_newest on public.erasures (org_id, created_at desc, id desc); -- list
create policy select_admin on public.erasures for select to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select on public.erasures to app_user, parley_worker;
-- NOTE: written by the functions below only.

-- What an erasure has to know of the person while it goes on; deleted when it is complete.
create table private.erasure_work (
  erasure_id uuid primary key,
  org_id uuid not null,
  -- The contact's, and those of contacts that were merged into it.
  contact_ids uuid[] not null,
  conversation_ids uuid[] not null,
  -- Numbers as digits, and user ids.
  needles text[] not null,
  name text,
  stage text not null default 'runs' check (stage in ('runs', 'messages', 'events', 'contact', 'deliveries', 'files')),
  -- Of the deliveries: those that came before the contact was gone are searched; the next slice begins behind this id.
  gone_at timestamptz,
  delivery_id bigint not null default 0,
  foreign key (org_id, erasure_id) references public.erasures (org_id, id) on delete cascade
);
alter table private.erasure_work enable row level security;
grant select on private.erasure_work to parley_worker; -- files are searched for the needles

select private.audit('public.erasures', 'erasure', '{"contact": "contact_id", "skip": ["contact_id", "requested_by"]}');

-- A delivery without the person: its body is gone, its hash stays, so that the same one is known when it comes again.
alter table private.webhook_events add column erased_at timestamptz;
create index webhook_events_erased on private.webhook_events (sha256) where erased_at is not null;

-- What was erased is never applied again, whether somebody sets the row back or Meta sends the same delivery once more.
create function private.keep_delivery_erased() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if new.erased_at is null and exists (
        select from private.webhook_events e where e.sha256 = new.sha256 and e.erased_at is not null) then
      new.erased_at := now();
    end if;
    if new.erased_at is not null then
      new.body := convert_to('{"erased":true}', 'UTF8');
      new.headers := '{}';
      new.state := 'done';
    end if;
    return new;
  end
  $$;
create trigger _100_erased_on_insert before insert on private.webhook_events
  for each row execute function private.keep_delivery_erased();
create trigger _100_erased_on_update before update on private.webhook_events
  for each row when (new.erased_at is not null) execute function private.keep_delivery_erased();

-- For admins. Null when there is no such contact and never was an erasure of it; asked for twice, the first answers.
create function private.request_erasure(p_org_id uuid, p_contact_id uuid, p_reason text) returns public.erasures
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_contact_id uuid := private.current_contact(p_org_id, p_contact_id);
    v_erasure public.erasures;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'erasing people needs the admin role' using errcode = 'PA002';
    end if;
    if exists (select from public.contacts c where c.org_id = p_org_id and c.id = v_contact_id) then
      insert into public.erasures (org_id, contact_id, reason, requested_by)
      values (p_org_id, v_contact_id, p_reason, private.idempotency_caller())
      on conflict (org_id, contact_id) do nothing returning * into v_erasure;
      if v_erasure.id is not null then
        insert into private.outbox (topic, key, payload)
        values ('contactErasure', v_erasure.id::text, jsonb_build_object('orgId', p_org_id));
        return v_erasure;
      end if;
    end if;
    select * into v_erasure from public.erasures e where e.org_id = p_org_id and e.contact_id = v_contact_id;
    return v_erasure;
  end
  $$;
grant execute on function private.request_erasure(uuid, uuid, text) to app_user;

create function private.count_erased(p_id uuid, p_what text, p_count bigint) returns void
  language sql volatile set search_path = ''
  as $$
    update public.erasures e set counts = e.counts || jsonb_build_object(p_what, coalesce((e.counts ->> p_what)::bigint, 0) + p_count)
    where e.id = p_id and p_count > 0
  $$;

-- Whether a text holds one of the person's numbers or ids, alone and not as a part of a longer one.
create function private.names_person(p_text text, p_needles text[]) returns boolean
  language sql immutable set search_path = ''
  as $$
    select exists (select from unnest(p_needles) n where position(n in p_text) > 0
      and p_text ~ ('(^|[^[:alnum:]])' || regexp_replace(n, '([^[:alnum:]])', '\\\1', 'g') || '($|[^[:alnum:]])'))
  $$;

-- Notes who is to be erased, anew before every slice: the person may get another number, or turn out to be another contact, meanwhile.
create function private.note_person(p_erasure public.erasures) returns private.erasure_work
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_ids uuid[] := private.ids_of_contact(p_erasure.org_id, private.current_contact(p_erasure.org_id, p_erasure.contact_id));
    v_work private.erasure_work;
  begin
    insert into private.erasure_work as w (erasure_id, org_id, contact_ids, conversation_ids, needles, name)
    select p_erasure.id, p_erasure.org_id, v_ids,
      array(select v.id from public.conversations v where v.org_id = p_erasure.org_id and v.contact_id = any (v_ids)),
      array(select distinct ltrim(i.value, '+') from public.contact_identities i
        where i.org_id = p_erasure.org_id and i.contact_id = any (v_ids)),
      (select c.name from public.contacts c where c.org_id = p_erasure.org_id and c.id = any (v_ids) limit 1)
    on conflict (erasure_id) do update set contact_ids = excluded.contact_ids,
      conversation_ids = array(select unnest(w.conversation_ids) union select unnest(excluded.conversation_ids)),
      needles = array(select unnest(w.needles) union select unnest(excluded.needles)),
      name = coalesce(excluded.name, w.name)
    returning * into v_work;
    return v_work;
  end
  $$;

-- Who had said no is not written to either when they come again: by the hashes of their numbers and ids.
create function private.keep_opt_out(p_work private.erasure_work) returns void
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_count int;
  begin
    insert into public.suppressions (org_id, hash, hint, reason)
    select distinct on (i.hash) i.org_id, i.hash, '…' || right(i.value, 2), 'Opted out before they were erased'
    from public.contact_identities i
    join public.contacts c on c.org_id = i.org_id and c.id = i.contact_id
    where i.org_id = p_work.org_id and c.id = any (p_work.contact_ids) and i.hash is not null
      and (c.suppressed or c.marketing_consent = 'denied')
    order by i.hash
    on conflict (org_id, hash) do nothing;
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'optOutsKept', v_count);
  end
  $$;

-- Runs of the person, with steps, events and calls; those that go on are woken, find nothing, and end.
create function private.erase_runs(p_work private.erasure_work, p_limit int) returns boolean
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_count int;
  begin
    with gone as (
      delete from public.flow_runs r where r.id = any (array(
        select f.id from public.flow_runs f where f.org_id = p_work.org_id and f.contact_id = any (p_work.contact_ids) limit p_limit))
      returning r.id, r.flow_id, r.contact_id, r.conversation_id, r.ended_at
    ), woken as (
      insert into private.outbox (topic, key, payload)
      select 'flowRun', g.id::text, jsonb_build_object('orgId', p_work.org_id, 'flowId', g.flow_id, 'contactId', g.contact_id,
        'conversationId', g.conversation_id, 'summary', 'Its contact was erased', 'wake', jsonb_build_object('kind', 'swept', 'ref', null))
      from gone g where g.ended_at is null
    )
    select count(*) into v_count from gone;
    perform private.count_erased(p_work.erasure_id, 'runs', v_count);
    return v_count > 0;
  end
  $$;

-- Messages, what Meta reported of them, and where else their ids stand: an id of WhatsApp holds the number in it.
create function private.erase_messages(p_work private.erasure_work, p_limit int) returns boolean
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_ids uuid[];
    v_wamids text[];
    v_count int;
  begin
    select array_agg(m.id), coalesce(array_agg(m.wamid) filter (where m.wamid is not null), '{}') into v_ids, v_wamids
      from (select * from public.messages a where a.org_id = p_work.org_id and a.contact_id = any (p_work.contact_ids) limit p_limit) m;
    if v_ids is null then return false; end if;
    delete from private.message_status_events s where s.message_id = any (v_ids)
      or (s.phone_number_id in (select n.id from public.phone_numbers n where n.org_id = p_work.org_id) and s.wamid = any (v_wamids));
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'messageStatuses', v_count);
    update private.dead_letters d set reference = jsonb_build_object('erased', d.id)
      where (d.org_id = p_work.org_id or d.org_id is null) and (d.reference ->> 'wamid' = any (v_wamids)
        or regexp_split_to_array(d.reference ->> 'content', '[ :]') && v_wamids);
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'deadLetters', v_count);
    delete from private.processed_keys k where regexp_split_to_array(k.key, '[ :]') && v_wamids;
    delete from public.messages m where m.id = any (v_ids);
    perform private.count_erased(p_work.erasure_id, 'messages', cardinality(v_ids));
    return true;
  end
  $$;

create function private.erase_contact_events(p_work private.erasure_work, p_limit int) returns boolean
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_count int;
  begin
    delete from public.contact_events e where e.id = any (array(select f.id from public.contact_events f
      where f.org_id = p_work.org_id and f.contact_id = any (p_work.contact_ids) limit p_limit));
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'contactEvents', v_count);
    return v_count > 0;
  end
  $$;

-- Where the person's words stand outside of their own rows: answers kept for repeated requests, rows that an import refused, details
-- of the audit log, dead letters, kept files of exports.
create function private.erase_traces(p_work private.erasure_work) returns void
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
      where k.org_id = p_work.org_id and (private.names_person(k.answer::text, v_ids || v_words) or private.names_person(k.key, v_words));
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'keptAnswers', v_count);

    delete from private.import_rejects r where r.org_id = p_work.org_id and exists (
      select from unnest(r.cells) cell
      cross join lateral (select ltrim(regexp_replace(cell, '\D', '', 'g'), '0') as digits) d
      join unnest(p_work.needles) n on length(d.digits) >= 7 and right(n, length(d.digits)) = d.digits);
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'rejectedRows', v_count);

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
    perform set_config('parley.removes', 'a person', true);
    update public.audit_details d set before = '{}', after = '{}', erased_at = now()
      where d.org_id = p_work.org_id and d.erased_at is null and (d.contact_id = any (p_work.contact_ids)
        or private.names_person(d.before::text || ' ' || d.after::text, v_words));
    get diagnostics v_count = row_count;
    perform set_config('parley.removes', '', true);
    perform private.count_erased(p_work.erasure_id, 'auditDetails', v_count);

    update private.dead_letters d set reference = jsonb_build_object('erased', d.id)
      where (d.org_id = p_work.org_id or d.org_id is null) and private.names_person(d.reference::text, v_words);
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'deadLetters', v_count);

    delete from private.processed_keys k where private.names_person(k.key, p_work.needles);
    delete from private.segment_checks s where s.org_id = p_work.org_id and s.contact_id = any (p_work.contact_ids);

  end
  $$;

-- The contact itself. False when something of it came in the meantime: that has to go first.
create function private.erase_contact_row(p_work private.erasure_work) returns boolean
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_count int;
    v_tags text[];
  begin
    perform from public.conversations v where v.org_id = p_work.org_id and v.contact_id = any (p_work.contact_ids) order by v.id for update;
    perform from public.contacts c where c.org_id = p_work.org_id and c.id = any (p_work.contact_ids) for update;
    if exists (select from public.messages m where m.org_id = p_work.org_id and m.contact_id = any (p_work.contact_ids))
      or exists (select from public.flow_runs r where r.org_id = p_work.org_id and r.contact_id = any (p_work.contact_ids)) then
      return false;
    end if;
    perform private.keep_opt_out(p_work);
    perform private.erase_traces(p_work);
    select count(*) into v_count from public.contact_identities i
      where i.org_id = p_work.org_id and i.contact_id = any (p_work.contact_ids);
    perform private.count_erased(p_work.erasure_id, 'identities', v_count);
    delete from public.conversations v where v.org_id = p_work.org_id and v.contact_id = any (p_work.contact_ids);
    get diagnostics v_count = row_count;
    perform private.count_erased(p_work.erasure_id, 'conversations', v_count);
    v_tags := array(select t from public.contacts c, unnest(c.tags) t where c.org_id = p_work.org_id and c.id = any (p_work.contact_ids));
    delete from public.contacts c where c.org_id = p_work.org_id and c.id = any (p_work.contact_ids);
    get diagnostics v_count = row_count;
    -- A tag that nobody else has may have been made of the person's words.
    delete from public.contact_fields f where f.org_id = p_work.org_id and f.kind = 'tag' and f.name = any (v_tags)
      and not exists (select from public.contacts c where c.org_id = f.org_id and c.tags @> array[f.name]);
    perform private.count_erased(p_work.erasure_id, 'contacts', v_count);
    perform private.erase_consent_evidence(p_work.org_id, private.current_contact(p_work.org_id, p_work.contact_ids[1]));
    return true;
  end
  $$;

-- Raw deliveries of the organisation's accounts that name the person and came before they were gone. What is not applied yet when it
-- is looked at belongs to the person's next message: that starts a contact of its own.
create function private.erase_deliveries(p_work private.erasure_work, p_limit int) returns boolean
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_last bigint;
    v_seen int;
    v_count int;
  begin
    with needles as materialized (
      select convert_to(n.text, 'UTF8') as needle from unnest(p_work.needles) v, lateral (values ('"' || v || '"'), ('"+' || v || '"')) n (text)
    ), accounts as materialized (
      select convert_to('"' || w.meta_waba_id || '"', 'UTF8') as needle from public.waba_accounts w where w.org_id = p_work.org_id
    ), seen as materialized (
      select e.id, e.received_at, e.state <> 'pending' and e.erased_at is null
        and exists (select from needles n where position(n.needle in e.body) > 0)
        and exists (select from accounts a where position(a.needle in e.body) > 0) as is_theirs
      from private.webhook_events e where e.id > p_work.delivery_id and e.received_at <= p_work.gone_at order by e.id limit p_limit
    ), erased as (
      update private.webhook_events e set erased_at = now() from seen s
      where s.is_theirs and e.id = s.id and e.received_at = s.received_at returning 1
    )
    select (select count(*) from erased), count(*), max(s.id) into v_count, v_seen, v_last from seen s;
    perform private.count_erased(p_work.erasure_id, 'deliveries', v_count);
    update private.erasure_work w set delivery_id = coalesce(v_last, w.delivery_id) where w.erasure_id = p_work.erasure_id;
    return v_seen = p_limit;
  end
  $$;

-- One bounded slice of an erasure, each a transaction of its own: may be cut off anywhere and called again. `again`: there is more;
-- `files`: the database holds nothing of the person, files are next, then private.complete_erasure; `done`: nothing is left to do.
create function private.erase_contact(p_org_id uuid, p_id uuid, p_limit int) returns text
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_erasure public.erasures;
    v_work private.erasure_work;
    v_next text;
  begin
    select * into v_erasure from public.erasures e where e.org_id = p_org_id and e.id = p_id for update;
    if v_erasure.id is null or v_erasure.status in ('completed', 'failed') then return 'done'; end if;
    -- No two contacts become one while one of them is being erased.
    perform pg_advisory_xact_lock(hashtextextended('parley.merges:' || p_org_id, 0));
    v_work := private.note_person(v_erasure);
    update public.erasures e set status = 'running' where e.id = p_id and e.status = 'queued';
    v_next := case v_work.stage
      when 'runs' then case when not private.erase_runs(v_work, p_limit) then 'messages' end
      when 'messages' then case when not private.erase_messages(v_work, p_limit) then 'events' end
      when 'events' then case when not private.erase_contact_events(v_work, p_limit) then 'contact' end
      when 'contact' then case when private.erase_contact_row(v_work) then 'deliveries' else 'runs' end
      when 'deliveries' then case when not private.erase_deliveries(v_work, p_limit) then 'files' end
      else 'files' end;
    if v_next is not null and v_next <> v_work.stage then
      update private.erasure_work w set stage = v_next, gone_at = case when v_next = 'deliveries' then now() else w.gone_at end
        where w.erasure_id = p_id;
    end if;
    return case v_next when 'files' then 'files' else 'again' end;
  end
  $$;
grant execute on function private.erase_contact(uuid, uuid, int) to parley_worker;

-- What the proof is the hash of.
create function private.erasure_statement(p_erasure public.erasures) returns text
  language sql stable set search_path = ''
  as $$
    select concat_ws(E'\n', 'parley erasure 1', p_erasure.org_id, p_erasure.contact_id, p_erasure.id, p_erasure.reason,
      p_erasure.requested_by, extract(epoch from p_erasure.created_at), extract(epoch from p_erasure.completed_at), p_erasure.counts)
  $$;

-- After the files, with how many of them went: forgets who it was, and writes the proof.
create function private.complete_erasure(p_org_id uuid, p_id uuid, p_import_files int) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_erasure public.erasures;
  begin
    delete from private.erasure_work w where w.org_id = p_org_id and w.erasure_id = p_id and w.stage = 'files';
    if not found then return; end if;
    perform private.count_erased(p_id, 'importFiles', p_import_files);
    select * into v_erasure from public.erasures e where e.id = p_id;
    v_erasure.completed_at := now();
    update public.erasures e set status = 'completed', completed_at = v_erasure.completed_at,
      proof = encode(pg_catalog.sha256(convert_to(private.erasure_statement(v_erasure), 'UTF8')), 'hex')
      where e.id = p_id;
  end
  $$;
grant execute on function private.complete_erasure(uuid, uuid, int) to parley_worker;

-- Somebody takes away all that is kept about a person: for admins, and a matter for the audit log.
create function private.note_contact_export(p_org_id uuid, p_contact_id uuid) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'the data of a person are for admins' using errcode = 'PA002';
    end if;
    perform private.write_audit(p_org_id, 'exported', 'contact', p_contact_id::text, null, p_contact_id);
  end
  $$;
grant execute on function private.note_contact_export(uuid, uuid) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
