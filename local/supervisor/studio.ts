import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalError } from '../process/errors.ts';
import { withProgress, type Log } from '../process/log.ts';
import { run } from '../process/run.ts';

const SOURCES = ['studio', 'core', 'package-lock.json'];

/** Builds the studio into studio/dist when a source is newer than the last build. */
export async function buildStudio(root: string, log: Log): Promise<void> {
  const built = await changedAt(join(root, 'studio/dist/index.html'));
  const sources = await Promise.all(SOURCES.map((source) => newestChange(join(root, source))));
  if (built > Math.max(...sources)) {
    log('built already');
    return;
  }
  await withProgress(log, 'Building the studio', () =>
    run(
      process.execPath,
      [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'studio', '--logLevel', 'warn'],
      {
        cwd: root,
        // Vite and React build for development when told that they are tested or developed.
        env: { ...process.env, NODE_ENV: 'production' },
        onLine: log,
      },
    ).catch((cause: unknown) => {
      throw new LocalError('command_failed', 'The studio could not be built: see the messages above.', {
        cause,
      });
    }),
  );
}

/** Milliseconds since 1970 of the last change of a file, or of the newest file below a folder; 0 when missing. */
async function newestChange(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return changedAt(path);
  const inside = entries
    .filter(({ name }) => name !== 'dist' && name !== 'node_modules' && !name.includes('.test.'))
    .map((entry) => newestChange(join(path, entry.name)));
  return Math.max(0, ...(await Promise.all(inside)));
}

async function changedAt(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
}
