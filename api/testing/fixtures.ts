/** Two organisations that must never see each other, with people of every role, for tests on a real database. */
import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type postgres from 'postgres';
import type { Role } from '../../core/api/schemas.ts';
import { sealSecret, secretContext } from '../../platform/secrets/envelope.ts';

export const JWT_SECRET = 'test-secret-of-at-least-32-characters';
export const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
export const WEBHOOK_APP = {
  appKey: 'fixture',
  appSecret: 'fixture-app-secret',
  verifyToken: 'fixture-verify-token',
};

const HOUR_MS = 60 * 60 * 1_000;
const roles = ['owner', 'admin', 'agent', 'viewer'] as const satisfies readonly Role[];

export interface TestUser {
  id: string;
  email: string;
  token: string;
}

export interface TestOrg {
  id: string;
  name: string;
  users: Record<Role, TestUser>;
  /** API key with the role admin. */
  apiKey: string;
  /** Ids of one key of every role, whose text nobody has. */
  keyIds: Record<Role, string>;
  phoneNumberId: string;
  metaPhoneNumberId: string;
  contactId: string;
  contactPhone: string;
  conversationId: string;
}

export interface Fixtures {
  /** The one that tests act in. */
  ours: TestOrg;
  /** The one whose rows must stay hidden. */
  theirs: TestOrg;
  /** Signed in, member of nothing. */
  stranger: TestUser;
}

/** @param sql superuser connection */
export async function createFixtures(sql: postgres.Sql): Promise<Fixtures> {
  await createMetaApp(sql);
  return {
    ours: await createOrg(sql, 'Ours', 1),
    theirs: await createOrg(sql, 'Theirs', 2),
    stranger: await createUser(sql, 'stranger'),
  };
}

/** An access token as Supabase Auth signs it; `claims` may override anything. */
export function signUserToken(userId: string, claims: Record<string, unknown> = {}): Promise<string> {
  const seconds = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    sub: userId,
    role: 'authenticated',
    aud: 'authenticated',
    exp: seconds + 3_600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(JWT_SECRET));
}

export async function createApiKey(
  sql: postgres.Sql,
  orgId: string,
  options: { role?: Role; expiresAt?: Date; revokedAt?: Date } = {},
): Promise<string> {
  const key = `pk_${randomUUID().replaceAll('-', '')}`;
  const keyHash = createHash('sha256').update(key).digest();
  await sql`
    insert into public.api_keys (org_id, name, key_hash, role, expires_at, revoked_at)
    values (${orgId}, 'Test key', ${keyHash}, ${options.role ?? 'admin'}, ${options.expiresAt ?? null},
      ${options.revokedAt ?? null})`;
  return key;
}

/** A conversation whose 24-hour window is open; the last message of `n` conversations is `n` minutes apart. */
export async function createConversation(
  sql: postgres.Sql,
  org: { id: string; phoneNumberId: string },
  options: { name?: string; phone: string; lastMessageAt?: Date | null; windowExpiresAt?: Date | null },
): Promise<{ contactId: string; conversationId: string }> {
  const contactId = randomUUID();
  const conversationId = randomUUID();
  const { phone, name = 'Ada Example' } = options;
  const lastMessageAt = options.lastMessageAt === undefined ? new Date() : options.lastMessageAt;
  const windowExpiresAt =
    options.windowExpiresAt === undefined ? new Date(Date.now() + 23 * HOUR_MS) : options.windowExpiresAt;
  await sql`insert into public.contacts (id, org_id, name) values (${contactId}, ${org.id}, ${name})`;
  await sql`
    insert into public.contact_identities (org_id, kind, value, contact_id)
    values (${org.id}, 'wa_id', ${phone}, ${contactId}), (${org.id}, 'phone', ${`+${phone}`}, ${contactId})`;
  await sql`
    insert into public.conversations (id, org_id, contact_id, phone_number_id, last_inbound_at, window_expires_at,
      unread_count, last_message_at, last_message_text, last_message_direction)
    values (${conversationId}, ${org.id}, ${contactId}, ${org.phoneNumberId}, ${lastMessageAt}, ${windowExpiresAt}, 1,
      ${lastMessageAt}, ${lastMessageAt && 'Hello'}, ${lastMessageAt && 'inbound'})`;
  return { contactId, conversationId };
}

/** An inbound text. */
export async function createMessage(
  sql: postgres.Sql,
  org: { id: string; phoneNumberId: string },
  thread: { contactId: string; conversationId: string },
  options: { text: string; createdAt?: Date },
): Promise<string> {
  const id = randomUUID();
  const at = options.createdAt ?? new Date();
  await sql`
    insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content,
      text, wamid, status, status_rank, source, sent_by_peer_at, created_at)
    values (${id}, ${org.id}, ${thread.conversationId}, ${thread.contactId}, ${org.phoneNumberId}, 'inbound', 'text',
      ${sql.json({ type: 'text', text: options.text })}, ${options.text}, ${`wamid.${id}`}, 'received', 0, 'contact',
      ${at}, ${at})`;
  return id;
}

async function createMetaApp(sql: postgres.Sql): Promise<void> {
  const { appKey, appSecret, verifyToken } = WEBHOOK_APP;
  await sql`
    insert into private.meta_apps (app_key, app_secret, verify_token)
    values (${appKey}, ${sealSecret(MASTER_KEY, secretContext.appSecret(appKey), appSecret)},
      ${sealSecret(MASTER_KEY, secretContext.verifyToken(appKey), verifyToken)})`;
}

async function createOrg(sql: postgres.Sql, name: string, n: number): Promise<TestOrg> {
  const id = randomUUID();
  await sql`insert into public.organizations (id, name, slug) values (${id}, ${name}, ${`${name.toLowerCase()}-${n}`})`;
  const users = {} as Record<Role, TestUser>;
  const keyIds = {} as Record<Role, string>;
  for (const role of roles) {
    users[role] = await createUser(sql, `${role}-${n}`);
    await sql`insert into public.org_members (org_id, user_id, role) values (${id}, ${users[role].id}, ${role})`;
    keyIds[role] = randomUUID();
    await sql`
      insert into public.api_keys (id, org_id, name, key_hash, role)
      values (${keyIds[role]}, ${id}, ${`Key of ${role}`}, sha256(${keyIds[role]}::bytea), ${role})`;
  }
  const wabaId = randomUUID();
  const phoneNumberId = randomUUID();
  const metaPhoneNumberId = `90000000000000${n}`;
  await sql`
    insert into public.waba_accounts (id, org_id, app_key, meta_waba_id, name)
    values (${wabaId}, ${id}, ${WEBHOOK_APP.appKey}, ${`80000000000000${n}`}, ${name})`;
  await sql`
    insert into public.phone_numbers (id, org_id, waba_account_id, meta_phone_number_id, display_phone_number, verified_name)
    values (${phoneNumberId}, ${id}, ${wabaId}, ${metaPhoneNumberId}, ${`+1 555 010 100${n}`}, ${name})`;
  await sql`
    insert into public.templates (org_id, waba_account_id, meta_template_id, name, language, category, status, components)
    values (${id}, ${wabaId}, ${`70000000000000${n}`}, 'reminder', 'en', 'UTILITY', 'APPROVED',
      ${sql.json([{ type: 'BODY', text: 'Hello {{1}}, see you tomorrow.' }])})`;
  const contactPhone = `1555010200${n}`;
  const thread = await createConversation(
    sql,
    { id, phoneNumberId },
    { name: `Ada of ${name}`, phone: contactPhone },
  );
  await createMessage(sql, { id, phoneNumberId }, thread, { text: 'Hello' });
  const apiKey = await createApiKey(sql, id);
  return { id, name, users, apiKey, keyIds, phoneNumberId, metaPhoneNumberId, contactPhone, ...thread };
}

/** Somebody who can sign in, with a verified address. */
export async function createUser(sql: postgres.Sql, name: string): Promise<TestUser> {
  const id = randomUUID();
  const email = `${name}.${id.slice(0, 8)}@fixture.test`;
  await sql`
    insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data)
    values (${id}, ${email}, now(), ${sql.json({ name })})`;
  return { id, email, token: await signUserToken(id, { email, user_metadata: { name } }) };
}
