import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LocalError } from '../process/errors.ts';

const CHECKSUMS = 'SHA256SUMS';

/** The per-user folder for programs that are fetched or built once: `$XDG_CACHE_HOME` or `~/.cache`, `parley/`. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'parley');
}

/**
 * The folder of a cached entry whose files are all there and unchanged since it was made, else undefined.
 * A damaged entry is removed, so that the next route makes it anew.
 */
export async function findCached(name: string, root = cacheRoot()): Promise<string | undefined> {
  const folder = join(root, name);
  const noted = await readFile(join(folder, CHECKSUMS), 'utf8').catch(() => undefined);
  if (noted !== undefined && noted === (await checksums(folder))) return folder;
  await rm(folder, { recursive: true, force: true });
  return undefined;
}

/**
 * Makes an entry: `produce` fills a fresh folder beside the final one, checksums are written, and the folder is
 * renamed into place. So a half-made entry is never seen, and of two makers at once both get a whole one.
 * @throws LocalError `cache_unusable` when the cache can't be written
 */
export async function putInCache(
  name: string,
  produce: (folder: string) => Promise<void>,
  root = cacheRoot(),
): Promise<string> {
  const folder = join(root, name);
  const making = await freshFolder(root, name);
  try {
    await produce(making);
    await writeFile(join(making, CHECKSUMS), await checksums(making));
    try {
      await rename(making, folder);
    } catch (error) {
      // Someone else was faster. Theirs is as good as ours when it is whole; a damaged one is gone now.
      if (!(await findCached(name, root))) {
        await rename(making, folder).catch(() => {
          throw error;
        });
      }
    }
    return folder;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function freshFolder(root: string, name: string): Promise<string> {
  try {
    await mkdir(root, { recursive: true });
    return await mkdtemp(join(root, `.making-${name}-`));
  } catch (cause) {
    throw new LocalError(
      'cache_unusable',
      `${root} can't be written: make it writable or set XDG_CACHE_HOME to a folder that is.`,
      { cause },
    );
  }
}

/** One line per file, in the format of sha256sum, sorted by name. */
async function checksums(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== CHECKSUMS)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const lines = await Promise.all(
    files.map(async (file) => `${await sha256(file)}  ${relative(folder, file).split(sep).join('/')}\n`),
  );
  return lines.join('');
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
