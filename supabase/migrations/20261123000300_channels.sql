-- Meta apps, WhatsApp Business accounts, their numbers and templates. Secrets stay in `private`, encrypted.

-- One row per Meta app that posts webhooks to us. Secrets are AES-256-GCM envelopes (platform/secrets).
create table private.meta_apps (
  app_key text primary key check (app_key ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  app_secret bytea not null,
  previous_app_secret bytea,
  verify_token bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table private.meta_apps enable row level security;

create table public.waba_accounts (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  app_key text not null references private.meta_apps (app_key),
  meta_waba_id text not null unique,
  name text,
  status text not null default 'CONNECTED',
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id)
);
alter table public.waba_accounts enable row level security;
create index waba_accounts_org on public.waba_accounts (org_id);

-- A number that people write to. `id` is ours; Meta's id routes webhooks and sends.
create table public.phone_numbers (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null,
  waba_account_id uuid not null,
  meta_phone_number_id text not null unique,
  display_phone_number text not null,
  verified_name text,
  quality_rating text,
  messaging_limit text,
  status text not null default 'CONNECTED',
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  foreign key (org_id, waba_account_id) references public.waba_accounts (org_id, id) on delete cascade
);
alter table public.phone_numbers enable row level security;
create index phone_numbers_waba on public.phone_numbers (org_id, waba_account_id);

-- Access tokens: AES-256-GCM envelope, additional data = organisation and kind, so that a copied row can't be opened elsewhere.
create table private.channel_credentials (
  org_id uuid not null,
  waba_account_id uuid not null,
  kind text not null check (kind in ('access_token')),
  envelope bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (waba_account_id, kind),
  foreign key (org_id, waba_account_id) references public.waba_accounts (org_id, id) on delete cascade
);
alter table private.channel_credentials enable row level security;

-- Tokens left in each number's send budget: one leased bucket shared by agents, flows and campaigns.
create table private.rate_buckets (
  phone_number_id uuid primary key references public.phone_numbers (id) on delete cascade,
  tokens double precision not null,
  rate_per_second double precision not null default 80,
  burst double precision not null default 80,
  updated_at timestamptz not null default now()
) with (fillfactor = 50); -- one hot row per number: room for HOT updates
alter table private.rate_buckets enable row level security;

-- Vendor states are text: Meta adds values.
create table public.templates (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null,
  waba_account_id uuid not null,
  name text not null,
  language text not null,
  category text not null check (category in ('MARKETING', 'UTILITY', 'AUTHENTICATION')),
  status text not null,
  quality text,
  components jsonb not null default '[]',
  meta_template_id text,
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  unique (waba_account_id, name, language),
  foreign key (org_id, waba_account_id) references public.waba_accounts (org_id, id) on delete cascade
);
alter table public.templates enable row level security;
create index templates_org on public.templates (org_id, name);

create policy select_viewer on public.waba_accounts for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy select_viewer on public.phone_numbers for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
create policy select_viewer on public.templates for select to app_user
  using (org_id = any ((select private.org_ids_for('viewer'))::uuid[]));
grant select on public.waba_accounts, public.phone_numbers, public.templates to app_user;
-- NOTE: no writes for app_user: a number is claimed only after a Graph call proves ownership, templates follow Meta.

grant select, update on public.waba_accounts, public.phone_numbers to parley_worker;
grant select, insert, update on public.templates to parley_worker;
grant select on private.meta_apps, private.channel_credentials to parley_worker;
grant select, insert, update on private.rate_buckets to parley_worker;

-- The webhook handler needs an app's secrets before it knows any tenant.
create function private.find_meta_app(p_app_key text)
  returns table (app_key text, app_secret bytea, previous_app_secret bytea, verify_token bytea)
  language sql stable security definer set search_path = ''
  as $$ select a.app_key, a.app_secret, a.previous_app_secret, a.verify_token from private.meta_apps a where a.app_key = p_app_key $$;
grant execute on function private.find_meta_app(text) to parley_api;

create trigger _500_touch before update on public.waba_accounts for each row execute function private.touch_updated_at();
create trigger _500_touch before update on public.phone_numbers for each row execute function private.touch_updated_at();
create trigger _500_touch before update on public.templates for each row execute function private.touch_updated_at();
