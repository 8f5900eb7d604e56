import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { signalGroup } from './child.ts';

/**
 * The machine's boot and the start time of a process: two processes that got the same pid one after the other
 * differ in it. Undefined when there is no such process, or only its unreaped remains.
 */
export function identityOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const { state, startTime } = readStat(pid);
      return state === 'Z' ? undefined : `${bootId()}:${startTime}`;
    }
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim();
    return started ? `${bootId()}:${started}` : undefined;
  } catch {
    return undefined;
  }
}

/** Identifies the time since the machine started; pids of an earlier one mean nothing. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'boot';
  }
}

/** Whether a process group has a living member. Unreaped remains, usual in containers without init, don't count. */
export function isGroupAlive(groupId: number): boolean {
  if (!signalGroup(groupId, 0)) return false;
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const { state, group } = readStat(Number(name));
      return group === groupId && state !== 'Z';
    } catch {
      return false; // ended meanwhile
    }
  });
}

function readStat(pid: number): { state: string; group: number; startTime: string } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in brackets and may hold anything; count from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', , group = ''] = fields;
  return { state, group: Number(group), startTime: fields[19] ?? '' };
}
