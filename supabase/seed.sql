-- Demo data for development: an organisation, three people who sign in with `parley-demo`, and 25 contacts. Repeating it changes
-- nothing. Channels and flows, which need encryption and the flow engine, are added by platform/seed. Production never seeds.

insert into auth.users (id, instance_id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
  raw_user_meta_data, created_at, updated_at, confirmation_token, recovery_token, email_change, email_change_token_new)
select u.id, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', u.email,
  extensions.crypt('parley-demo', extensions.gen_salt('bf', 10)), now(), '{"provider":"email","providers":["email"]}',
  jsonb_build_object('name', u.name), now(), now(), '', '', '', ''
from (values
  ('0d000000-0000-4000-8000-000000000001'::uuid, 'owner@demo.test', 'Olivia Owner'),
  ('0d000000-0000-4000-8000-000000000002'::uuid, 'agent@demo.test', 'Adam Agent'),
  ('0d000000-0000-4000-8000-000000000003'::uuid, 'viewer@demo.test', 'Vera Viewer')
) as u (id, email, name)
on conflict (id) do nothing;

insert into auth.identities (id, user_id, provider, provider_id, identity_data, created_at, updated_at)
select gen_random_uuid(), u.id, 'email', u.id::text,
  jsonb_build_object('sub', u.id::text, 'email', u.email, 'email_verified', true), now(), now()
from auth.users u where u.id::text like '0d000000-0000-4000-8000-00000000000_'
on conflict (provider, provider_id) do nothing;

insert into public.organizations (id, name, slug, is_sample)
values ('0a000000-0000-4000-8000-000000000001', 'Demo', 'demo', true)
on conflict (id) do nothing;

insert into public.org_members (org_id, user_id, role) values
  ('0a000000-0000-4000-8000-000000000001', '0d000000-0000-4000-8000-000000000001', 'owner'),
  ('0a000000-0000-4000-8000-000000000001', '0d000000-0000-4000-8000-000000000002', 'agent'),
  ('0a000000-0000-4000-8000-000000000001', '0d000000-0000-4000-8000-000000000003', 'viewer')
on conflict do nothing;

insert into public.api_keys (id, org_id, name, key_hash, role, is_sample)
values ('0b000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000001', 'Local demo key',
  extensions.digest('pk_demo_local_only', 'sha256'), 'admin', true)
on conflict (id) do nothing;

create temporary table sample_people on commit drop as
select ('0c000000-0000-4000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid as id, n, name, city_zone, country, locale, tags
from (values
  (1, 'Ana Souza', 'America/Sao_Paulo', 'BR', 'pt_BR', '{customer}'::text[]),
  (2, 'Ben Carter', 'America/New_York', 'US', 'en_US', '{customer,vip}'),
  (3, 'Chloé Martin', 'Europe/Paris', 'FR', 'fr', '{}'),
  (4, 'Diego Fernández', 'America/Argentina/Buenos_Aires', 'AR', 'es_AR', '{customer}'),
  (5, 'Elif Yılmaz', 'Europe/Istanbul', 'TR', 'tr', '{}'),
  (6, 'Farid Haddad', 'Asia/Dubai', 'AE', 'ar', '{vip}'),
  (7, 'Grace Okafor', 'Africa/Lagos', 'NG', 'en_GB', '{customer}'),
  (8, 'Hiro Tanaka', 'Asia/Tokyo', 'JP', 'ja', '{}'),
  (9, 'Isla Brown', 'Europe/London', 'GB', 'en_GB', '{customer,newsletter}'),
  (10, 'João Pereira', 'Europe/Lisbon', 'PT', 'pt_PT', '{newsletter}'),
  (11, 'Kavya Iyer', 'Asia/Kolkata', 'IN', 'en', '{customer}'),
  (12, 'Lucas Weber', 'Europe/Berlin', 'DE', 'de', '{}'),
  (13, 'Mia Rossi', 'Europe/Rome', 'IT', 'it', '{customer}'),
  (14, 'Noah Smith', 'America/Chicago', 'US', 'en_US', '{}'),
  (15, 'Olga Novak', 'Europe/Prague', 'CZ', 'cs', '{vip}'),
  (16, 'Pablo Morales', 'America/Mexico_City', 'MX', 'es_MX', '{customer}'),
  (17, 'Quynh Tran', 'Asia/Ho_Chi_Minh', 'VN', 'vi', '{}'),
  (18, 'Rania Saleh', 'Africa/Cairo', 'EG', 'ar', '{newsletter}'),
  (19, 'Sven Lindqvist', 'Europe/Stockholm', 'SE', 'sv', '{}'),
  (20, 'Thandi Dlamini', 'Africa/Johannesburg', 'ZA', 'en', '{customer}'),
  (21, 'Uma Patel', 'Asia/Kolkata', 'IN', 'en', '{}'),
  (22, 'Victor Lima', 'America/Bogota', 'CO', 'es_CO', '{newsletter}'),
  (23, 'Wendy Tan', 'Asia/Singapore', 'SG', 'en', '{customer,vip}'),
  (24, 'Ximena Rojas', 'America/Santiago', 'CL', 'es_CL', '{}'),
  (25, 'Yara Costa', 'America/Sao_Paulo', 'BR', 'pt_BR', '{customer}')
) as p (n, name, city_zone, country, locale, tags);

insert into public.contacts (id, org_id, name, locale, country, time_zone, tags, attributes, is_sample, created_at)
select id, '0a000000-0000-4000-8000-000000000001', name, locale, country, city_zone, tags, jsonb_build_object('source', 'sample'), true,
  now() - make_interval(hours => n)
from sample_people on conflict (id) do nothing;

insert into public.contact_identities (org_id, kind, value, contact_id)
select '0a000000-0000-4000-8000-000000000001', kind, prefix || '1555200' || lpad(n::text, 4, '0'), id
from sample_people, (values ('wa_id', ''), ('phone', '+')) as k (kind, prefix)
on conflict do nothing;

-- Sample tags are no events: nobody is enrolled in anything by seeding.
update public.contact_events set routed_at = now() where routed_at is null
  and contact_id in (select id from sample_people);
