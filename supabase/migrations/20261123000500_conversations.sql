-- Conversations and their messages.

-- One thread between a contact and one of our numbers; open or closed is a state, never a new row. No message text here
-- except the last one's plain rendering, which the inbox list shows.
create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null,
  contact_id uuid not null,
  phone_number_id uuid not null,
  mode text not null default 'bot' check (mode in ('bot', 'human')),
  status text not null default 'open' check (status in ('open', 'pending', 'snoozed', 'resolved')),
  assignee_id uuid,
  unread_count int not null default 0,
  last_inbound_at timestamptz,
  window_expires_at timestamptz,
  -- Counts windows: each opening starts one conversationWindow workflow with this number in its id.
  window_seq int not null default 0,
  free_entry_expires_at timestamptz,
  -- The run that owns the person's next reply.
  foreground_run_id uuid,
  last_message_at timestamptz,
  last_message_text text,
  last_message_direction text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  unique (phone_number_id, contact_id),
  foreign key (org_id, contact_id) references public.contacts (org_id, id) on delete cascade,
  foreign key (org_id, phone_number_id) references public.phone_numbers (org_id, id) on delete cascade
) with (fillfactor = 80);
alter table public.conversations enable row level security;
create index conversations_latest on public.conversations (org_id, last_message_at desc nulls last, id desc); -- inbox
create index conversations_contact on public.conversations (org_id, contact_id);

create policy select_viewer on public.conversations for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy update_agent on public.conversations for update to app_user
  using (org_id = any ((select private.org_ids_for('agent'))::uuid[]))
  with check (org_id = any ((select private.org_ids_for('agent'))::uuid[]));
grant select on public.conversations to app_user;
grant update (mode, status, assignee_id, unread_count) on public.conversations to app_user;
-- NOTE: no insert, no delete: the relay opens conversations, an erasure removes them.
grant select, insert, update, delete on public.conversations to parley_worker;

-- One row is one message for ever: a retry after acceptance is a new row with `retry_of`. `id` is a uuid v7 made by us and
-- travels as biz_opaque_callback_data, so that a status can find its message before the send's answer came.
create table public.messages (
  id uuid primary key,
  org_id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  phone_number_id uuid not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  type text not null,
  content jsonb not null default '{}',
  text text,
  wamid text,
  reply_to_wamid text,
  -- Ranks of core/messaging/status.ts: webhooks only raise; only the gate returns sending to queued.
  status text not null,
  status_rank smallint not null,
  source text not null check (source in ('contact', 'agent', 'flow', 'campaign', 'api', 'phoneApp', 'history')),
  source_user_id uuid,
  flow_run_id uuid,
  node_id text,
  ordinal int,
  purpose text check (purpose in ('service', 'utility', 'marketing', 'authentication')),
  fallback jsonb,
  attempt int not null default 0,
  lease_until timestamptz,
  not_before timestamptz,
  retry_of uuid references public.messages (id) on delete set null,
  error_code text,
  error_class text,
  error_title text,
  pricing jsonb,
  -- The sender's own time: Meta's timestamp of an inbound message, ours of an outbound one.
  sent_by_peer_at timestamptz,
  accepted_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  foreign key (org_id, conversation_id) references public.conversations (org_id, id) on delete cascade
) with (fillfactor = 80);
alter table public.messages enable row level security;
create unique index messages_wamid on public.messages (phone_number_id, wamid) where wamid is not null;
create unique index messages_run_ordinal on public.messages (flow_run_id, ordinal) where flow_run_id is not null;
create index messages_thread on public.messages (conversation_id, created_at desc, id desc); -- thread
create index messages_newest on public.messages (org_id, created_at desc, id desc); -- message list
create index messages_contact on public.messages (org_id, contact_id, created_at desc, id desc);
create index messages_in_flight on public.messages (lease_until) where status in ('sending', 'unknown'); -- sweeper

create policy select_viewer on public.messages for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.messages to app_user;
-- NOTE: no writes for app_user: private.create_agent_message makes them, the gate and the relay change them.
grant select, insert, update, delete on public.messages to parley_worker;

-- Every status Meta reported, also for messages we don't know (yet).
create table private.message_status_events (
  id bigint generated always as identity primary key,
  phone_number_id uuid not null references public.phone_numbers (id) on delete cascade,
  wamid text not null,
  message_id uuid,
  status text not null,
  at timestamptz not null,
  detail jsonb not null default '{}',
  created_at timestamptz not null default now(),
  unique (phone_number_id, wamid, status, at)
);
alter table private.message_status_events enable row level security;
create index message_status_events_message on private.message_status_events (message_id) where message_id is not null;
grant select, insert, update on private.message_status_events to parley_worker;

create trigger _500_touch before update on public.conversations for each row execute function private.touch_updated_at();
create index messages_queued on public.messages (conversation_id, created_at) where status = 'queued' and source in ('agent', 'api'); -- outbox
