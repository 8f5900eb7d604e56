import { compileTriggers } from '../../core/flow/triggers.ts';
import { json } from '../../platform/db/pool.ts';
import { findFlowRow } from '../flows/load-flow.ts';
import { loadVersionDoc } from '../flows/load-version.ts';
import { refuseErrors } from '../flows/publishable.ts';
import { readDraft } from '../flows/read-draft.ts';
import { loadSurroundings } from '../flows/surroundings.ts';
import { holdNamedThings } from '../named-things.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findFlowVersion, toFlowVersion } from '../rows/flow-versions.ts';

/** The old document is judged again: templates, other flows and the rules themselves may have changed since. */
export const rollbackFlow = operation('rollbackFlow', {
  async handle({ tx, params: { org, flow: id }, body }) {
    const { version, note, restoreDraft = false } = body;
    const flow = await findFlowRow(tx, org, id);
    if (restoreDraft && body.draftRev !== undefined && body.draftRev !== flow.draft_rev)
      throw new ApiError('stale_draft', { draftRev: flow.draft_rev });
    await holdNamedThings(tx, org);
    const [{ doc, hash }, around] = await Promise.all([
      loadVersionDoc(tx, org, id, version).then(readDraft),
      loadSurroundings(tx, org),
    ]);
    await refuseErrors(tx, org, id, doc, around);
    const [republished] = await tx<{ number: number }[]>`
      select v.number
      from private.republish_flow(${org}, ${id}, ${version}, ${json(tx, doc)}, ${hash},
        ${note ?? `Back to version ${version}`}, ${json(tx, compileTriggers(doc))}, ${json(tx, doc.rules)},
        ${restoreDraft}, ${flow.draft_rev}) v
      where v.id is not null`;
    if (!republished) throw new ApiError('not_found');
    return toFlowVersion(await findFlowVersion(tx, org, id, republished.number));
  },
});
