import type { Supervised } from './supervised.ts';

/** Who is stopped together, in this order: first those that use others, last those that are used. */
const PHASES = [
  ['studio', 'api', 'worker'],
  ['simulator', 'supabase', 'mailbox'],
  ['temporal', 'postgres'],
];

/**
 * Stops all parts in reverse order of their start.
 * @returns whether that was done within `timeoutMs`; if not, some still run
 */
export async function stopParts(parts: Supervised[], timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeOver = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const allStopped = async () => {
    for (const names of PHASES) {
      const stopping = parts.filter(({ name }) => names.includes(name)).map((part) => part.stop());
      await Promise.allSettled(stopping);
    }
    return true;
  };
  return Promise.race([allStopped(), timeOver]).finally(() => clearTimeout(timer));
}
