import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execFileSync } from 'node:child_process';
import { PostgresError } from './errors.ts';

const OWNER_FILE = 'parley-owner.pid';

/** Notes who started the server, so that a later start can tell an orphan from a server in use. */
export async function noteOwner(dataDir: string): Promise<void> {
  await writeFile(join(dataDir, OWNER_FILE), String(process.pid));
}

/**
 * Clears what a killed run left behind in `dataDir`:
 * - the server lives and so does its owner: refuses;
 * - the server lives without its owner (the owner got kill -9): stops it;
 * - `postmaster.pid` names no server of this folder: removes it. Postgres does that by itself only while
 *   the number is free; a recycled one, usual in containers, would block it for ever.
 * @throws PostgresError `postgres_data_in_use`
 */
export async function clearOrphan(dataDir: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  const pid = await readPid(pidFile);
  if (pid === undefined) return;
  const facts = isAlive(pid) ? await factsOf(pid) : undefined;
  if (!facts) return; // dead, or unknowable: Postgres has the last word
  if (!facts.command.includes(dataDir)) {
    await rm(pidFile, { force: true });
    return;
  }
  const owner = await readPid(join(dataDir, OWNER_FILE));
  if (owner !== undefined && facts.parent === owner && owner !== process.pid) {
    throw new PostgresError(
      'postgres_data_in_use',
      `The database in ${dataDir} is in use by process ${owner}: stop that one first.`,
    );
  }
  log(`stopping the Postgres (process ${pid}) that a killed run left behind`);
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; isAlive(pid); waitedMs += 50) {
    if (waitedMs === 10_000) process.kill(pid, 'SIGQUIT');
    if (waitedMs > 15_000) {
      throw new PostgresError(
        'postgres_data_in_use',
        `Process ${pid} keeps ${dataDir} open: stop it by hand.`,
      );
    }
    await sleep(50);
  }
}

async function readPid(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

type ProcessFacts = { parent: number; command: string };

/** Parent and command line of a process, or `undefined` where this system won't tell. */
async function factsOf(pid: number): Promise<ProcessFacts | undefined> {
  try {
    if (process.platform === 'linux') {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      // The second field, the name in parentheses, may hold spaces; state and parent follow it.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return { parent, command: command.replaceAll('\0', ' ') };
    }
    const line = execFileSync('ps', ['-ww', '-o', 'ppid=,args=', '-p', String(pid)], {
      encoding: 'utf8',
    }).trim();
    const space = line.indexOf(' ');
    return { parent: Number(line.slice(0, space)), command: line.slice(space + 1) };
  } catch {
    return undefined;
  }
}
