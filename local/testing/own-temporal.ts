import { join } from 'node:path';
import { startTemporal, type TemporalServer } from '../temporal/server.ts';
import type { StackPart } from './stack-part.ts';

export type OwnTemporal = StackPart & { address: string; namespace: string };

/** A Temporal server of one test stack: a file database, so that it goes on where it was after a kill. */
export function ownTemporal(options: {
  folder: string;
  port: number;
  cliPath: string;
  dynamicConfig?: Record<string, unknown>;
}): OwnTemporal {
  const { folder, port, cliPath, dynamicConfig } = options;
  const namespace = 'parley';
  const lines: string[] = [];
  let server: TemporalServer | undefined;
  const end = async (how: 'stop' | 'kill') => {
    const ending = server;
    server = undefined;
    await ending?.[how]();
  };
  return {
    address: `127.0.0.1:${port}`,
    namespace,
    get pid() {
      return server?.pid;
    },
    async start() {
      if (server) return;
      const log = (line: string) => void lines.push(line);
      const dbFile = join(folder, 'temporal.db');
      server = await startTemporal({ port, namespace, cliPath, dbFile, log, dynamicConfig });
    },
    kill: () => end('kill'),
    stop: () => end('stop'),
    lastLines: async (count = 30) => lines.slice(-count).join('\n'),
  };
}
