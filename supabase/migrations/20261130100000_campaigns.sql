-- Campaigns: one message to many people. A row of `campaigns` is the campaign's whole state, one of `campaign_recipients` that of one
-- person in it. The workflow `campaign` works on them in slices; whatever dies in between, the rows say what is left.

create table public.campaigns (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  phone_number_id uuid,
  -- Audience, variants and delivery: core/campaigns/document.ts.
  doc jsonb not null check (jsonb_typeof(doc) = 'object'),
  -- core/campaigns/statuses.ts
  status text not null default 'draft'
    check (status in ('draft', 'awaitingApproval', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed')),
  -- Why it paused by itself; null when people did.
  pause_reason text,
  -- Why it failed: a stable code.
  error text,
  -- From when on its first message may go out; set when it is started.
  starts_at timestamptz,
  rate_per_second int check (rate_per_second between 1 and 1000),
  -- Counting the audience: the last contact that was taken, in the order of their ids, and when all were.
  prepare_cursor uuid,
  prepared_at timestamptz,
  -- When the last of those who get it first was sent to, and when it was decided that the rest follows.
  test_sent_at timestamptz,
  test_decided_at timestamptz,
  winner text,
  -- `user:{id}` or `key:{id}`.
  created_by text not null default coalesce(private.idempotency_caller(), 'system'),
  requested_by text,
  approved_by text,
  started_at timestamptz,
  -- When people let it go on the last time: what failed before has been put right.
  resumed_at timestamptz,
  ended_at timestamptz,
  -- When its workflow looks at it again; one that hasn't by then was lost, and the sweeper wakes it.
  wake_at timestamptz,
  swept_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  foreign key (org_id, phone_number_id) references public.phone_numbers (org_id, id)
) with (fillfactor = 70);
alter table public.campaigns enable row level security;
create index campaigns_newest on public.campaigns (org_id, created_at desc, id desc); -- list
create index campaigns_number on public.campaigns (org_id, phone_number_id); -- foreign key
create index campaigns_wake on public.campaigns (wake_at) where wake_at is not null; -- sweeper

create policy select_viewer on public.campaigns for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy insert_admin on public.campaigns for insert to app_user
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy update_admin on public.campaigns for update to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]) and status = 'draft')
  with check (org_id = any ((select private.org_ids_for('admin'))::uuid[]));
create policy delete_admin on public.campaigns for delete to app_user
  using (org_id = any ((select private.org_ids_for('admin'))::uuid[]) and status = 'draft');
grant select, delete, insert (id, org_id, name, phone_number_id, doc), update (name, phone_number_id, doc)
  on public.campaigns to app_user;
-- NOTE: its state changes by private.change_campaign and the worker only.
grant select, update on public.campaigns to parley_worker;

create trigger _500_touch before update on public.campaigns for each row
  when ((new.name, new.phone_number_id, new.doc, new.status) is distinct from (old.name, old.phone_number_id, old.doc, old.status))
  execute function private.touch_updated_at();
select private.audit('public.campaigns', 'campaign', '{"name": "name", "only": "people", "digest": ["doc"], "skip": ["prepare_cursor",
  "prepared_at", "test_sent_at", "test_decided_at", "created_by", "started_at", "resumed_at",
  "ended_at", "wake_at", "swept_at"]}');

create table public.campaign_recipients (
  org_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  -- Null: the rest of a test, which gets what wins.
  variant text,
  is_test boolean not null default false,
  -- core/campaigns/recipients.ts
  state text not null default 'pending' check (state in ('pending', 'claimed', 'sent', 'excluded', 'cancelled')),
  -- Of `excluded`: why, as a stable code.
  reason text,
  -- When it is due; later again when it is tried once more.
  send_at timestamptz not null,
  -- Of `claimed`: a worker that has not said anything by then has died.
  lease_until timestamptz,
  -- The newest of its messages; an older one is its `retry_of`.
  message_id uuid,
  attempts smallint not null default 0,
  replied_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (campaign_id, contact_id),
  foreign key (org_id, campaign_id) references public.campaigns (org_id, id) on delete cascade,
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade
) with (fillfactor = 70); -- two updates a row: room for HOT ones
alter table public.campaign_recipients enable row level security;
create index campaign_recipients_due on public.campaign_recipients (campaign_id, is_test desc, send_at) where state = 'pending'; -- claim
create index campaign_recipients_claimed on public.campaign_recipients (lease_until) where state = 'claimed'; -- workers that died
create index campaign_recipients_contact on public.campaign_recipients (org_id, contact_id); -- of a person
create index campaign_recipients_message on public.campaign_recipients (message_id) where message_id is not null; -- answers, retries

create policy select_viewer on public.campaign_recipients for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.campaign_recipients to app_user;
-- NOTE: written by the worker only.
grant select, insert, update, delete on public.campaign_recipients to parley_worker;

-- Messages of campaigns, for what segments and answers ask, and to count what became of them; others have none.
create index messages_campaign on public.messages (org_id, campaign_id, status) include (id) where campaign_id is not null;

-- Whether campaigns wait for the word of a second person.
alter table public.organizations add column campaign_approval boolean not null default false;
grant update (campaign_approval) on public.organizations to app_user;

create function private.wake_campaign(p_campaign public.campaigns) returns void
  language sql volatile set search_path = ''
  as $$
    insert into private.outbox (topic, key, payload)
    values ('campaign', p_campaign.id::text, jsonb_build_object('orgId', p_campaign.org_id))
  $$;

-- The person behind the caller: a key acts for one. Null for keys that nobody made.
create function private.acting_person() returns uuid
  language sql stable set search_path = ''
  as $$
    select coalesce((private.claims() ->> 'sub')::uuid,
      (select k.acts_for from public.api_keys k where k.id = (private.claims() ->> 'key_id')::uuid))
  $$;

-- One of core/campaigns/statuses.ts, or `setRate`. Null when there is no such campaign. Asked for once more it changes nothing.
create function private.change_campaign(
  p_org_id uuid, p_id uuid, p_action text, p_starts_at timestamptz default null, p_rate int default null)
  returns public.campaigns
  language plpgsql volatile set search_path = ''
  as $$
  declare
    v_campaign public.campaigns;
    v_next text;
  begin
    select * into v_campaign from public.campaigns c where c.org_id = p_org_id and c.id = p_id for update;
    if v_campaign.id is null then return null; end if;
    if p_action = 'setRate' then
      if v_campaign.ended_at is not null then
        raise exception 'the campaign is over' using errcode = 'PA110';
      end if;
      update public.campaigns c set rate_per_second = p_rate,
        doc = case when c.status = 'draft' then jsonb_set(c.doc, '{delivery,ratePerSecond}', coalesce(to_jsonb(p_rate), 'null')) else c.doc end
        where c.id = p_id returning * into v_campaign;
      return v_campaign;
    end if;
    v_next := case
      when p_action = 'start' and v_campaign.status = 'draft' then
        case when (select o.campaign_approval from public.organizations o where o.id = p_org_id) then 'awaitingApproval' else 'scheduled' end
      when p_action = 'approve' and v_campaign.status = 'awaitingApproval' then 'scheduled'
      when p_action = 'withdraw' and v_campaign.status in ('awaitingApproval', 'scheduled') then 'draft'
      when p_action = 'pause' and v_campaign.status = 'running' then 'paused'
      when p_action = 'resume' and v_campaign.status = 'paused' then 'running'
      when p_action = 'cancel' and v_campaign.status in ('running', 'paused') then 'cancelled'
      when p_action = 'pause' and v_campaign.status = 'paused' then v_campaign.status
      when p_action = 'resume' and v_campaign.status = 'running' then v_campaign.status
      when p_action = 'cancel' and v_campaign.status = 'cancelled' then v_campaign.status
    end;
    if v_next is null then
      raise exception 'a campaign that is % can''t %', v_campaign.status, p_action using errcode = 'PA110';
    end if;
    if v_next = v_campaign.status then return v_campaign; end if;
    update public.campaigns c set
      status = v_next,
      pause_reason = null,
      starts_at = case p_action when 'start' then coalesce(p_starts_at, now()) when 'withdraw' then null else c.starts_at end,
      rate_per_second = case p_action when 'start' then (c.doc -> 'delivery' ->> 'ratePerSecond')::int else c.rate_per_second end,
      requested_by = case p_action when 'start' then private.idempotency_caller() when 'withdraw' then null else c.requested_by end,
      approved_by = case p_action when 'approve' then private.idempotency_caller() when 'withdraw' then null else c.approved_by end,
      resumed_at = case when p_action = 'resume' then now() else c.resumed_at end,
      ended_at = case when v_next = 'cancelled' then now() end,
      wake_at = case v_next when 'scheduled' then greatest(coalesce(c.starts_at, p_starts_at), now())
        when 'running' then now() when 'cancelled' then now() end
      where c.id = p_id returning * into v_campaign;
    if v_next <> 'awaitingApproval' then perform private.wake_campaign(v_campaign); end if;
    return v_campaign;
  end
  $$;
grant execute on function private.change_campaign(uuid, uuid, text, timestamptz, int) to parley_worker;
grant execute on function private.wake_campaign(public.campaigns) to parley_worker;

create function private.steer_campaign(
  p_org_id uuid, p_id uuid, p_action text, p_starts_at timestamptz default null, p_rate int default null)
  returns public.campaigns
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not (p_org_id = any (private.org_ids_for('admin'))) then
      raise exception 'steering campaigns needs the admin role' using errcode = 'PA002';
    end if;
    if p_action = 'approve' then
      if private.claims() ->> 'sub' is null then
        raise exception 'campaigns are approved by people' using errcode = 'PA033';
      end if;
      perform from public.campaigns c where c.org_id = p_org_id and c.id = p_id for update;
      -- Of a key, who stands behind it: nobody approves what they have started by one.
      if exists (select from public.campaigns c
          left join public.api_keys k on c.requested_by = 'key:' || k.id
          where c.org_id = p_org_id and c.id = p_id and private.acting_person()
            in (case when c.requested_by like 'user:%' then substr(c.requested_by, 6)::uuid end, k.acts_for)) then
        raise exception 'a campaign is approved by somebody else' using errcode = 'PA111';
      end if;
    end if;
    return private.change_campaign(p_org_id, p_id, p_action, p_starts_at, p_rate);
  end
  $$;
grant execute on function private.steer_campaign(uuid, uuid, text, timestamptz, int) to app_user;

-- When something may be sent that is due at `p_at`: outside of the quiet hours where the person is, times of day as `HH:MM`. Quiet
-- hours that go over midnight begin on one day and end on the next. A zone that Postgres doesn't know counts as UTC.
create function private.after_quiet_hours(p_at timestamptz, p_zone text, p_from time, p_to time) returns timestamptz
  language plpgsql stable set search_path = ''
  as $$
  declare
    v_zone text := coalesce(p_zone, 'UTC');
    v_local timestamp;
    v_time time;
  begin
    if p_from is null or p_to is null or p_from = p_to then return p_at; end if;
    begin
      v_local := p_at at time zone v_zone;
    exception when invalid_parameter_value then
      v_zone := 'UTC';
      v_local := p_at at time zone v_zone;
    end;
    v_time := v_local::time;
    if p_from < p_to then
      if v_time < p_from or v_time >= p_to then return p_at; end if;
      return (v_local::date + p_to) at time zone v_zone;
    end if;
    if v_time >= p_from then return (v_local::date + 1 + p_to) at time zone v_zone; end if;
    if v_time < p_to then return (v_local::date + p_to) at time zone v_zone; end if;
    return p_at;
  end
  $$;
grant execute on function private.after_quiet_hours(timestamptz, text, time, time) to parley_worker, app_user;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
