import type { Sql, TransactionSql } from 'postgres';

export type SeedUser = { id: string; email: string; password: string; name: string };

/**
 * Adds a user who can sign in with the password at once, or leaves an existing one as it is. The statements
 * are the same for local and hosted Auth; supabase/seed.sql may hold them as plain SQL.
 */
export async function seedUser(sql: Sql | TransactionSql, user: SeedUser): Promise<void> {
  const email = user.email.toLowerCase();
  // Hosted Auth finds only users of the zero instance, and fails on tokens that are null instead of empty.
  await sql`
    insert into auth.users (
      id, instance_id, aud, role, email, encrypted_password, email_confirmed_at,
      raw_app_meta_data, raw_user_meta_data, created_at, updated_at,
      confirmation_token, recovery_token, email_change, email_change_token_new
    ) values (
      ${user.id}, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', ${email},
      extensions.crypt(${user.password}, extensions.gen_salt('bf', 10)), now(),
      '{"provider":"email","providers":["email"]}', jsonb_build_object('name', ${user.name}::text), now(), now(),
      '', '', '', ''
    ) on conflict (id) do nothing`;
  await sql`
    insert into auth.identities (id, user_id, provider, provider_id, identity_data, created_at, updated_at)
    values (
      gen_random_uuid(), ${user.id}, 'email', ${user.id},
      jsonb_build_object('sub', ${user.id}::text, 'email', ${email}::text, 'email_verified', true), now(), now()
    ) on conflict (provider, provider_id) do nothing`;
}
