import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { PostgresError } from './errors.ts';

/** The account Postgres runs under when we are root, which it refuses to be. */
export type SystemUser = { name: string; uid: number; gid: number };

/** Where data and programs go when root's own folders are closed to that account. */
export const RELOCATED_ROOT = '/var/lib/parley';

/** Existing accounts in order of preference; none is created, so nothing is left behind on the machine. */
const CANDIDATES = ['postgres', 'nobody'];

/**
 * The account to switch to, or `undefined` when we are an ordinary user and stay who we are.
 * @throws PostgresError `postgres_no_user`
 */
export function chooseUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of CANDIDATES) {
    const uid = idOf(name, '-u');
    const gid = idOf(name, '-g');
    if (uid && gid) return { name, uid, gid };
  }
  throw new PostgresError(
    'postgres_no_user',
    `Postgres refuses to run as root and neither account exists: ${CANDIDATES.join(', ')}. ` +
      'Create one (useradd --system postgres) or start as an ordinary user.',
  );
}

/** Can `user` enter every folder above `path`? Reads permission bits only, not access control lists. */
export async function canReach(path: string, user: SystemUser): Promise<boolean> {
  for (let dir = dirname(resolve(path)); ; dir = dirname(dir)) {
    const info = await stat(dir);
    const bit = info.uid === user.uid ? 0o100 : info.gid === user.gid ? 0o010 : 0o001;
    if ((info.mode & bit) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}

/** A place for `dataDir` that the account can reach; always the same one for the same `dataDir`. */
export function relocated(dataDir: string): string {
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12);
  return join(RELOCATED_ROOT, `data-${name}`);
}

function idOf(name: string, flag: '-u' | '-g'): number | undefined {
  try {
    return Number(
      execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return undefined;
  }
}
