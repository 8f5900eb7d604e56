import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalError } from '../process/errors.ts';
import { signalGroup } from '../process/child.ts';
import { bootId, identityOf, isGroupAlive } from '../process/identity.ts';
import type { Log } from '../process/log.ts';
import { waitUntil } from '../process/wait.ts';

type Entry = { name: string; pid: number; identity: string };
type File = { supervisor: Entry; groups: Entry[] };

/**
 * A file that names the supervisor and the process groups it started. When the supervisor is killed with -9, the
 * next start finds there what was left running.
 */
export class Register {
  readonly #path: string;
  readonly #file: File;

  /** @throws LocalError `already_running` when another supervisor of this folder is alive */
  constructor(localDir: string) {
    this.#path = registerPath(localDir);
    const other = runningSupervisor(localDir);
    if (other !== undefined) {
      throw new LocalError(
        'already_running',
        `Parley is running already (process ${other}): stop it with Ctrl-C in its window or with "kill ${other}".`,
      );
    }
    mkdirSync(localDir, { recursive: true });
    this.#file = { supervisor: entry('supervisor', process.pid), groups: [] };
  }

  /** Ends what an earlier supervisor left running, then takes its place in the file. */
  async takeOver(localDir: string, log: Log): Promise<void> {
    await endLeftovers(localDir, log);
    this.#write();
  }

  /** Notes the leader of a process group right after its start. */
  add(name: string, pid: number): void {
    this.#file.groups.push(entry(name, pid));
    this.#write();
  }

  remove(pid: number): void {
    this.#file.groups = this.#file.groups.filter((group) => group.pid !== pid);
    this.#write();
  }

  /** SIGKILL to every group that is still noted. */
  killAll(): void {
    for (const { pid } of this.#file.groups) signalGroup(pid, 'SIGKILL');
  }

  close(): void {
    rmSync(this.#path, { force: true });
  }

  #write(): void {
    const partial = `${this.#path}.${process.pid}`;
    writeFileSync(partial, JSON.stringify(this.#file));
    renameSync(partial, this.#path);
  }
}

/** The process id of the supervisor that runs on this folder, if there is one. */
export function runningSupervisor(localDir: string): number | undefined {
  const supervisor = read(localDir)?.supervisor;
  if (!supervisor || supervisor.pid === process.pid) return undefined;
  return identityOf(supervisor.pid) === supervisor.identity ? supervisor.pid : undefined;
}

/** Ends the process groups that a killed supervisor left behind, and forgets them. */
export async function endLeftovers(localDir: string, log: Log): Promise<void> {
  const left = (read(localDir)?.groups ?? []).filter(isStillOurs);
  if (left.length > 0) {
    log(`stopping what an earlier run left behind: ${left.map(({ name }) => name).join(', ')}`);
    // SIGINT: for Postgres that is the orderly end that doesn't wait for its clients.
    for (const { pid } of left) signalGroup(pid, 'SIGINT');
    await waitUntil(() => !left.some(isStillOurs), { timeoutMs: 5_000 }).catch(() => {
      for (const { pid } of left) signalGroup(pid, 'SIGKILL');
    });
    await waitUntil(() => !left.some(isStillOurs), { timeoutMs: 3_000 }).catch(() => {
      const pids = left.filter(isStillOurs).map(({ pid }) => pid);
      throw new LocalError(
        'already_running',
        `Processes of an earlier run don't end: stop them with "kill -9 ${pids.join(' ')}".`,
      );
    });
  }
  rmSync(registerPath(localDir), { force: true });
}

/**
 * Whether the group of an entry still holds processes that we started. A pid may have been given to somebody else
 * since, so the leader's start time must match; without a leader, the system keeps the number reserved
 * for as long as the group has members, and only a restart of the machine could have freed it.
 */
function isStillOurs({ pid, identity }: Entry): boolean {
  if (!isGroupAlive(pid)) return false;
  const now = identityOf(pid);
  return now === undefined ? identity.startsWith(bootId()) : now === identity;
}

function entry(name: string, pid: number): Entry {
  return { name, pid, identity: identityOf(pid) ?? '' };
}

function read(localDir: string): File | undefined {
  try {
    return JSON.parse(readFileSync(registerPath(localDir), 'utf8')) as File;
  } catch {
    return undefined; // none, or cut off by a crash of the machine: then nothing of it runs
  }
}

const registerPath = (localDir: string): string => join(localDir, 'supervisor.json');
