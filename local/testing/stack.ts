import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import type { Sql } from 'postgres';
import { inject } from 'vitest';
import { DEMO } from '../demo.ts';
import {
  bareEnvironment,
  ENTRY_POINTS,
  partEnvironment,
  readyUrl,
  type OurPart,
  type StackSettings,
} from '../environment.ts';
import { freePorts } from '../process/ports.ts';
import { waitUntil, type WaitOptions } from '../process/wait.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { createNamespace } from './namespace.ts';
import { TEST_MASTER_KEY } from './provided.ts';
import { runningStacks } from './running.ts';
import { simulatorClient, type SimulatorClient } from './simulator-client.ts';
import { stackPart, type StackPart } from './stack-part.ts';
import { ownTemporal, type OwnTemporal } from './own-temporal.ts';
import { supabasePart } from './supabase-part.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export type StackPartName = OurPart | 'temporal' | 'supabase';

export type StackOptions = {
  /** Starts the Supabase gateway too, for real sign-ins, storage and live updates. Default: no. */
  supabase?: boolean;
  /** A Temporal server of this stack's own with a file database, so that it can be killed. Default: the shared one. */
  ownTemporal?: boolean;
  /** Settings of that server, such as low limits. */
  temporalConfig?: Record<string, unknown>;
  /** Parts to leave out, for tests that start them later or not at all. */
  without?: OurPart[];
  /** Extra environment variables by part. */
  env?: Partial<Record<OurPart, Record<string, string>>>;
};

export type Stack = {
  urls: {
    api: string;
    apiMetrics: string;
    workerMetrics: string;
    simulator: string;
    supabase: string;
    graph: string;
  };
  database: TestDatabase;
  /** Superuser pool on this stack's database. */
  sql: Sql;
  temporal: { address: string; namespace: string };
  settings: StackSettings;
  simulator: SimulatorClient;
  /** SIGKILL. */
  kill(part: StackPartName): Promise<void>;
  /** Starts a part that is not running, with the same ports and settings, and waits until it is ready. */
  start(part: StackPartName): Promise<void>;
  pid(part: StackPartName): number | undefined;
  /** Calls `probe` until it answers something truthy. */
  waitFor<T>(probe: () => T | Promise<T>, options?: WaitOptions): Promise<NonNullable<T>>;
  /** A bearer token of a user in auth.users, as Supabase Auth would sign it. */
  token(email?: string): Promise<string>;
  /** The last lines that each part wrote, for a person reading a failed test. */
  lastLines(count?: number): Promise<string>;
  /** Everything that a part wrote. */
  logOf(part: StackPartName): Promise<string>;
  /** What is closed when the stack stops, before its parts are. */
  onStop(close: () => Promise<unknown>): void;
  stop(): Promise<void>;
};

/**
 * Starts a whole Parley for one test file: its own database and Temporal namespace, simulator, api and worker as
 * real processes on free ports. Stop it in afterAll. For the projects `stack` and `browser`.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-stack-'));
  const ports = await pickPorts();
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stopAll = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const [database, temporal] = await Promise.all([
      createDatabase().then((made) => {
        undo.push(() => made.drop());
        return made;
      }),
      options.ownTemporal
        ? startOwnTemporal(folder, ports.temporal, undo, options.temporalConfig)
        : shareTemporal(),
    ]);
    const settings = stackSettings(database, temporal, ports);
    const parts = makeParts(settings, options, folder, ports.smtp);
    if (temporal.server) parts.set('temporal', temporal.server);
    undo.push(() =>
      Promise.all([...parts].filter(([name]) => name !== 'temporal').map(([, part]) => part.stop())),
    );
    const skipped = new Set<string>(['temporal', ...(options.without ?? [])]);
    await Promise.all([...parts].filter(([name]) => !skipped.has(name)).map(([, part]) => part.start()));
    const stack = assemble({ settings, database, parts, undo, stopAll });
    runningStacks.add(stack);
    return stack;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function assemble(made: {
  settings: StackSettings;
  database: TestDatabase;
  parts: Map<StackPartName, StackPart>;
  undo: (() => Promise<unknown>)[];
  stopAll: () => Promise<void>;
}): Stack {
  const { settings, database, parts, undo, stopAll } = made;
  const { ports } = settings;
  const part = (name: StackPartName): StackPart => {
    const found = parts.get(name);
    if (found) return found;
    throw new Error(
      `This stack has no ${name} of its own: start it with { ${name}: true } or { ownTemporal: true }.`,
    );
  };
  const stack: Stack = {
    urls: {
      api: `http://127.0.0.1:${ports.api}`,
      apiMetrics: `http://127.0.0.1:${ports.apiMetrics}`,
      workerMetrics: `http://127.0.0.1:${ports.workerMetrics}`,
      simulator: `http://127.0.0.1:${ports.simulator}`,
      supabase: settings.supabase.url,
      graph: settings.graphUrl,
    },
    database,
    sql: database.sql,
    temporal: settings.temporal,
    settings,
    simulator: simulatorClient(`http://127.0.0.1:${ports.simulator}`),
    kill: (name) => part(name).kill(),
    start: (name) => part(name).start(),
    pid: (name) => part(name).pid,
    waitFor: (probe, options) => waitUntil(probe, { timeoutMs: 20_000, ...options }),
    token: (email = DEMO.users[0]) => signToken(database.sql, settings, email),
    async lastLines(count) {
      const blocks = await Promise.all(
        [...parts].map(async ([name, one]) => `--- last lines of ${name} ---\n${await one.lastLines(count)}`),
      );
      return blocks.join('\n');
    },
    logOf: (name) => part(name).lastLines(Infinity),
    onStop: (close) => void undo.push(close),
    async stop() {
      runningStacks.delete(stack);
      await stopAll();
    },
  };
  return stack;
}

function makeParts(
  settings: StackSettings,
  options: StackOptions,
  folder: string,
  smtpPort: number,
): Map<StackPartName, StackPart> {
  const parts = new Map<StackPartName, StackPart>();
  for (const name of ['simulator', 'worker', 'api'] as const) {
    parts.set(
      name,
      stackPart({
        name,
        command: process.execPath,
        args: [ENTRY_POINTS[name]],
        cwd: ROOT,
        env: { ...bareEnvironment(), ...partEnvironment(name, settings), ...options.env?.[name] },
        readyUrl: readyUrl(name, settings),
        logFile: join(folder, `${name}.log`),
      }),
    );
  }
  if (options.supabase) parts.set('supabase', supabasePart(settings, smtpPort, ROOT, folder));
  return parts;
}

function stackSettings(
  database: TestDatabase,
  temporal: { address: string; namespace: string },
  ports: Record<(typeof PORT_NAMES)[number], number>,
): StackSettings {
  return {
    database,
    supabase: {
      url: `http://127.0.0.1:${ports.supabase}`,
      publishableKey: DEMO.publishableKey,
      secretKey: DEMO.secretKey,
      jwtSecret: randomBytes(32).toString('hex'),
    },
    temporal: { address: temporal.address, namespace: temporal.namespace },
    graphUrl: `http://127.0.0.1:${ports.simulator}`,
    smtpUrl: `smtp://127.0.0.1:${ports.smtp}`,
    masterKey: TEST_MASTER_KEY,
    ports,
    logLevel: process.env.LOG_LEVEL ?? 'info',
  };
}

type Temporal = { address: string; namespace: string; server?: OwnTemporal };

async function shareTemporal(): Promise<Temporal> {
  const { address } = inject('temporal');
  return { address, namespace: await createNamespace(address) };
}

async function startOwnTemporal(
  folder: string,
  port: number,
  undo: (() => Promise<unknown>)[],
  dynamicConfig?: Record<string, unknown>,
): Promise<Temporal> {
  const server = ownTemporal({ folder, port, cliPath: inject('temporal').cliPath, dynamicConfig });
  undo.push(() => server.stop());
  await server.start();
  return { address: server.address, namespace: server.namespace, server };
}

const PORT_NAMES = [
  'api',
  'apiMetrics',
  'workerMetrics',
  'simulator',
  'supabase',
  'smtp',
  'temporal',
] as const;

async function pickPorts(): Promise<Record<(typeof PORT_NAMES)[number], number>> {
  const ports = await freePorts(PORT_NAMES.length);
  return Object.fromEntries(PORT_NAMES.map((name, index) => [name, ports[index]])) as never;
}

async function signToken(sql: Sql, settings: StackSettings, email: string): Promise<string> {
  const [user] = await sql<{ id: string }[]>`select id from auth.users where email = ${email}`;
  if (!user) throw new Error(`No user ${email} in auth.users.`);
  return new SignJWT({ email, role: 'authenticated', session_id: crypto.randomUUID(), aal: 'aal1' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(user.id)
    .setAudience('authenticated')
    .setIssuer(`${settings.supabase.url}/auth/v1`)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(settings.supabase.jwtSecret));
}
