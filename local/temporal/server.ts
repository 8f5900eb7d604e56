import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { startChild, type ChildExit } from '../process/child.ts';
import { LocalError } from '../process/errors.ts';
import type { Log } from '../process/log.ts';
import { waitUntil } from '../process/wait.ts';
import { ensureTemporalCli } from './cli.ts';

export type TemporalOptions = {
  port: number;
  /** Port of the Web UI; without it there is none. */
  uiPort?: number;
  /** SQLite file that keeps everything between runs; without it all is in memory. */
  dbFile?: string;
  namespace: string;
  log: Log;
  /** Program to run; found by `ensureTemporalCli` when absent. */
  cliPath?: string;
  /** Server settings on top of ours, for tests that need low limits. */
  dynamicConfig?: Record<string, unknown>;
  /** Called right after the process was started, long before it is ready, and right after it ended. */
  onSpawn?: (pid: number) => void;
  onExit?: (pid: number) => void;
  /** Gives the start up when aborted. */
  signal?: AbortSignal;
};

export type TemporalServer = {
  address: string;
  pid: number;
  exited: Promise<ChildExit>;
  stop: () => Promise<void>;
  /** SIGKILL, for tests of what survives it. */
  kill: () => Promise<void>;
};

/**
 * Server settings that differ from the dev server's defaults: its rate limits protect a shared cluster and only
 * get in the way of one developer's machine; one partition per queue makes rate limits and fairness exact;
 * ids are held to what the SQL stores of a real cluster take.
 */
const DYNAMIC_CONFIG: Record<string, unknown> = {
  'frontend.enableServerVersionCheck': false,
  'frontend.enableUpdateWorkflowExecution': true,
  'frontend.enableUpdateWorkflowExecutionAsyncAccepted': true,
  'frontend.rps': 100_000,
  'frontend.namespaceRPS': 100_000,
  'history.rps': 100_000,
  'matching.rps': 100_000,
  'matching.persistenceMaxQPS': 100_000,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
  'matching.enableFairness': true,
  'limit.maxIDLength': 255,
};

/**
 * Starts Temporal's dev server on 127.0.0.1 and answers when it is healthy and the namespace can be used.
 * NOTE: the schema is only written into a new file; after an upgrade of the CLI the old file must go.
 * @throws LocalError `binary_missing`, `crashed`, `not_ready`
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const { port, dbFile, namespace, log, signal } = options;
  const cliPath = options.cliPath ?? (await ensureTemporalCli(log, signal));
  if (dbFile) await mkdir(dirname(dbFile), { recursive: true });
  const lastLines: string[] = [];
  const child = await startChild({
    command: cliPath,
    args: serverArguments(options),
    // The user's own Temporal profile must not reach into the local server.
    env: withoutTemporal(process.env),
    log(line) {
      lastLines.push(line);
      if (lastLines.length > 5) lastLines.shift();
      log(line);
    },
  });
  options.onSpawn?.(child.pid);
  void child.exited.then(() => options.onExit?.(child.pid));
  const address = `127.0.0.1:${port}`;
  const crashed = child.exited.then(({ code, signal }) => {
    const how = code === null ? `signal ${signal}` : `code ${code}`;
    throw new LocalError('crashed', `Temporal ended with ${how} while starting: ${lastLines.join(' | ')}`);
  });
  try {
    await Promise.race([untilUsable(address, namespace, signal), crashed]);
  } catch (error) {
    await child.kill();
    throw error;
  }
  crashed.catch(() => {}); // from here on its end is its owner's business
  return {
    address,
    pid: child.pid,
    exited: child.exited,
    kill: () => child.kill(),
    stop: () => child.stop({ graceMs: 4_000 }),
  };
}

export function serverArguments({
  port,
  uiPort,
  dbFile,
  namespace,
  dynamicConfig,
}: TemporalOptions): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${port}`, '--namespace', namespace],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', `${uiPort}`, '--ui-disable-news-fetch']),
    ...(dbFile ? ['--db-filename', dbFile] : []),
    ...(dbFile ? ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'] : []),
    ...['--log-level', 'error', '--color', 'never'],
    ...Object.entries({ ...DYNAMIC_CONFIG, ...dynamicConfig }).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${JSON.stringify(value)}`,
    ]),
  ];
}

/** Waits for the gRPC health check and for the namespace. */
async function untilUsable(address: string, namespace: string, signal?: AbortSignal): Promise<void> {
  await waitUntil(
    async () => {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 });
      try {
        await connection.healthService.check({ service: 'temporal.api.workflowservice.v1.WorkflowService' });
        await connection.workflowService.describeNamespace({ namespace });
        return true;
      } finally {
        await connection.close();
      }
    },
    { timeoutMs: 30_000, signal, what: `a healthy Temporal at ${address}` },
  );
}

function withoutTemporal(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}
