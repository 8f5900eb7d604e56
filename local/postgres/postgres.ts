import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Binaries, copyBinaries, locateBinaries } from './binaries.ts';
import { PostgresError } from './errors.ts';
import { clearOrphan, noteOwner } from './orphan.ts';
import { canReach, chooseUser, relocated, RELOCATED_ROOT, type SystemUser } from './run-as.ts';
import { INITDB_ARGUMENTS, serverArguments } from './settings.ts';

export type StartPostgresOptions = {
  /** Folder for the database's files; made when missing, kept between runs. */
  dataDir: string;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  port: number;
  log?: (line: string) => void;
  /** Off only for throw-away databases: a crash of the machine may lose them. Default on. */
  fsync?: boolean;
};

export type LocalPostgres = {
  /** Superuser `postgres` on database `postgres`. */
  adminUrl: string;
  port: number;
  pid: number;
  /** Resolves when the server has ended, whoever ended it. */
  exited: Promise<void>;
  /** Cuts all connections and ends the server cleanly; safe to call twice. */
  stop(): Promise<void>;
};

/** Known on purpose: the server listens on loopback only and holds development data. */
const LOCAL_PASSWORD = 'postgres';
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 8_000;

/**
 * Starts Postgres 17 on loopback and resolves when it accepts connections. The first start creates the
 * database; later ones recover from whatever the last run left behind. As root the server runs under another account.
 * @throws PostgresError
 */
export async function startPostgres(options: StartPostgresOptions): Promise<LocalPostgres> {
  const log = options.log ?? (() => {});
  const place = await preparePlace(resolve(options.dataDir), log);
  await clearOrphan(join(place.dataDir, 'db'), log);
  await claimPort(options.port);
  if (!(await hasDatabase(place.dataDir))) await createDatabase(place, options.fsync !== false, log);
  await noteOwner(join(place.dataDir, 'db'));

  const { server, port } = await startServer(place, options, log);
  const exited = once(server, 'exit').then(() => undefined);
  const stopWithUs = (): void => void server.kill('SIGINT');
  process.once('exit', stopWithUs);
  void exited.then(() => process.off('exit', stopWithUs));
  return {
    adminUrl: `postgres://postgres:${LOCAL_PASSWORD}@127.0.0.1:${port}/postgres`,
    port,
    pid: server.pid!,
    exited,
    stop: () => stopServer(server, exited),
  };
}

/** Deletes the database of `dataDir`, also where root had to put it elsewhere. The server must be stopped. */
export async function removePostgres(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  if (process.getuid?.() === 0) await rm(relocated(dataDir), { recursive: true, force: true });
}

type Place = { dataDir: string; binaries: Binaries; user: SystemUser | undefined };

/** Decides which account runs the server, and where it finds programs and data. */
async function preparePlace(dataDir: string, log: (line: string) => void): Promise<Place> {
  const user = chooseUser();
  let binaries = await locateBinaries();
  await mkdir(dirname(dataDir), { recursive: true });
  const isNew = await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (!user) return { dataDir, binaries, user };

  if (!(await canReach(join(binaries.rootDir, 'bin', 'postgres'), user))) {
    binaries = await copyBinaries(binaries, RELOCATED_ROOT);
  }
  if (!(await canReach(dataDir, user))) {
    const actual = relocated(dataDir);
    log(`the account ${user.name} can't enter ${dirname(dataDir)}: the database's files are in ${actual}`);
    // The folder stays as the handle: deleting it resets the database, wherever its files are.
    if (isNew) await rm(actual, { recursive: true, force: true });
    await mkdir(RELOCATED_ROOT, { recursive: true, mode: 0o755 });
    await mkdir(actual, { recursive: true, mode: 0o700 });
    dataDir = actual;
  }
  await chown(dataDir, user.uid, user.gid);
  return { dataDir, binaries, user };
}

async function claimPort(wanted: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(wanted, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    return typeof address === 'object' && address ? address.port : wanted;
  } catch (cause) {
    throw new PostgresError(
      'postgres_port_taken',
      `Port ${wanted} on 127.0.0.1, wanted for Postgres, can't be used (${(cause as NodeJS.ErrnoException).code}): ` +
        'stop the program that holds it, or choose another port.',
      { cause },
    );
  } finally {
    probe.close();
  }
}

async function hasDatabase(dataDir: string): Promise<boolean> {
  const found = await readFile(join(dataDir, 'db', 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (found === undefined) return false;
  if (found.trim() === '17') return true;
  throw new PostgresError(
    'postgres_data_other_version',
    `The database in ${dataDir} was made by Postgres ${found.trim()}, this is 17: move it away or delete it ("npm run reset").`,
  );
}

/** Runs initdb beside the final folder and renames it, so that a half-made database is never started. */
async function createDatabase(place: Place, sync: boolean, log: (line: string) => void): Promise<void> {
  log('creating the database');
  const partial = join(place.dataDir, 'db.partial');
  const passwordFile = join(place.dataDir, 'password');
  await rm(partial, { recursive: true, force: true });
  await writeFile(passwordFile, LOCAL_PASSWORD, { mode: 0o600 });
  if (place.user) await chown(passwordFile, place.user.uid, place.user.gid);
  const flags = [
    ...INITDB_ARGUMENTS,
    `--pwfile=${passwordFile}`,
    `--pgdata=${partial}`,
    ...(sync ? [] : ['--no-sync']),
  ];
  const initdb = run(place, place.binaries.initdb, flags);
  const lines: string[] = [];
  onLines(initdb, (line) => lines.push(line));
  const [code] = (await once(initdb, 'close').catch((error: Error) => [error.message])) as [number | string];
  await rm(passwordFile, { force: true });
  if (code !== 0) {
    throw new PostgresError(
      'postgres_init_failed',
      `initdb could not create a database in ${place.dataDir} (exit ${code}): ${lines.slice(-5).join(' | ')}`,
    );
  }
  await chmod(partial, 0o700);
  await rename(partial, join(place.dataDir, 'db'));
}

async function startServer(
  place: Place,
  options: StartPostgresOptions,
  log: (line: string) => void,
): Promise<{ server: ChildProcess; port: number }> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const port = await claimPort(options.port);
    const flags = serverArguments(port, options.fsync !== false);
    const attempt = await tryServer(place, flags, log, deadline - Date.now());
    if ('server' in attempt) return { server: attempt.server, port };
    // After kill -9 of the server its children need a moment to notice and let go of the shared memory.
    const isLettingGo = /shared memory block|lock file .* already exists/.test(attempt.reason);
    // Any program's connection may have taken the port since; when it doesn't matter which, the next one will do.
    const lostPort = options.port === 0 && attempt.reason.includes('could not create any TCP/IP sockets');
    if (!(isLettingGo || lostPort) || Date.now() > deadline - READY_TIMEOUT_MS / 2) {
      throw new PostgresError(
        'postgres_start_failed',
        `Postgres did not start in ${place.dataDir}: ${attempt.reason}`,
      );
    }
    await sleep(200);
  }
}

async function tryServer(
  place: Place,
  flags: string[],
  log: (line: string) => void,
  timeoutMs: number,
): Promise<{ server: ChildProcess } | { reason: string }> {
  const server = run(place, place.binaries.postgres, ['-D', join(place.dataDir, 'db'), ...flags]);
  let reason = '';
  return new Promise((settle) => {
    const timer = setTimeout(() => {
      server.kill('SIGQUIT');
      settle({ reason: `not ready after ${timeoutMs} ms` });
    }, timeoutMs);
    onLines(server, (line) => {
      log(line);
      if (line.includes('FATAL:') || line.includes('PANIC:')) reason = line;
      if (line.includes('database system is ready to accept connections')) finish({ server });
    });
    server.once('error', (error) => finish({ reason: error.message }));
    server.once('close', (code) => finish({ reason: reason || `it ended with exit code ${code}` }));
    const finish = (result: { server: ChildProcess } | { reason: string }): void => {
      clearTimeout(timer);
      settle(result);
    };
  });
}

async function stopServer(server: ChildProcess, exited: Promise<void>): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGINT'); // "fast": ends sessions, writes a checkpoint
  const timer = setTimeout(() => server.kill('SIGQUIT'), STOP_TIMEOUT_MS); // recovers at the next start
  await exited;
  clearTimeout(timer);
}

/** Detached, because Ctrl-C reaches the whole foreground group and the database must end last, not first. */
function run(place: Place, program: string, flags: string[]): ChildProcess {
  const { user } = place;
  return spawn(program, flags, {
    cwd: place.dataDir,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  });
}

function onLines(child: ChildProcess, handle: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', handle);
}
