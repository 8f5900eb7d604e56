import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { signalGroup, startChild } from './child.ts';
import { LocalError } from './errors.ts';
import type { Log } from './log.ts';

export type RunOptions = {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  onLine?: Log;
  /** Given up, and the process killed, when true; asked every second. */
  isStuck?: () => boolean;
  signal?: AbortSignal;
};

/**
 * Runs a program to its end.
 * @throws LocalError `command_failed` with the last lines it wrote
 */
export async function run(command: string, args: string[], options: RunOptions = {}): Promise<void> {
  const { cwd, env = process.env, onLine, isStuck, signal: stop } = options;
  stop?.throwIfAborted();
  const lastLines: string[] = [];
  const child = await startChild({
    command,
    args,
    cwd,
    env,
    log(line) {
      if (!/^\s*(at .*|[{}]*)$/.test(line)) lastLines.push(line.trim()); // no stack traces
      if (lastLines.length > 8) lastLines.shift();
      onLine?.(line);
    },
  });
  // When we are stopped in the middle, nobody is left to use the result.
  const killWithUs = () => void signalGroup(child.pid, 'SIGKILL');
  process.once('exit', killWithUs);
  const abort = () => void child.kill();
  stop?.addEventListener('abort', abort);
  let stuck = false;
  const watch = setInterval(() => {
    if (!isStuck?.()) return;
    stuck = true;
    void child.kill();
  }, 1_000);
  const { code, signal } = await child.exited.finally(() => {
    clearInterval(watch);
    process.off('exit', killWithUs);
    stop?.removeEventListener('abort', abort);
  });
  stop?.throwIfAborted();
  if (code === 0) return;
  const how = stuck
    ? 'made no progress'
    : code === null
      ? `was ended by ${signal}`
      : `ended with code ${code}`;
  throw new LocalError('command_failed', `${command} ${how}: ${lastLines.slice(-3).join(' | ')}`);
}

/** The full path of a program on PATH, or undefined. */
export function onPath(name: string, path = process.env.PATH ?? ''): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of path.split(delimiter)) {
    for (const file of names) {
      if (folder && isExecutable(join(folder, file))) return join(folder, file);
    }
  }
  return undefined;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
