-- Webhooks for customers: servers of theirs that are told what happens. An endpoint says where and what; a delivery is one event for one
-- endpoint, written in the transaction in which the thing happens (see the next chapter) and sent by the workflow `deliverWebhooks`.

create table public.webhook_endpoints (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  url text not null check (url ~ '^https?://' and length(url) <= 2000),
  description text check (length(description) <= 200),
  -- Names of core/api/webhook-events.ts.
  events text[] not null check (cardinality(events) between 1 and 50),
  enabled boolean not null default true,
  -- Why Parley disabled it; null when people did.
  disabled_reason text check (disabled_reason in ('failing', 'gone')),
  disabled_at timestamptz,

  -- How it went lately, kept by the worker: failures in a row, since when nothing else came, and until when it is left alone.
  failures int not null default 0,
  failing_since timestamptz,
  resumes_at timestamptz,
  last_delivered_at timestamptz,
  -- A worker is at it, or was woken for it a moment ago.
  leased_until timestamptz,
  -- Of the mail that says that it was disabled.
  mail_number int not null default 0,
  mailed_number int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id)
);
alter table public.webhook_endpoints enable row level security;
create index webhook_endpoints_enabled on public.webhook_endpoints (org_id) where enabled; -- every event

create policy select_admin on public.webhook_endpoints for select to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy update_admin on public.webhook_endpoints for update to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]))
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy delete_admin on public.webhook_endpoints for delete to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select, delete, update (url, description, events, enabled) on public.webhook_endpoints to app_user;
-- NOTE: no insert: private.create_webhook_endpoint brings its secret along.
grant select, update on public.webhook_endpoints to parley_worker;

create trigger _500_touch before update on public.webhook_endpoints for each row
  when ((new.url, new.description, new.events, new.enabled) is distinct from (old.url, old.description, old.events, old.enabled))
  execute function private.touch_updated_at();

-- Whoever switches it on again begins anew.
create function private.switch_webhook_endpoint() returns trigger
  language plpgsql volatile set search_path = ''
  as $$
  begin
    if not new.enabled then
      new.disabled_at := now();
      return new;
    end if;
    new.disabled_at := null;
    new.disabled_reason := null;
    new.failures := 0;
    new.failing_since := null;
    new.resumes_at := null;
    new.leased_until := null;
    return new;
  end
  $$;
create trigger _400_switch before update of enabled on public.webhook_endpoints for each row
  when (new.enabled <> old.enabled) execute function private.switch_webhook_endpoint();

select private.audit('public.webhook_endpoints', 'webhookEndpoint', '{"name": "url", "skip": ["failures", "failing_since", "resumes_at",
  "last_delivered_at", "leased_until", "mail_number", "mailed_number", "disabled_at"]}');

-- The secrets that deliveries are signed with: envelopes (platform/secrets). The one before is used beside the new one for a day.
create table private.webhook_secrets (
  endpoint_id uuid primary key,
  org_id uuid not null,
  envelope bytea not null check (length(envelope) between 30 and 1024),
  previous_envelope bytea check (length(previous_envelope) between 30 and 1024),
  previous_until timestamptz,
  set_at timestamptz not null default now(),
  foreign key (org_id, endpoint_id) references public.webhook_endpoints (org_id, id) on delete cascade
);
alter table private.webhook_secrets enable row level security;
-- NOTE: no policy and no grant for app_user: the functions below write it, and nothing gives out an envelope.
grant select, update (envelope, previous_envelope) on private.webhook_secrets to parley_worker; -- update: sealing anew
select private.audit('private.webhook_secrets', 'webhookSecret', '{"id": "endpoint_id", "mask": ["envelope", "previous_envelope"]}');

-- One event for one endpoint. It holds ids, never what it tells: that is read when it is sent, so that whoever was erased meanwhile
-- isn't told of. What is gone then is `skipped`.
create table public.webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity,
  org_id uuid not null references public.organizations (id) on delete cascade,
  -- NOTE: no foreign key: a deleted endpoint may leave very many rows, which go in batches (worker/sweeper/thin-out.ts).
  endpoint_id uuid not null,
  type text not null,
  -- The message, conversation, contact or run.
  subject_id uuid,
  contact_event_id bigint,
  -- Ids and words of lists.
  detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object'),
  occurred_at timestamptz not null default now(),
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed', 'skipped')),
  -- Since it was asked for the last time.
  attempts int not null default 0,
  -- The last ones: when, status or error code, how long.
  log jsonb not null default '[]' check (jsonb_typeof(log) = 'array'),
  next_attempt_at timestamptz not null default now(),
  give_up_at timestamptz not null default now() + interval '3 days',
  ended_at timestamptz,
  created_at timestamptz not null default now()
);
alter table public.webhook_deliveries enable row level security;
create index webhook_deliveries_due on public.webhook_deliveries (endpoint_id, next_attempt_at, seq) where status = 'pending';
create index webhook_deliveries_newest on public.webhook_deliveries (org_id, endpoint_id, seq desc); -- list
create index webhook_deliveries_age on public.webhook_deliveries using brin (created_at); -- forgetting
create policy select_admin on public.webhook_deliveries for select to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
grant select on public.webhook_deliveries to app_user;
-- NOTE: written by triggers, by the functions below and by the worker.
grant select, update, delete on public.webhook_deliveries to parley_worker;

-- Whether an endpoint's sender is about to be woken.
create index outbox_webhook_deliveries on private.outbox (key) where topic = 'webhookDeliveries';

-- Makes an endpoint with its secret. PA100: the organisation has as many as it may have.
create function private.create_webhook_endpoint(p_org_id uuid, p_id uuid, p_url text, p_description text, p_events text[],
  p_envelope bytea) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'making webhooks needs the admin role' using errcode = 'PA002';
    end if;
    -- One at a time an organisation, so that the limit holds.
    perform 1 from public.organizations o where o.id = p_org_id for no key update;
    if (select count(*) from public.webhook_endpoints e where e.org_id = p_org_id) >= 20 then
      raise exception 'there are 20 webhooks already' using errcode = 'PA100';
    end if;
    insert into public.webhook_endpoints (id, org_id, url, description, events) values (p_id, p_org_id, p_url, p_description, p_events);
    insert into private.webhook_secrets (endpoint_id, org_id, envelope) values (p_id, p_org_id, p_envelope);
  end
  $$;

-- The secret so far goes on for a day beside the new one. Whether there is such an endpoint.
create function private.rotate_webhook_secret(p_org_id uuid, p_id uuid, p_envelope bytea) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'changing webhooks needs the admin role' using errcode = 'PA002';
    end if;
    update private.webhook_secrets s set previous_envelope = s.envelope, previous_until = now() + interval '1 day',
      envelope = p_envelope, set_at = now()
    where s.org_id = p_org_id and s.endpoint_id = p_id;
    return found;
  end
  $$;

-- Until when each endpoint's former secret is still used.
create function private.previous_webhook_secrets(p_org_id uuid) returns table (endpoint_id uuid, previous_until timestamptz)
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'webhooks are for admins' using errcode = 'PA002';
    end if;
    return query select s.endpoint_id, s.previous_until from private.webhook_secrets s
      where s.org_id = p_org_id and s.previous_until > now();
  end
  $$;

-- An event that tells nothing, for trying an endpoint. PA101: it is disabled. Null: there is no such endpoint.
create function private.send_test_webhook(p_org_id uuid, p_endpoint_id uuid) returns uuid
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_enabled boolean;
    v_id uuid;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'changing webhooks needs the admin role' using errcode = 'PA002';
    end if;
    select e.enabled into v_enabled from public.webhook_endpoints e where e.org_id = p_org_id and e.id = p_endpoint_id;
    if v_enabled is null then return null; end if;
    if not v_enabled then raise exception 'the webhook is disabled' using errcode = 'PA101'; end if;
    insert into public.webhook_deliveries (org_id, endpoint_id, type) values (p_org_id, p_endpoint_id, 'endpoint.test')
    returning id into v_id;
    return v_id;
  end
  $$;

-- Sends a delivery once more, whatever became of it. PA101: its endpoint is disabled. False: there is no such delivery.
create function private.resend_webhook(p_org_id uuid, p_endpoint_id uuid, p_id uuid) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    v_enabled boolean;
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'changing webhooks needs the admin role' using errcode = 'PA002';
    end if;
    select e.enabled into v_enabled from public.webhook_endpoints e where e.org_id = p_org_id and e.id = p_endpoint_id;
    if v_enabled is null then return false; end if;
    update public.webhook_deliveries d set status = 'pending', attempts = 0, next_attempt_at = now(),
      give_up_at = now() + interval '3 days', ended_at = null
    where d.org_id = p_org_id and d.endpoint_id = p_endpoint_id and d.id = p_id;
    if not found then return false; end if;
    if not v_enabled then raise exception 'the webhook is disabled' using errcode = 'PA101'; end if;
    return true;
  end
  $$;

grant execute on function
  private.create_webhook_endpoint(uuid, uuid, text, text, text[], bytea),
  private.rotate_webhook_secret(uuid, uuid, bytea),
  private.previous_webhook_secrets(uuid),
  private.send_test_webhook(uuid, uuid),
  private.resend_webhook(uuid, uuid, uuid) to app_user;

-- Whom the mail goes to that says that an endpoint was disabled: no row when it isn't wanted any more.
create function private.load_webhook_mail(p_id uuid, p_number int)
  returns table (organization_name text, url text, reason text, addresses text[])
  language sql stable security definer set search_path = ''
  as $$
    select o.name, e.url, e.disabled_reason,
      array(select u.email::text from public.org_members m join auth.users u on u.id = m.user_id
        where m.org_id = e.org_id and m.role in ('admin', 'owner') and u.email is not null order by u.email limit 50)
    from public.webhook_endpoints e join public.organizations o on o.id = e.org_id
    where e.id = p_id and e.mail_number = p_number and e.mailed_number < p_number and not e.enabled and o.deleted_at is null
  $$;
grant execute on function private.load_webhook_mail(uuid, int) to parley_worker;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
