import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENTRY_POINTS, partEnvironment, readyUrl, supabaseEnvironment } from '../environment.ts';
import type { OurPart, StackSettings } from '../environment.ts';
import { startMailbox } from '../mailbox/mailbox.ts';
import { startPostgres } from '../postgres/postgres.ts';
import type { Log } from '../process/log.ts';
import { startTemporal } from '../temporal/server.ts';
import { startProgram } from './program.ts';
import type { Register } from './register.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import type { Running } from './supervised.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export type StackContext = {
  settings: Settings;
  secrets: Secrets;
  stack: StackSettings;
  isDev: boolean;
  logOf: (part: string) => Log;
  register: Register;
  /** Aborted when the stack is to stop, also while it is still starting. */
  signal: AbortSignal;
};

export async function postgres({ settings, register, logOf }: StackContext): Promise<Running> {
  const log = logOf('postgres');
  const server = await startPostgres({
    dataDir: join(settings.localDir, 'postgres'),
    port: settings.ports.postgres,
    // Postgres tells its life at length; only what needs a person's eye is shown.
    log: (line) => {
      if (!/\bLOG:/.test(line)) log(line);
    },
  });
  register.add('postgres', server.pid);
  const exited = server.exited.then(() => {
    register.remove(server.pid);
    return 'ended';
  });
  return { exited, stop: () => server.stop() };
}

export async function temporal({ settings, register, logOf, signal }: StackContext): Promise<Running> {
  const server = await startTemporal({
    port: settings.ports.temporal,
    uiPort: settings.ports.temporalUi,
    dbFile: join(settings.localDir, 'temporal.db'),
    namespace: settings.temporalNamespace,
    log: logOf('temporal'),
    signal,
    onSpawn: (pid) => register.add('temporal', pid),
    onExit: (pid) => register.remove(pid),
  });
  const exited = server.exited.then(({ code, signal }) => `ended with ${signal ?? `code ${code}`}`);
  return { exited, stop: () => server.stop() };
}

/** In this process: it only waits for mails. */
export async function mailbox({ settings: { ports } }: StackContext): Promise<Running> {
  const box = await startMailbox({ smtpPort: ports.mailboxSmtp, httpPort: ports.mailbox });
  const closed = Promise.withResolvers<string>();
  const stop = () => box.close().then(() => closed.resolve('closed'));
  return { exited: closed.promise, stop };
}

/** api, worker or simulator. */
export function ours(part: OurPart, context: StackContext): Promise<Running> {
  const { stack, isDev, register, signal, logOf } = context;
  // The simulator keeps its conversations in memory: restarting it at every edit would lose them.
  const watch =
    isDev && part !== 'simulator'
      ? ['--watch', '--watch-preserve-output', '--import', './local/supervisor/watched.mjs']
      : [];
  return startProgram({
    name: part,
    command: process.execPath,
    args: [...watch, ENTRY_POINTS[part]],
    cwd: ROOT,
    env: { ...process.env, ...partEnvironment(part, stack) },
    readyUrl: readyUrl(part, stack),
    log: logOf(part),
    register,
    signal,
    graceMs: 4_500,
  });
}

export function supabase(context: StackContext): Promise<Running> {
  const { stack, settings, register, signal, logOf } = context;
  return startProgram({
    name: 'supabase',
    command: process.execPath,
    args: ['local/supabase/main.ts'],
    cwd: ROOT,
    env: {
      ...process.env,
      ...supabaseEnvironment(stack, {
        storageDir: join(settings.localDir, 'storage'),
        smtpPort: settings.ports.mailboxSmtp,
      }),
    },
    readyUrl: `${stack.supabase.url}/auth/v1/health`,
    readyHeaders: { apikey: stack.supabase.publishableKey },
    log: logOf('supabase'),
    register,
    signal,
    graceMs: 2_000,
  });
}

/** Vite's dev server, in place of the built studio. */
export function studioDevServer({ settings, register, signal, logOf }: StackContext): Promise<Running> {
  const { ports } = settings;
  return startProgram({
    name: 'studio',
    command: process.execPath,
    args: [
      'node_modules/vite/bin/vite.js',
      'studio',
      '--port',
      `${ports.studioDev}`,
      '--strictPort',
      '--clearScreen',
      'false',
    ],
    cwd: ROOT,
    env: { ...process.env, STUDIO_API_URL: `http://127.0.0.1:${ports.api}` },
    readyUrl: `http://127.0.0.1:${ports.studioDev}/`,
    log: logOf('studio'),
    register,
    signal,
    graceMs: 1_000,
  });
}
