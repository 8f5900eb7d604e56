/**
 * The bench's own stack: what `npm start` has (Postgres with fsync, Temporal with a file database, gateway, simulator, api and
 * worker as real processes) on free ports and in a folder of its own, gone afterwards.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { migrate } from '../../platform/db/migrate.ts';
import { seedDemo } from '../../platform/seed/demo.ts';
import { DEMO } from '../../local/demo.ts';
import {
  bareEnvironment,
  ENTRY_POINTS,
  partEnvironment,
  readyUrl,
  type OurPart,
  type StackSettings,
} from '../../local/environment.ts';
import { allowLocalLogins, bootstrapSupabase } from '../../local/postgres/bootstrap.ts';
import { removePostgres, startPostgres } from '../../local/postgres/postgres.ts';
import { freePorts } from '../../local/process/ports.ts';
import { startTemporal } from '../../local/temporal/server.ts';
import { stackPart, type StackPart } from '../../local/testing/stack-part.ts';
import { supabasePart } from '../../local/testing/supabase-part.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Everything whose CPU and memory is measured. `ours` are the Node processes of Parley. */
export const OURS = ['api', 'worker', 'simulator', 'supabase'] as const;
export type ProcessName = (typeof OURS)[number] | 'postgres' | 'temporal';

/** One person asks more than the API would answer somebody else. */
const UNLIMITED = { API_RATE_LIMIT_PER_IP: '1000000', API_RATE_LIMIT_PER_TOKEN: '1000000' };

export interface BenchStack {
  settings: StackSettings;
  urls: { api: string; simulator: string };
  /** Superuser pool. */
  sql: postgres.Sql;
  folder: string;
  parts: Record<OurPart, StackPart>;
  pidOf(name: ProcessName): number;
  /** Throws when one of our processes has ended: figures of half a stack mean nothing. */
  checkAlive(): void;
  /** Something more to take down together with the stack, before it. */
  alsoStop(step: () => Promise<unknown>): void;
  stop(): Promise<void>;
}

/** A process of the stack died during a measurement. */
export class PartDiedError extends Error {
  readonly code = 'part_died';
}

export async function startStack(options: {
  profileDir: string | null;
  log: (line: string) => void;
}): Promise<BenchStack> {
  const { log } = options;
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  await chmod(folder, 0o755); // as root, Postgres runs under another account and must reach its data
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const [temporalPort = 0, uiPort = 0, supabase = 0, smtp = 0, ...ours] = await freePorts(8);
    const [api = 0, apiMetrics = 0, workerMetrics = 0, simulator = 0] = ours;
    log('starting Postgres and Temporal');
    const starting = [
      startDatabase(folder, undo),
      startTemporalServer(folder, temporalPort, uiPort, undo, log),
    ] as const;
    // When one of them fails, the other one has to be there before it can be stopped.
    await Promise.allSettled(starting);
    const [database, temporal] = await Promise.all(starting);
    const settings: StackSettings = {
      database: database.urls,
      supabase: {
        url: `http://127.0.0.1:${supabase}`,
        publishableKey: DEMO.publishableKey,
        secretKey: DEMO.secretKey,
        jwtSecret: randomBytes(32).toString('hex'),
      },
      temporal: { address: temporal.address, namespace: 'default' },
      graphUrl: `http://127.0.0.1:${simulator}`,
      smtpUrl: 'smtp://127.0.0.1:1',
      masterKey: database.masterKey,
      ports: { api, apiMetrics, workerMetrics, simulator },
      logLevel: 'info',
    };
    const gateway = supabasePart(settings, smtp, ROOT, folder);
    const parts = await ourParts(settings, folder, options.profileDir);
    const all = { ...parts, supabase: gateway };
    undo.push(() => Promise.all(Object.values(all).map((part) => part.stop())));
    log('starting gateway, simulator, api and worker');
    await Promise.all(Object.values(all).map((part) => part.start()));
    const sql = postgres(database.urls.adminUrl, { max: 4, onnotice: () => {} });
    undo.push(() => sql.end({ timeout: 1 }));

    const pidOf = (name: ProcessName) => {
      const pid = name === 'postgres' ? database.pid : name === 'temporal' ? temporal.pid : all[name].pid;
      if (pid === undefined) throw new PartDiedError(`${name} has ended during the measurement.`);
      return pid;
    };
    return {
      settings,
      urls: { api: `http://127.0.0.1:${api}`, simulator: settings.graphUrl },
      sql,
      folder,
      parts,
      pidOf,
      checkAlive: () => OURS.forEach(pidOf),
      alsoStop: (step) => void undo.push(step),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase(folder: string, undo: (() => Promise<unknown>)[]) {
  const dataDir = join(folder, 'postgres');
  const server = await startPostgres({ dataDir, port: 0 });
  undo.push(() => server.stop().then(() => removePostgres(dataDir)));
  const { adminUrl } = server;
  const masterKey = randomBytes(32).toString('base64');
  await bootstrapSupabase(adminUrl);
  await migrate(adminUrl);
  const urls = await allowLocalLogins(adminUrl, {
    parley_api: randomBytes(12).toString('hex'),
    parley_worker: randomBytes(12).toString('hex'),
  });
  await seedDemo(adminUrl, masterKey);
  return {
    pid: server.pid,
    masterKey,
    urls: { adminUrl, apiUrl: urls.parley_api, workerUrl: urls.parley_worker },
  };
}

async function startTemporalServer(
  folder: string,
  port: number,
  uiPort: number,
  undo: (() => Promise<unknown>)[],
  log: (line: string) => void,
) {
  const server = await startTemporal({
    port,
    uiPort,
    dbFile: join(folder, 'temporal.db'),
    namespace: 'default',
    log,
  });
  undo.push(() => server.stop());
  return server;
}

async function ourParts(
  settings: StackSettings,
  folder: string,
  profileDir: string | null,
): Promise<Record<OurPart, StackPart>> {
  if (profileDir) await mkdir(profileDir, { recursive: true });
  const part = (name: OurPart) =>
    stackPart({
      name,
      command: process.execPath,
      args: [...(profileDir ? profileArguments(profileDir, name) : []), ENTRY_POINTS[name]],
      cwd: ROOT,
      env: { ...bareEnvironment(), ...partEnvironment(name, settings), ...(name === 'api' ? UNLIMITED : {}) },
      readyUrl: readyUrl(name, settings),
      logFile: join(folder, `${name}.log`),
    });
  return { api: part('api'), worker: part('worker'), simulator: part('simulator') };
}

function profileArguments(profileDir: string, name: string): string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${resolve(profileDir, name)}`];
}
