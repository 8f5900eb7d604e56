/** CPU time and memory of processes with everything they started, from /proc. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = process.platform === 'linux' ? Number(execFileSync('getconf', ['CLK_TCK'])) : 100;
const MB = 1024 * 1024;

interface Stat {
  pid: number;
  parent: number;
  cpuTicks: number;
}

/**
 * CPU time that the process tree has used since its start, in ms, ended children included. The clock has 100 ticks a second:
 * take differences over seconds, not over single turns. 0 where there is no /proc.
 */
export function cpuMs(pid: number): number {
  return (treeOf(pid).reduce((sum, { cpuTicks }) => sum + cpuTicks, 0) / TICKS_PER_SECOND) * 1000;
}

/** Resident memory of the process tree in MB; what its processes share is counted once (proportional set size) where the system tells. */
export function memoryMb(pid: number): number {
  return treeOf(pid).reduce((sum, stat) => sum + memoryBytes(stat.pid), 0) / MB;
}

/** Resident memory of one process alone in MB, as `ps` and `top` show it. */
export function rssMb(pid: number): number {
  return statusBytes(pid) / MB;
}

function treeOf(root: number): Stat[] {
  const all = new Map<number, Stat>();
  for (const name of process.platform === 'linux' ? readdirSync('/proc') : []) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null;
    if (stat) all.set(stat.pid, stat);
  }
  const belongs = (stat: Stat | undefined): boolean =>
    stat !== undefined && (stat.pid === root || belongs(all.get(stat.parent)));
  return [...all.values()].filter(belongs);
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything; count from behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // utime, stime and the same of children that have ended and were waited for.
    const cpuTicks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
    return { pid, parent: Number(fields[1]), cpuTicks };
  } catch {
    return null; // ended meanwhile
  }
}

function memoryBytes(pid: number): number {
  try {
    const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    if (found) return Number(found[1]) * 1024;
  } catch {
    // Another account's process, or one that has ended: what everybody may read has to do.
  }
  return statusBytes(pid);
}

function statusBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
