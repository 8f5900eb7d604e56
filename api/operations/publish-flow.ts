import { compileTriggers } from '../../core/flow/triggers.ts';
import { json } from '../../platform/db/pool.ts';
import { findFlowRow } from '../flows/load-flow.ts';
import { refuseErrors } from '../flows/publishable.ts';
import { readDraft } from '../flows/read-draft.ts';
import { loadSurroundings } from '../flows/surroundings.ts';
import { holdNamedThings } from '../named-things.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findFlowVersion, toFlowVersion } from '../rows/flow-versions.ts';

export const publishFlow = operation('publishFlow', {
  async handle({ tx, params: { org, flow: id }, body }) {
    await holdNamedThings(tx, org);
    const [flow, around] = await Promise.all([findFlowRow(tx, org, id), loadSurroundings(tx, org)]);
    if (flow.draft_rev !== body.draftRev) throw new ApiError('stale_draft', { draftRev: flow.draft_rev });
    const { doc } = await readDraft(flow.draft);
    await refuseErrors(tx, org, id, doc, around);
    // The function checks role and revision again under the row's lock: what was judged here is what goes live.
    const [version] = await tx<{ number: number }[]>`
      select v.number
      from private.publish_flow(${org}, ${id}, ${flow.draft_rev}, ${body.note ?? null},
        ${json(tx, compileTriggers(doc))}, ${json(tx, doc.rules)}) v
      where v.id is not null`;
    if (!version) throw new ApiError('not_found');
    return toFlowVersion(await findFlowVersion(tx, org, id, version.number));
  },
});
