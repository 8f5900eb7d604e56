import { join } from 'node:path';
import type { StackSettings } from '../environment.ts';
import { databaseUrls, prepareDatabase } from './database.ts';
import * as start from './parts.ts';
import type { StackContext } from './parts.ts';
import { LOCAL_SUPABASE_KEYS, type Settings } from './settings.ts';
import type { Secrets } from './secrets.ts';
import { buildStudio } from './studio.ts';
import { Supervised, type Running } from './supervised.ts';

/**
 * Starts all parts, each as soon as what it needs is there:
 *
 *     temporal, simulator, mailbox, studio build: at once
 *     postgres -> prepare -> supabase
 *                         -> worker (needs temporal, too)
 *                         -> api (needs the built studio, too)
 *
 * A part that the environment gives is not started. `onPart` gets every part before it starts, so that whoever
 * stops the stack half-way finds it. A failure of one part is thrown at once, while others may be on their way.
 */
export async function startLocalStack(
  context: StackContext,
  onPart: (part: Supervised) => void,
): Promise<void> {
  const { settings, secrets, isDev, logOf, signal, stack } = context;
  const { external } = settings;
  const supervise = async (name: string, startPart: () => Promise<Running>) => {
    signal.throwIfAborted();
    const part = new Supervised(name, startPart, logOf(name));
    onPart(part);
    await part.start();
    logOf(name)('ready');
  };

  const postgres = external.database ? undefined : supervise('postgres', () => start.postgres(context));
  const database = Promise.resolve(postgres).then(() =>
    prepareDatabase(settings, secrets, stack.database.adminUrl, logOf('postgres')),
  );
  const temporal = external.temporal ? undefined : supervise('temporal', () => start.temporal(context));
  const studio = isDev
    ? supervise('studio', () => start.studioDevServer(context))
    : buildStudio(start.ROOT, logOf('studio'));

  await Promise.all([
    postgres,
    database,
    temporal,
    studio,
    external.graphUrl ? undefined : supervise('simulator', () => start.ours('simulator', context)),
    external.supabase && external.smtpUrl ? undefined : supervise('mailbox', () => start.mailbox(context)),
    external.supabase ? undefined : database.then(() => supervise('supabase', () => start.supabase(context))),
    Promise.all([database, temporal]).then(() => supervise('worker', () => start.ours('worker', context))),
    Promise.all([database, studio]).then(() => supervise('api', () => start.ours('api', context))),
  ]);
}

/** What the parts must know about each other, embedded or given. */
export function stackSettings(settings: Settings, secrets: Secrets, isDev: boolean): StackSettings {
  const { external, ports } = settings;
  const local = (port: number) => `http://127.0.0.1:${port}`;
  return {
    database: databaseUrls(settings, secrets),
    supabase: external.supabase ?? {
      url: local(ports.supabase),
      ...LOCAL_SUPABASE_KEYS,
      jwtSecret: secrets.jwtSecret,
    },
    temporal: {
      address: external.temporal?.address ?? `127.0.0.1:${ports.temporal}`,
      namespace: settings.temporalNamespace,
    },
    graphUrl: external.graphUrl ?? local(ports.simulator),
    smtpUrl: external.smtpUrl ?? `smtp://127.0.0.1:${ports.mailboxSmtp}`,
    studioUrl: settings.studioUrl ?? (isDev ? local(ports.studioDev) : undefined),
    simulatorDataFile: join(settings.localDir, 'simulator.json'),
    links: {
      temporalUi: settings.temporalUiUrl ?? (external.temporal ? undefined : local(ports.temporalUi)),
      simulator: external.graphUrl ? undefined : local(ports.simulator),
    },
    masterKey: settings.masterKey ?? secrets.masterKey,
    ports,
    logLevel: settings.logLevel,
  };
}
