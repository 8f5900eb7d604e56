import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrapSupabase } from './bootstrap.ts';
import { type LocalPostgres, removePostgres, startPostgres } from './postgres.ts';

/**
 * A throw-away Postgres for one test file: in a temporary folder, without fsync, with Supabase's roles and
 * schemas. `stop` deletes it.
 * @param port TCP port on 127.0.0.1; 0 takes a free one
 */
export async function startTempPostgres(
  options: { port?: number; bootstrap?: boolean; log?: (line: string) => void } = {},
): Promise<LocalPostgres> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-pg-'));
  await chmod(dir, 0o755); // as root the server runs under another account, which must get in
  const dataDir = join(dir, 'data');
  const remove = async (): Promise<void> => {
    await removePostgres(dataDir);
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const pg = await startPostgres({ dataDir, port: options.port ?? 0, log: options.log, fsync: false });
    if (options.bootstrap !== false) await bootstrapSupabase(pg.adminUrl);
    return { ...pg, stop: () => pg.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
