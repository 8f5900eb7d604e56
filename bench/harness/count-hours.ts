import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';

/** Between two looks at whether the worker has counted what it was at. */
const LOOK_AGAIN_MS = 50;

/**
 * Counts the hours that are marked (private.count_marked_hours), together with the worker, which does it too.
 * @returns how many this process counted
 */
export async function countMarkedHours(sql: postgres.Sql): Promise<number> {
  let counted = 0;
  for (;;) {
    const [row] = await sql<{ hours: number | null }[]>`select private.count_marked_hours(200) as hours`;
    counted += row!.hours ?? 0;
    if (row!.hours !== 0) continue;
    const [left] = await sql<{ isDone: boolean }[]>`
      select not exists (select from private.analytics_marks) as "isDone"`;
    if (left!.isDone) return counted;
    await sleep(LOOK_AGAIN_MS);
  }
}
