import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removePostgres } from '../postgres/postgres.ts';
import { LocalError } from '../process/errors.ts';
import { waitUntil } from '../process/wait.ts';
import { endLeftovers, runningSupervisor } from './register.ts';
import type { Settings } from './settings.ts';

/**
 * Stops a running stack and deletes all its data. Databases given by DATABASE_URL are not touched.
 * @throws LocalError `already_running` when the stack doesn't stop
 */
export async function reset(settings: Settings): Promise<void> {
  const { localDir } = settings;
  const running = runningSupervisor(localDir);
  if (running !== undefined) {
    console.log(`stopping the running Parley (process ${running})`);
    process.kill(running, 'SIGTERM');
    await waitUntil(() => runningSupervisor(localDir) === undefined, { timeoutMs: 15_000 }).catch(() => {
      throw new LocalError(
        'already_running',
        `Parley (process ${running}) doesn't stop: stop it with "kill -9 ${running}" and run "npm run reset" again.`,
      );
    });
  }
  await endLeftovers(localDir, (line) => console.log(line));
  await removePostgres(join(localDir, 'postgres'));
  await rm(localDir, { recursive: true, force: true });
  console.log(`${localDir} is wiped; "npm start" begins with fresh demo data.`);
}
