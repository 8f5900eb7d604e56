import { LocalError } from '../process/errors.ts';
import { isPortFree } from '../process/ports.ts';
import type { Settings } from './settings.ts';

export type PortUse = { port: number; part: string; variable: string };

/** The ports that this start will listen on; parts that are given by the environment need none. */
export function portsInUse({ ports, external }: Settings, isDev: boolean): PortUse[] {
  const uses: (PortUse | false)[] = [
    !external.database && { port: ports.postgres, part: 'Postgres', variable: 'POSTGRES_PORT' },
    !external.supabase && { port: ports.supabase, part: 'the Supabase gateway', variable: 'SUPABASE_PORT' },
    !external.supabase && { port: ports.mailbox, part: "the mailbox's page", variable: 'MAILBOX_PORT' },
    !external.supabase && {
      port: ports.mailboxSmtp,
      part: "the mailbox's SMTP",
      variable: 'MAILBOX_SMTP_PORT',
    },
    !external.temporal && { port: ports.temporal, part: 'Temporal', variable: 'TEMPORAL_PORT' },
    !external.temporal && { port: ports.temporalUi, part: "Temporal's UI", variable: 'TEMPORAL_UI_PORT' },
    !external.graphUrl && { port: ports.simulator, part: 'the WhatsApp simulator', variable: 'SIM_PORT' },
    { port: ports.api, part: 'the API and studio', variable: 'API_PORT' },
    { port: ports.apiMetrics, part: "the API's metrics", variable: 'API_METRICS_PORT' },
    { port: ports.workerMetrics, part: "the worker's metrics", variable: 'WORKER_METRICS_PORT' },
    isDev && { port: ports.studioDev, part: "the studio's dev server", variable: 'STUDIO_DEV_PORT' },
  ];
  return uses.filter((use) => use !== false);
}

/**
 * Looks at every port before anything is started.
 * @throws LocalError `port_taken` or `bad_environment` (two parts on one port), one sentence
 */
export async function checkPorts(uses: PortUse[], isFree = isPortFree): Promise<void> {
  for (const [index, use] of uses.entries()) {
    const other = uses.slice(0, index).find(({ port }) => port === use.port);
    if (!other) continue;
    throw new LocalError(
      'bad_environment',
      `${other.variable} and ${use.variable} are both ${use.port}: give one of them another port.`,
    );
  }
  const free = await Promise.all(uses.map(({ port }) => isFree(port)));
  const taken = uses.find((_, index) => !free[index]);
  if (!taken) return;
  const { port, part, variable } = taken;
  throw new LocalError(
    'port_taken',
    `Port ${port}, wanted for ${part}, is taken: stop what listens there, or set ${variable} to another port.`,
  );
}
