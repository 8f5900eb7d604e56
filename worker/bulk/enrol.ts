/** A slice of an enrolment: the next contacts of the audience, in the order of their ids. */
import type { Tx } from '../../platform/db/pool.ts';
import { writePacedOutbox } from '../dispatcher/outbox.ts';
import { NoNumberError, startRuns } from '../routing/start-runs.ts';
import { findTrigger } from '../routing/triggers.ts';
import { contactsInSegment } from '../segments/contacts-in-segment.ts';
import { JobError, type Job, type Slice } from './job.ts';
import type { EnrolParams } from './params.ts';

export async function countAudience(tx: Tx, job: Job): Promise<number> {
  const { audience } = job.params as EnrolParams;
  if ('segmentId' in audience) {
    const [row] = await tx<{ count: number }[]>`
      select count(*)::int as count
      from segments s, private.contacts_in_segment(s.org_id, s.rules, clock_timestamp(), null, null) found
      where s.org_id = ${job.orgId} and s.id = ${audience.segmentId}`;
    return row!.count;
  }
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from contacts c where ${inAudience(tx, job.orgId, audience)}`;
  return row!.count;
}

/** @throws JobError when nobody can be enrolled at all */
export async function enrolSlice(tx: Tx, job: Job, size: number, perSecond: number): Promise<Slice> {
  const params = job.params as EnrolParams;
  const trigger = await findTrigger(tx, {
    orgId: job.orgId,
    flowId: job.flowId,
    nodeId: params.triggerNodeId ?? null,
  });
  if (trigger === null) {
    throw new JobError('no_trigger', 'The flow is not live, or has no trigger that enrols people.');
  }
  const contactIds = await nextContacts(tx, job, size);
  if (contactIds.length === 0) return { done: 0, skipped: 0, cursor: null, nextWakeAt: null };
  try {
    const starts = await startRuns(tx, trigger, contactIds, { detail: params.detail });
    return {
      done: starts.length,
      skipped: contactIds.length - starts.length,
      cursor: contactIds.at(-1)!,
      nextWakeAt: await writePacedOutbox(tx, starts, { notBefore: job.nextWakeAt, perSecond }),
    };
  } catch (error) {
    if (error instanceof NoNumberError) throw new JobError(error.code, error.message);
    throw error;
  }
}

export async function nextContacts(tx: Tx, job: Job, limit: number): Promise<string[]> {
  const { audience } = job.params as EnrolParams;
  if ('segmentId' in audience) {
    const page = { orgId: job.orgId, segmentId: audience.segmentId, after: job.cursor, limit };
    return contactsInSegment(tx, { ...page, now: new Date() });
  }
  const rows = await tx<{ id: string }[]>`
    select c.id from contacts c where ${inAudience(tx, job.orgId, audience)}
      ${job.cursor === null ? tx`` : tx`and c.id > ${job.cursor}`}
    order by c.id limit ${limit}`;
  return rows.map(({ id }) => id);
}

function inAudience(
  tx: Tx,
  orgId: string,
  audience: Exclude<EnrolParams['audience'], { segmentId: string }>,
) {
  if ('contactIds' in audience) {
    const { contactIds } = audience;
    return tx`c.org_id = ${orgId} and c.id in (select private.current_contact(${orgId}, id) from unnest(${contactIds}::uuid[]) id)`;
  }
  if ('tag' in audience) return tx`c.org_id = ${orgId} and c.tags @> array[${audience.tag}]`;
  return tx`c.org_id = ${orgId}`;
}
