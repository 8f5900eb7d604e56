import { jwtVerify } from 'jose';
import type { Sql, TransactionSql } from 'postgres';

/** Who speaks: the verified claims of a user's token, or the bare role of an API key. */
export type Caller = { role: string; claims: Record<string, unknown>; expiresAtMs: number | undefined };

export type Rights = {
  broadcast: { read: boolean; write: boolean };
  presence: { read: boolean; write: boolean };
};

export const ALL_RIGHTS: Rights = {
  broadcast: { read: true, write: true },
  presence: { read: true, write: true },
};

const ROLES = ['anon', 'authenticated', 'service_role'];

/** Who may not be who they say they are. The message goes to the client. */
export class AccessError extends Error {
  override readonly name = 'AccessError';
  readonly code = 'realtime_unauthorized';
}

export type Keys = { jwtSecret: string; publishableKey: string; secretKey: string };

/** The role of an API key, or `undefined` for a wrong one. */
export function roleOfKey(key: string | null | undefined, keys: Keys): string | undefined {
  if (key === keys.secretKey) return 'service_role';
  return key === keys.publishableKey ? 'anon' : undefined;
}

/**
 * The caller behind a token. An API key in its place means "no user": supabase-js sends its own key when nobody is signed in.
 * @throws AccessError
 */
export async function identify(
  token: string | null | undefined,
  keyRole: string,
  keys: Keys,
): Promise<Caller> {
  const isKey = !token || token.startsWith('sb_') || roleOfKey(token, keys) !== undefined;
  if (isKey) {
    const role = roleOfKey(token, keys) ?? keyRole;
    return { role, claims: { role }, expiresAtMs: undefined };
  }
  try {
    // The algorithm is fixed here and never read from the token.
    const { payload } = await jwtVerify(token, new TextEncoder().encode(keys.jwtSecret), {
      algorithms: ['HS256'],
    });
    const role = String(payload.role);
    if (!ROLES.includes(role)) throw new AccessError(`The role ${role} may not use Realtime.`);
    return { role, claims: payload, expiresAtMs: payload.exp ? payload.exp * 1000 : undefined };
  } catch (error) {
    if (error instanceof AccessError) throw error;
    const isExpired = (error as { code?: string }).code === 'ERR_JWT_EXPIRED';
    throw new AccessError(
      isExpired ? 'InvalidJWTToken: Token has expired' : 'InvalidJWTToken: The token is not valid',
      {
        cause: error,
      },
    );
  }
}

/**
 * What the policies on realtime.messages allow the caller on a topic. As hosted Realtime does it: probe rows
 * are put in by the owner, read as the caller (may receive), written as the caller (may send), and rolled back.
 */
export async function probeRights(sql: Sql, caller: Caller, topic: string): Promise<Rights> {
  let rights: Rights | undefined;
  const undo = new Error('roll back the probe');
  await sql
    .begin(async (tx) => {
      const probes = await tx<{ id: string; extension: 'broadcast' | 'presence' }[]>`
        insert into realtime.messages (topic, extension, event, payload, private)
        values (${topic}, 'broadcast', 'probe', '{}', true), (${topic}, 'presence', 'probe', '{}', true)
        returning id, extension`;
      const claims = JSON.stringify(caller.claims);
      const sub = typeof caller.claims.sub === 'string' ? caller.claims.sub : '';
      await tx`
        select set_config('log_min_messages', 'fatal', true), -- a refused probe is an answer, not an error to log
               set_config('realtime.topic', ${topic}, true),
               set_config('request.jwt.claims', ${claims}, true),
               set_config('request.jwt.claim.sub', ${sub}, true),
               set_config('request.jwt.claim.role', ${caller.role}, true),
               set_config('request.headers', '{}', true),
               set_config('role', ${caller.role}, true)`;
      const ids = probes.map((probe) => probe.id);
      const visible = await tx<
        { id: string }[]
      >`select id from realtime.messages where id = any(${ids}::uuid[])`;
      const canRead = (extension: string): boolean =>
        probes.some((probe) => probe.extension === extension && visible.some((row) => row.id === probe.id));
      rights = {
        broadcast: { read: canRead('broadcast'), write: await canWrite(tx, topic, 'broadcast') },
        presence: { read: canRead('presence'), write: await canWrite(tx, topic, 'presence') },
      };
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return rights!;
}

const INSUFFICIENT_PRIVILEGE = '42501';

async function canWrite(tx: TransactionSql, topic: string, extension: string): Promise<boolean> {
  try {
    await tx.savepoint(
      (point) => point`
        insert into realtime.messages (topic, extension, event, payload, private)
        values (${topic}, ${extension}, 'probe', '{}', true)`,
    );
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}
