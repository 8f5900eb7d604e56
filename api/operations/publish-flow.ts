import type { FlowDoc } from '../../core/flow/document.ts';
import { compileTriggers } from '../../core/flow/triggers.ts';
import { validateFlow } from '../../core/flow/validate.ts';
import { json } from '../../platform/db/pool.ts';
import { toFlowProblem } from '../flows/judge-draft.ts';
import { findFlowRow } from '../flows/load-flow.ts';
import { readDraft } from '../flows/read-draft.ts';
import { contextOf, loadSurroundings, type FlowSurroundings } from '../flows/surroundings.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { toFlowVersion, type FlowVersionRow } from '../rows/flow-versions.ts';

export const publishFlow = operation('publishFlow', {
  async handle({ tx, params: { org, flow: id }, body }) {
    const [flow, around] = await Promise.all([findFlowRow(tx, org, id), loadSurroundings(tx, org)]);
    if (flow.draft_rev !== body.draftRev) throw new ApiError('stale_draft', { draftRev: flow.draft_rev });
    const { doc } = await readDraft(flow.draft);
    refuseErrors(doc, id, around);
    const { priority, reentry, exitOnReply } = doc.rules;
    // The function checks role and revision again under the row's lock: what was judged here is what goes live.
    const [version] = await tx<FlowVersionRow[]>`
      select v.id, v.flow_id, v.number, v.note, v.author_id, v.created_at
      from private.publish_flow(${org}, ${id}, ${flow.draft_rev}, ${body.note ?? null},
        ${json(tx, compileTriggers(doc))}, ${priority}, ${reentry}, ${exitOnReply}) v
      where v.id is not null`;
    if (!version) throw new ApiError('not_found');
    return toFlowVersion(version);
  },
});

/** @throws ApiError flow_has_errors; warnings don't block */
function refuseErrors(doc: FlowDoc, id: string, around: FlowSurroundings): void {
  const errors = validateFlow(doc, contextOf(id, around)).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new ApiError('flow_has_errors', {
    detail: errors[0]?.message,
    errors: errors.map(({ nodeId, field, message }) => ({
      field: ['draft', ...(nodeId ? ['nodes', nodeId] : []), ...(field ? [field] : [])].join('.'),
      message,
    })),
    problems: errors.map(toFlowProblem),
  });
}
