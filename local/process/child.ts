import { spawn, type ChildProcess } from 'node:child_process';
import { LocalError } from './errors.ts';
import { readLines, type Log } from './log.ts';

export type ChildOptions = {
  command: string;
  args: string[];
  cwd?: string;
  /** The whole environment of the child; nothing is inherited beside it. */
  env: NodeJS.ProcessEnv;
  log: Log;
};

export type ChildExit = { code: number | null; signal: NodeJS.Signals | null };

/** A process with its own process group, so that all it started can be ended with it. */
export type Child = {
  pid: number;
  /** Settles when the process has ended, however it ended. */
  exited: Promise<ChildExit>;
  hasExited(): boolean;
  /** SIGTERM, then SIGKILL after `graceMs` (default 5 s); the rest of its group is killed in any case. */
  stop(options?: { graceMs?: number; signal?: NodeJS.Signals }): Promise<void>;
  /** SIGKILL to the whole group, at once. */
  kill(): Promise<void>;
};

/** @throws LocalError `command_failed` when the program can't be run at all. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { command, args, cwd, env, log } = options;
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  await spawned(child, command);
  const pid = child.pid;
  if (pid === undefined) throw new LocalError('command_failed', `${command} has no process id.`);
  readLines(child.stdout, log);
  readLines(child.stderr, log);

  let ended = false;
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    });
  });
  const kill = async () => {
    signalGroup(pid, 'SIGKILL');
    await exited;
  };
  return {
    pid,
    exited,
    hasExited: () => ended,
    kill,
    async stop({ graceMs = 5_000, signal = 'SIGTERM' } = {}) {
      if (!ended) child.kill(signal);
      let timer: NodeJS.Timeout | undefined;
      const graceOver = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([exited, graceOver]);
      clearTimeout(timer);
      await kill();
    },
  };
}

/**
 * Sends a signal to a process group, and is content when the group is gone.
 * Returns whether there was anyone to receive it.
 */
export function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    // EPERM: someone is there, but isn't ours (Postgres under another user when we are not root).
    if (code === 'EPERM') return true;
    throw error;
  }
}

function spawned(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(new LocalError('command_failed', `${command} can't be run: ${cause.message}`, { cause })),
    );
  });
}
