/**
 * Which revision of each draft this folder was last the same as, by server: a push then notices that somebody changed the
 * draft in the studio meanwhile. Kept beside the files, not in git.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const STATE_FILE = '.parley-state.json';

export interface SeenRevisions {
  get(flowId: string): number | null;
  set(flowId: string, draftRev: number): Promise<void>;
}

export async function seenRevisions(dir: string, url: string): Promise<SeenRevisions> {
  const path = join(dir, STATE_FILE);
  const all = await readState(path);
  const mine = (all[url] ??= {});
  return {
    get: (flowId) => mine[flowId] ?? null,
    set: async (flowId, draftRev) => {
      mine[flowId] = draftRev;
      await mkdir(dir, { recursive: true });
      await writeFile(path, `${JSON.stringify(all, null, 2)}\n`);
    },
  };
}

/** A damaged file only means that nothing is known. */
async function readState(path: string): Promise<Record<string, Record<string, number>>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, Record<string, number>>;
  } catch {
    return {};
  }
}
