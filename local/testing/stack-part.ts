import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { startChild, type Child } from '../process/child.ts';
import { waitForHttp } from '../process/wait.ts';

const READY_TIMEOUT_MS = 60_000;

export type StackPart = {
  readonly pid: number | undefined;
  start(): Promise<void>;
  /** SIGKILL to the process and all it started. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  lastLines(count?: number): Promise<string>;
};

/** A real process of a test stack, with its output in `logFile`; it can be killed and started again. */
export function stackPart(options: {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  readyUrl: string;
  readyHeaders?: Record<string, string>;
  logFile: string;
}): StackPart {
  const { name, readyUrl, readyHeaders: headers, logFile, ...program } = options;
  const output = createWriteStream(logFile, { flags: 'a' });
  let child: Child | undefined;

  const lastLines = async (count = 30) => {
    const text = await readFile(logFile, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-count).join('\n');
  };

  return {
    get pid() {
      return child?.hasExited() === false ? child.pid : undefined;
    },
    lastLines,
    async start() {
      if (child && !child.hasExited()) return;
      const started = await startChild({ ...program, log: (line) => void output.write(`${line}\n`) });
      child = started;
      const ended = new AbortController();
      void started.exited.then(({ code, signal }) =>
        ended.abort(new Error(`it ended with ${signal ?? code}`)),
      );
      try {
        await waitForHttp(readyUrl, { timeoutMs: READY_TIMEOUT_MS, headers, signal: ended.signal });
      } catch (error) {
        await started.kill();
        throw new Error(`${name} did not start: ${(error as Error).message}\n${await lastLines()}`, {
          cause: error,
        });
      }
    },
    async kill() {
      await child?.kill();
    },
    async stop() {
      await child?.stop({ graceMs: 8_000 });
    },
  };
}
