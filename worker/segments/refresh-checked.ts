/** What changed in messages, conversations and runs: who enters or leaves by it. Triggers of the database write down whom to look at. */
import type { Tx } from '../../platform/db/pool.ts';
import type { WorkerContext } from '../context.ts';
import { isTransient, stableCode } from '../relay/failures.ts';
import { refreshContactSegments, watchedSegmentsOf, type RefreshOptions } from './refresh-contacts.ts';

const BATCH = 200;

type Context = Pick<WorkerContext, 'sql' | 'log'>;

interface Check {
  id: string;
  contactId: string;
  /** Of the event that changed the contact. */
  causeDepth: number;
}

/**
 * Takes the oldest checks and looks at their contacts, in one transaction: cut off anywhere they are looked at again, and several
 * workers may do it at once. What fails for good costs itself only: each contact is then looked at alone, and of one that fails again
 * each segment. A line of the log names those that are left, and the thorough sweep sets right what can be.
 * @param now default: the clock of this machine
 * @returns whether there is probably more
 * @throws what passes by itself (connection lost, deadlock); the checks are still there then
 */
export async function refreshCheckedContacts(context: Context, now?: Date): Promise<boolean> {
  const options = now ? { now } : {};
  let checks: Check[] = [];
  try {
    await context.sql.begin(async (tx) => {
      checks = await takeOldest(tx);
      if (checks.length > 0) await refresh(tx, checks, options);
    });
  } catch (error) {
    if (isTransient(error)) throw error;
    for (const own of Map.groupBy(checks, ({ contactId }) => contactId).values())
      await refreshAlone(context, own, options);
  }
  return checks.length === BATCH;
}

function takeOldest(tx: Tx) {
  return tx<Check[]>`
    delete from private.segment_checks where id in (
      select id from private.segment_checks order by id limit ${BATCH} for update skip locked)
    returning id::text, contact_id as "contactId", cause_depth as "causeDepth"`;
}

function refresh(tx: Tx, checks: readonly Check[], options: RefreshOptions) {
  const causeDepths = new Map<string, number>();
  for (const { contactId, causeDepth } of checks)
    causeDepths.set(contactId, Math.max(causeDepth, causeDepths.get(contactId) ?? 0));
  return refreshContactSegments(tx, [...causeDepths.keys()], { ...options, causeDepths });
}

/** @param checks of one contact */
async function refreshAlone(
  { sql, log }: Context,
  checks: readonly Check[],
  options: RefreshOptions,
): Promise<void> {
  const { contactId } = checks[0]!;
  const cause = await tried(() => sql.begin((tx) => refresh(tx, checks, options)));
  if (cause !== null) {
    const failed: { segmentId: string; cause: string }[] = [];
    for (const segmentId of await watchedSegmentsOf(sql, contactId)) {
      const ofSegment = await tried(() =>
        sql.begin((tx) => refresh(tx, checks, { ...options, onlySegment: segmentId })),
      );
      if (ofSegment !== null) failed.push({ segmentId, cause: ofSegment });
    }
    log.error({ contactId, cause, failed }, 'segments of a contact could not be brought up to date');
  }
  await sql`delete from private.segment_checks where id = any(${checks.map(({ id }) => id)}::bigint[])`;
}

/** @returns the code of what failed for good; null: nothing did */
async function tried(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (isTransient(error)) throw error;
    return stableCode(error);
  }
}
