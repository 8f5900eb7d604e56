-- Raw deliveries of a person that an erasure didn't find: those that write the number in WhatsApp's other way, and those that name the
-- person by nothing but a message (a status without a recipient, whatever came under a number that is somebody else's by now).

-- All ways in which Meta may write this number, the canonical one first; none, when it is no number. As phoneVariants in
-- core/messaging/identity.ts, which says why; a test holds one against the other.
create function private.phone_variants(p_digits text) returns text[]
  language sql immutable set search_path = ''
  as $$
    select case
      when p_digits !~ '^[0-9]{1,15}$' then '{}'
      when n.phone ~ '^55[1-9][0-9]9[6-9][0-9]{7}$' then array[n.phone, left(n.phone, 4) || substr(n.phone, 6)]
      when n.phone ~ '^52[2-9][0-9]{9}$' then array[n.phone, '521' || substr(n.phone, 3)]
      when n.phone ~ '^549[0-9]{10}$' then array[n.phone, '54' || substr(n.phone, 4)]
      else array[n.phone] end
    from (select case
      when p_digits ~ '^55[1-9][0-9][6-9][0-9]{7}$' then left(p_digits, 4) || '9' || substr(p_digits, 5)
      when p_digits ~ '^521[0-9]{10}$' then '52' || substr(p_digits, 4)
      when p_digits ~ '^54[1-8][0-9]{9}$' then '549' || substr(p_digits, 3)
      else p_digits end as phone) n
  $$;

-- WhatsApp's ids of the messages that an erasure deleted, until it is complete: deliveries are found by them.
create table private.erasure_wamids (
  erasure_id uuid not null references private.erasure_work (erasure_id) on delete cascade,
  wamid text not null,
  primary key (erasure_id, wamid)
);
alter table private.erasure_wamids enable row level security;
-- NOTE: the functions of an erasure alone touch it.

-- As before, and keeps WhatsApp's ids until the deliveries were searched.
create or replace function private.erase_messages(p_work private.erasure_work, p_limit int) returns boolean
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_ids uuid[];
    v_wamids text[];
    v_files int;
    v_count int;
  begin
    select array_agg(m.id), coalesce(array_agg(m.wamid) filter (where m.wamid is not null), '{}'),
        count(*) filter (where m.media ->> 'status' = 'stored') into v_ids, v_wamids, v_files
      from (select * from public.messages a where a.org_id = p_work.org_id and a.contact_id = any (p_work.contact_ids) limit p_limit) m;
    if v_ids is null then return false; end if;
    with gone as (
      delete from public.messages m where m.id = any (v_ids) returning m.id, m.wamid, m.phone_number_id
    ), remembered as (
      insert into private.erasure_wamids (erasure_id, wamid)
      select p_work.erasure_id, g.wamid from gone g where g.wamid is not null
      on conflict do nothing
    )
    insert into private.erased_messages (key)
    select pg_catalog.sha256(convert_to(g.phone_number_id || ' ' || coalesce(g.wamid, g.id::text), 'UTF8')) from gone g
    on conflict (key) do update set erased_at = now();
    perform private.count_erased(p_work.erasure_id, 'messages', cardinality(v_ids));
    perform private.count_erased(p_work.erasure_id, 'mediaFiles', v_files);
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
    return true;
  end
  $$;

-- WhatsApp's ids of all messages that a body names. Bodies are bytes and need not be UTF-8; what is written `\/` in JSON reads `\\/` there.
create function private.wamids_in(p_body bytea) returns text[]
  language sql immutable set search_path = ''
  as $$
    select array(select replace(m[1], '\\/', '/') from regexp_matches(encode(p_body, 'escape'), '"(wamid\.[^"]+)"', 'g') m)
  $$;

-- Raw deliveries of the organisation's accounts that name the person, or a message of theirs, and came before they were gone. What is not
-- applied yet when it is looked at belongs to the person's next message: that starts a contact of its own.
-- NOTE: each body is read once, however many messages the person had.
create or replace function private.erase_deliveries(p_work private.erasure_work, p_limit int) returns boolean
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
    ), slice as (
      select e.id, e.received_at, e.body, e.state <> 'pending' and e.erased_at is null
        and exists (select from accounts a where position(a.needle in e.body) > 0) as is_ours
      from private.webhook_events e where e.id > p_work.delivery_id and e.received_at <= p_work.gone_at order by e.id limit p_limit
    ), seen as materialized (
      select s.id, s.received_at, s.is_ours and exists (select from needles n where position(n.needle in s.body) > 0) as names_them,
        case when s.is_ours then private.wamids_in(s.body) else '{}' end as wamids
      from slice s
    ), theirs as (
      select s.id, s.received_at from seen s where s.names_them
      union
      select s.id, s.received_at from seen s cross join unnest(s.wamids) named
      join private.erasure_wamids w on w.erasure_id = p_work.erasure_id and w.wamid = named
    ), erased as (
      update private.webhook_events e set erased_at = now() from theirs t where e.id = t.id and e.received_at = t.received_at returning 1
    )
    select (select count(*) from erased), count(*), max(s.id) into v_count, v_seen, v_last from seen s;
    perform private.count_erased(p_work.erasure_id, 'deliveries', v_count);
    update private.erasure_work w set delivery_id = coalesce(v_last, w.delivery_id) where w.erasure_id = p_work.erasure_id;
    return v_seen = p_limit;
  end
  $$;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
