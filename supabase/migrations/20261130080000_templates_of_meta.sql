-- Message templates follow Meta: read in full when an account is connected, after each of Meta's events about one, and once a day; made,
-- changed and deleted through the API. One that Meta no longer lists stays as DELETED, because flows name templates.

alter table public.templates
  -- POSITIONAL: {{1}}, {{2}}; NAMED: {{first_name}}.
  add column parameter_format text not null default 'POSITIONAL',
  -- Meta's code, for example INVALID_FORMAT; null when nothing was rejected.
  add column rejected_reason text,
  -- What Meta says in words, where an event said it.
  add column advice text,
  -- The category that Meta has announced, about a day ahead.
  add column next_category text,
  -- Meta's time of the newest event about it: an older one that comes later is no news.
  add column told_at timestamptz;

alter table public.waba_accounts
  add column templates_asked_at timestamptz,
  add column templates_read_at timestamptz,
  -- Why they could not be read the last time: a code.
  add column templates_error text;
create index waba_accounts_template_reads on public.waba_accounts (templates_asked_at nulls first); -- the daily pass

-- As before, without what the reading of templates leaves on the account.
drop trigger _700_audit on public.waba_accounts;
select private.audit('public.waba_accounts', 'whatsAppAccount', '{"name": "name", "only": "people",
  "skip": ["templates_asked_at", "templates_read_at", "templates_error"]}');

-- Templates as Meta lists them: {metaId, name, language, category, status, quality, components, parameterFormat, rejectedReason}. What was
-- written since `p_read_at`, when Meta was asked, is newer and stays. Gives back how many rows changed.
create function private.write_templates(p_org_id uuid, p_waba_account_id uuid, p_templates jsonb, p_read_at timestamptz) returns int
  language sql volatile set search_path = ''
  as $$
    with written as (
      insert into public.templates as t (org_id, waba_account_id, meta_template_id, name, language, category, status, quality, components,
        parameter_format, rejected_reason)
      select p_org_id, p_waba_account_id, g."metaId", g.name, g.language, g.category, g.status, g.quality, g.components,
        g."parameterFormat", g."rejectedReason"
      from jsonb_to_recordset(p_templates) as g("metaId" text, name text, language text, category text, status text, quality text,
        components jsonb, "parameterFormat" text, "rejectedReason" text)
      on conflict (waba_account_id, name, language) do update set
        meta_template_id = excluded.meta_template_id, category = excluded.category, status = excluded.status,
        quality = coalesce(excluded.quality, t.quality), components = excluded.components,
        parameter_format = excluded.parameter_format, rejected_reason = excluded.rejected_reason,
        advice = case when excluded.status = t.status then t.advice end,
        next_category = nullif(t.next_category, excluded.category)
        where t.updated_at < p_read_at
          and (t.meta_template_id, t.category, t.status, t.quality, t.components, t.parameter_format, t.rejected_reason)
            is distinct from (excluded.meta_template_id, excluded.category, excluded.status, coalesce(excluded.quality, t.quality),
              excluded.components, excluded.parameter_format, excluded.rejected_reason)
      returning 1)
    select count(*)::int from written
  $$;
grant execute on function private.write_templates(uuid, uuid, jsonb, timestamptz) to parley_worker;

-- What Meta has just answered to the API about one template.
create function private.save_template(p_org_id uuid, p_waba_account_id uuid, p_template jsonb) returns uuid
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'changing templates needs the admin role' using errcode = 'PA002';
    end if;
    -- The transaction began before Meta was asked.
    perform private.write_templates(p_org_id, p_waba_account_id, jsonb_build_array(p_template), now());
    return (select t.id from public.templates t where t.org_id = p_org_id and t.waba_account_id = p_waba_account_id
      and t.name = p_template ->> 'name' and t.language = p_template ->> 'language');
  end
  $$;
grant execute on function private.save_template(uuid, uuid, jsonb) to app_user;

-- Has the worker read an account's templates: at once, or when the changes of a few seconds have come together.
create function private.request_template_sync(p_org_id uuid, p_waba_account_id uuid, p_is_urgent boolean) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'reading templates anew needs the admin role' using errcode = 'PA002';
    end if;
    update public.waba_accounts set templates_asked_at = clock_timestamp() where org_id = p_org_id and id = p_waba_account_id;
    if found then
      insert into private.outbox (topic, key, payload)
      values ('templateSync', p_waba_account_id::text, jsonb_build_object('orgId', p_org_id, 'isUrgent', p_is_urgent));
    end if;
  end
  $$;
grant execute on function private.request_template_sync(uuid, uuid, boolean) to app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
