import type { Tx } from '../../platform/db/pool.ts';
import { createJob } from '../flows/create-job.ts';
import { operation, type Call } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';

type Body = Call<'enrolContacts'>['body'];

/** What can never work is refused now; the job finds out about the rest. */
export const enrolContacts = operation('enrolContacts', {
  async handle({ tx, params: { org, flow }, body, idempotencyKey }) {
    const { triggerNodeId = null, data = {} } = body;
    await expectTrigger(tx, org, flow, triggerNodeId);
    if (body.segmentId !== undefined) await expectSegment(tx, org, body.segmentId);
    const params = { audience: audienceOf(body), triggerNodeId, detail: data };
    return createJob(tx, { org, flow, kind: 'enrol', params, key: idempotencyKey });
  },
});

function audienceOf({ contactIds, tag, segmentId }: Body) {
  if (contactIds !== undefined) return { contactIds };
  if (tag !== undefined) return { tag };
  return segmentId !== undefined ? { segmentId } : { all: true };
}

async function expectTrigger(tx: Tx, org: string, flow: string, triggerNodeId: string | null): Promise<void> {
  const [found] = await tx<{ is_live: boolean; has_trigger: boolean }[]>`
    select f.status = 'live' as is_live, exists (
      select from public.flow_triggers t where t.org_id = f.org_id and t.flow_id = f.id
        and case when ${triggerNodeId}::text is null then t.keys @> array['manual'] else t.node_id = ${triggerNodeId} end) as has_trigger
    from public.flows f where f.org_id = ${org} and f.id = ${flow}`;
  if (!found) throw new ApiError('not_found');
  if (!found.is_live)
    throw new ApiError('wrong_flow_status', { detail: 'Only a live flow takes people in.' });
  if (!found.has_trigger)
    throw invalidField('triggerNodeId', 'the published version has no manual trigger, or none of this id');
}

async function expectSegment(tx: Tx, org: string, segmentId: string): Promise<void> {
  const [segment] = await tx`select 1 from public.segments where org_id = ${org} and id = ${segmentId}`;
  if (!segment) throw invalidField('segmentId', 'there is no such segment');
}
