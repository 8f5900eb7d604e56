import { startChild, type Child } from '../process/child.ts';
import { LocalError } from '../process/errors.ts';
import type { Log } from '../process/log.ts';
import { waitForHttp } from '../process/wait.ts';
import type { Register } from './register.ts';
import type { Running } from './supervised.ts';

export type ProgramOptions = {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Address that answers 200 when the part can do its work. */
  readyUrl: string;
  readyHeaders?: Record<string, string>;
  log: Log;
  register: Register;
  /** Time it gets between SIGTERM and SIGKILL. */
  graceMs: number;
  signal: AbortSignal;
};

const READY_TIMEOUT_MS = 60_000;

/**
 * Starts one of our processes and waits until it is ready.
 * @throws LocalError `crashed` or `not_ready`; then nothing of it runs
 */
export async function startProgram(options: ProgramOptions): Promise<Running> {
  const { name, readyUrl, readyHeaders: headers, register, graceMs, signal, ...program } = options;
  signal.throwIfAborted();
  const child = await startChild(program);
  register.add(name, child.pid);
  void child.exited.then(() => register.remove(child.pid));
  const ended = new AbortController();
  void child.exited.then((exit) =>
    ended.abort(new LocalError('crashed', `${name} ${inWords(exit)} while starting`)),
  );
  try {
    await waitForHttp(readyUrl, {
      timeoutMs: READY_TIMEOUT_MS,
      headers,
      signal: AbortSignal.any([signal, ended.signal]),
    });
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { exited: child.exited.then(inWords), stop: () => child.stop({ graceMs }) };
}

function inWords({ code, signal }: Awaited<Child['exited']>): string {
  return code === null ? `was ended by ${signal}` : `ended with code ${code}`;
}
